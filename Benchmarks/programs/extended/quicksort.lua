local function random_numbers(count)
  local seed = 7
  local numbers = {}
  for i = 1, count do
    seed = seed * 16807 % 2147483647
    numbers[i] = seed
  end
  return numbers
end

local floor = math.floor

local function quicksort(list, low, high)
  if low >= high then return end
  local pivot = list[floor((low + high) / 2)]
  local i, j = low, high
  while i <= j do
    while list[i] < pivot do i = i + 1 end
    while list[j] > pivot do j = j - 1 end
    if i <= j then
      list[i], list[j] = list[j], list[i]
      i = i + 1
      j = j - 1
    end
  end
  quicksort(list, low, j)
  quicksort(list, i, high)
end

local numbers = random_numbers(300000)
quicksort(numbers, 1, #numbers)

local is_sorted = true
for i = 2, #numbers do
  if numbers[i - 1] > numbers[i] then is_sorted = false end
end
print(is_sorted)
print(numbers[1] .. " " .. numbers[150001] .. " " .. numbers[#numbers])
