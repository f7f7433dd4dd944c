local function random_numbers(count)
  local seed = 42
  local numbers = {}
  for i = 1, count do
    seed = seed * 16807 % 2147483647
    numbers[i] = seed
  end
  return numbers
end

local function checksum(numbers)
  local sum = 0
  for i, x in ipairs(numbers) do sum = (sum + x * ((i - 1) % 7)) % 1000003 end
  return sum
end

local numbers = random_numbers(1000000)
table.sort(numbers)
print(checksum(numbers))
