local function make_grid(width, height)
  local seed = 5
  local grid = {}
  for y = 1, height do
    local row = {}
    for x = 1, width do
      seed = seed * 16807 % 2147483647
      row[x] = seed % 3 == 0 and 1 or 0
    end
    grid[y] = row
  end
  return grid
end

local function step(grid)
  local height = #grid
  local width = #grid[1]
  local next = {}
  for y = 1, height do
    local above = grid[y > 1 and y - 1 or height]
    local here = grid[y]
    local below = grid[y < height and y + 1 or 1]
    local row = {}
    for x = 1, width do
      local left = x > 1 and x - 1 or width
      local right = x < width and x + 1 or 1
      local neighbours = above[left] + above[x] + above[right] + here[left] + here[right]
        + below[left] + below[x] + below[right]
      row[x] = (neighbours == 3 or neighbours == 2 and here[x] == 1) and 1 or 0
    end
    next[y] = row
  end
  return next
end

local grid = make_grid(100, 80)
for _ = 1, 150 do grid = step(grid) end
local population = 0
for _, row in ipairs(grid) do
  for _, cell in ipairs(row) do population = population + cell end
end
print(population)
