local Cell = {}
Cell.__index = Cell

function Cell.new(number, next)
  return setmetatable({ number = number, isPrime = true, next = next }, Cell)
end

local function chain(limit)
  local cells = nil
  for number = limit, 2, -1 do cells = Cell.new(number, cells) end
  return cells
end

local function cross(cell, step)
  local left = step
  cell = cell.next
  while cell ~= nil do
    left = left - 1
    if left == 0 then
      cell.isPrime = false
      left = step
    end
    cell = cell.next
  end
end

local function countPrimes(limit)
  local count = 0
  local cell = chain(limit)
  while cell ~= nil do
    if cell.isPrime then
      count = count + 1
      if cell.number * cell.number <= limit then cross(cell, cell.number) end
    end
    cell = cell.next
  end
  return count
end

print(countPrimes(99000))
