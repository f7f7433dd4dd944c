local function solutions(size)
  local columns, rising, falling = {}, {}, {}

  local function place(row)
    if row > size then return 1 end
    local count = 0
    for column = 1, size do
      local up = row + column
      local down = row - column + size
      if not (columns[column] or rising[up] or falling[down]) then
        columns[column], rising[up], falling[down] = true, true, true
        count = count + place(row + 1)
        columns[column], rising[up], falling[down] = false, false, false
      end
    end
    return count
  end

  return place(1)
end

for size = 4, 12 do print(solutions(size)) end
