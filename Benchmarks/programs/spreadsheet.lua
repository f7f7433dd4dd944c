local Constant = {}
Constant.__index = Constant

function Constant.new(value)
  return setmetatable({ value = value }, Constant)
end

function Constant:result() return self.value end

local Sum = {}
Sum.__index = Sum

function Sum.new(one, two)
  return setmetatable({ one = one, two = two }, Sum)
end

function Sum:result() return self.one.value + self.two.value end

local Scaled = {}
Scaled.__index = Scaled

function Scaled.new(cell, factor, offset)
  return setmetatable({ cell = cell, factor = factor, offset = offset }, Scaled)
end

function Scaled:result() return self.cell.value * self.factor + self.offset end

local Larger = {}
Larger.__index = Larger

function Larger.new(one, two)
  return setmetatable({ one = one, two = two }, Larger)
end

function Larger:result()
  if self.one.value > self.two.value then return self.one.value end
  return self.two.value
end

local Average = {}
Average.__index = Average

function Average.new(one, two)
  return setmetatable({ one = one, two = two }, Average)
end

function Average:result() return (self.one.value + self.two.value) / 2 end

-- One entry of a cell's list of the cells that depend on it.
local Dependent = {}
Dependent.__index = Dependent

function Dependent.new(cell, next)
  return setmetatable({ cell = cell, next = next }, Dependent)
end

local Cell = {}
Cell.__index = Cell

function Cell.new(formula)
  return setmetatable({
    formula = formula,
    value = formula:result(),
    dependents = nil,
    isDirty = false,
    nextDirty = nil,
  }, Cell)
end

function Cell:feeds(cell)
  self.dependents = Dependent.new(cell, self.dependents)
  return self
end

local Sheet = {}
Sheet.__index = Sheet

function Sheet.new()
  return setmetatable({ firstDirty = nil, lastDirty = nil, evaluations = 0 }, Sheet)
end

function Sheet:markDirty(cell)
  if cell.isDirty then return end
  cell.isDirty = true
  cell.nextDirty = nil
  if self.firstDirty == nil then
    self.firstDirty = cell
  else
    self.lastDirty.nextDirty = cell
  end
  self.lastDirty = cell
end

function Sheet:evaluate(cell)
  self.evaluations = self.evaluations + 1
  local value = cell.formula:result()
  if value == cell.value then return end
  cell.value = value
  local each = cell.dependents
  while each ~= nil do
    self:markDirty(each.cell)
    each = each.next
  end
end

function Sheet:settle()
  while self.firstDirty ~= nil do
    local cell = self.firstDirty
    self.firstDirty = cell.nextDirty
    cell.isDirty = false
    self:evaluate(cell)
  end
end

function Sheet:set(cell, value)
  cell.formula.value = value
  self:markDirty(cell)
  self:settle()
end

local function combined(formula, one, two)
  local cell = Cell.new(formula)
  one:feeds(cell)
  two:feeds(cell)
  return cell
end

-- Adds a group of four cells behind two others; answers the last one.
local function group(one, two)
  local sum = combined(Sum.new(one, two), one, two)
  local half = Cell.new(Scaled.new(sum, 0.5, 1))
  sum:feeds(half)
  local larger = combined(Larger.new(half, two), half, two)
  return combined(Average.new(half, larger), half, larger)
end

local function run(groups, changes)
  local sheet = Sheet.new()
  local input = Cell.new(Constant.new(1))
  local other = Cell.new(Constant.new(2))
  local last = group(input, other)
  for _ = 2, groups do last = group(last, other) end

  for i = 0, changes - 1 do
    sheet:set(input, i)
    sheet:set(other, changes - i)
  end
  print(string.format("%.6g", last.value))
  print(sheet.evaluations)
end

run(25, 160)
