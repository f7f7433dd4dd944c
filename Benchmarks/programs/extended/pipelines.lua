local function map(list, transform)
  local result = {}
  for i, x in ipairs(list) do result[i] = transform(x) end
  return result
end

local function filter(list, accepts)
  local result = {}
  for _, x in ipairs(list) do
    if accepts(x) then result[#result + 1] = x end
  end
  return result
end

local function reduce(list, combine, initial)
  local result = initial
  for _, x in ipairs(list) do result = combine(result, x) end
  return result
end

local function total(numbers)
  local odd = map(numbers, function(x) return x * 3 + 1 end)
  local even = filter(odd, function(x) return x % 2 == 0 end)
  local halves = map(even, function(x) return x / 2 end)
  return reduce(halves, function(sum, x) return sum + x end, 0)
end

local numbers = {}
for i = 0, 999 do numbers[#numbers + 1] = i end
local result = 0
for _ = 1, 1500 do result = (result + total(numbers)) % 1000003 end
print(string.format("%d", result))
