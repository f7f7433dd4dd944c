local function belongs(re, im, limit)
  local x = 0
  local y = 0
  for _ = 1, limit do
    local xx = x * x
    local yy = y * y
    if xx + yy > 4 then return false end
    y = 2 * x * y + im
    x = xx - yy + re
  end
  return true
end

local function countPoints(size, limit)
  local count = 0
  for row = 0, size - 1 do
    local im = 2 * row / size - 1
    for column = 0, size - 1 do
      local re = 3 * column / size - 2
      if belongs(re, im, limit) then count = count + 1 end
    end
  end
  return count
end

print(countPoints(280, 120))
