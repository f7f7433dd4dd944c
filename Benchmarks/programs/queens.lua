local Queen = {}
Queen.__index = Queen

function Queen.new(column, next)
  return setmetatable({ column = column, next = next }, Queen)
end

local function isSafe(column, queens)
  local distance = 1
  while queens ~= nil do
    if queens.column == column then return false end
    if queens.column + distance == column then return false end
    if queens.column - distance == column then return false end
    distance = distance + 1
    queens = queens.next
  end
  return true
end

local function solutions(size, row, queens)
  if row == size then return 1 end
  local count = 0
  for column = 0, size - 1 do
    if isSafe(column, queens) then
      count = count + solutions(size, row + 1, Queen.new(column, queens))
    end
  end
  return count
end

print(solutions(8, 0, nil))
print(solutions(9, 0, nil))

local total = 0
for _ = 1, 3 do total = total + solutions(10, 0, nil) end
print(total)
