local Pair = {}
Pair.__index = Pair

function Pair.new(head, tail)
  return setmetatable({ head = head, tail = tail }, Pair)
end

local function range(from, to)
  local list = nil
  for i = to, from, -1 do list = Pair.new(i, list) end
  return list
end

local function reverse(list)
  local result = nil
  while list ~= nil do
    result = Pair.new(list.head, result)
    list = list.tail
  end
  return result
end

local function map(list, fn)
  local result = nil
  while list ~= nil do
    result = Pair.new(fn(list.head), result)
    list = list.tail
  end
  return reverse(result)
end

local function filter(list, accepts)
  local result = nil
  while list ~= nil do
    if accepts(list.head) then result = Pair.new(list.head, result) end
    list = list.tail
  end
  return reverse(result)
end

local function fold(list, start, combine)
  local result = start
  while list ~= nil do
    result = combine(result, list.head)
    list = list.tail
  end
  return result
end

local function add(one, two) return one + two end

local function run(times)
  local numbers = range(1, 1000)
  local total = 0
  for i = 0, times - 1 do
    local function scale(number) return number * 2 - i end
    local function isLarge(number) return number > 1000 end
    local large = filter(map(numbers, scale), isLarge)
    total = total + fold(large, 0, add)
  end
  return total / 1000
end

print(string.format("%.6g", run(400)))
