local floor = math.floor
local unpack = table.unpack or unpack

local function divide(a, b)
  return floor(a / b), a % b
end

local function area(box)
  return box.width * (box.height or 2)
end

local function sum(first, ...)
  local result = first
  for i = 1, select("#", ...) do result = result + (select(i, ...)) end
  return result
end

local function run(count)
  local total = 0
  local base = { width = 1, height = 3 }
  for i = 0, count - 1 do
    local quotient, remainder = divide(i, 7)
    total = total + area({ width = quotient })
    local box = {}
    for key, value in pairs(base) do box[key] = value end
    box.width = remainder
    total = total + area(box)
    local list = { quotient, remainder, 1, i }
    total = total + sum(unpack(list))
    total = total % 1000003
  end
  print(string.format("%d", total))
end

run(250000)
