local Detail = {}
Detail.__index = Detail

function Detail.new(low, high)
  return setmetatable({ low = low, high = high }, Detail)
end

local Record = {}
Record.__index = Record

function Record.new(key, next)
  return setmetatable({ key = key, detail = Detail.new(key, key + 1), next = next }, Record)
end

local function records(count)
  local first = nil
  for key = count, 1, -1 do first = Record.new(key, first) end
  return first
end

local function churn(first, times)
  local record = first
  local sum = 0
  for i = 0, times - 1 do
    local short = Detail.new(i, 1)
    short = Detail.new(short, short.high + 1)
    short = Detail.new(short, short.high + 1)
    sum = sum + short.high - 2

    record.detail = Detail.new(i, i + 1)
    record = record.next
    if record == nil then record = first end
  end
  return sum
end

local function total(first)
  local sum = 0
  local record = first
  while record ~= nil do
    sum = sum + record.detail.high - record.detail.low
    record = record.next
  end
  return sum
end

local first = records(60000)
print(total(first))
print(churn(first, 280000))
print(total(first))
