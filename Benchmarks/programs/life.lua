local Cell = {}
Cell.__index = Cell

function Cell.new(alive)
  local self = setmetatable({ alive = alive, willLive = false, next = nil }, Cell)
  self.right = self
  self.below = self
  return self
end

function Cell:meetNeighbours()
  self.east = self.right
  self.southEast = self.right.below
  self.south = self.below
  -- Whoever has this cell to the east, is to its west.
  self.east.west = self
  self.southEast.northWest = self
  self.south.north = self
  self.right.southWest = self.below
  self.below.northEast = self.right
end

function Cell:decide()
  local count = 0
  if self.north.alive then count = count + 1 end
  if self.northEast.alive then count = count + 1 end
  if self.east.alive then count = count + 1 end
  if self.southEast.alive then count = count + 1 end
  if self.south.alive then count = count + 1 end
  if self.southWest.alive then count = count + 1 end
  if self.west.alive then count = count + 1 end
  if self.northWest.alive then count = count + 1 end
  self.willLive = count == 3 or (self.alive and count == 2)
end

function Cell:step() self.alive = self.willLive end

-- Makes a ring of cells, one row of the torus.
local function makeRow(width)
  local first = Cell.new(false)
  local cell = first
  for _ = 2, width do
    cell.right = Cell.new(false)
    cell = cell.right
  end
  cell.right = first
  return first
end

local function joinRows(upper, lower, width)
  for _ = 1, width do
    upper.below = lower
    upper = upper.right
    lower = lower.right
  end
end

-- Links all cells by `next`, row by row, and introduces them to their neighbours.
local function makeTorus(width, height)
  local top = makeRow(width)
  local row = top
  for _ = 2, height do
    local lower = makeRow(width)
    joinRows(row, lower, width)
    row = lower
  end
  joinRows(row, top, width)

  local last = nil
  for _ = 1, height do
    for _ = 1, width do
      row.next = last
      last = row
      row = row.right
    end
    row = row.below
  end
  local cell = last
  while cell ~= nil do
    cell:meetNeighbours()
    cell = cell.next
  end
  return last
end

-- Five cells in the shape of an R, which take a thousand generations to settle.
local function plant(cell)
  cell.alive = true
  cell.east.alive = true
  cell.west.south.alive = true
  cell.south.alive = true
  cell.south.south.alive = true
end

local function countAlive(cells)
  local count = 0
  local cell = cells
  while cell ~= nil do
    if cell.alive then count = count + 1 end
    cell = cell.next
  end
  return count
end

local function run(size, generations)
  local cells = makeTorus(size, size)
  plant(cells)
  print(countAlive(cells))
  for _ = 1, generations do
    local cell = cells
    while cell ~= nil do
      cell:decide()
      cell = cell.next
    end
    cell = cells
    while cell ~= nil do
      cell:step()
      cell = cell.next
    end
  end
  print(countAlive(cells))
end

run(48, 600)
