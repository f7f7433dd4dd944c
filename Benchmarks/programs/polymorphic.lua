local Square = {}
Square.__index = Square

function Square.new(side)
  return setmetatable({ side = side, next = nil }, Square)
end

function Square:area() return self.side * self.side end

local Rectangle = {}
Rectangle.__index = Rectangle

function Rectangle.new(width, height)
  return setmetatable({ width = width, height = height, next = nil }, Rectangle)
end

function Rectangle:area() return self.width * self.height end

local Triangle = {}
Triangle.__index = Triangle

function Triangle.new(base, height)
  return setmetatable({ base = base, height = height, next = nil }, Triangle)
end

function Triangle:area() return self.base * self.height / 2 end

local Frame = {}
Frame.__index = Frame

function Frame.new(outer, inner)
  return setmetatable({ outer = outer, inner = inner, next = nil }, Frame)
end

function Frame:area() return self.outer:area() - self.inner:area() end

local function ring()
  local first = Square.new(3)
  first.next = Rectangle.new(2, 5)
  first.next.next = Triangle.new(4, 6)
  first.next.next.next = Frame.new(Square.new(5), Rectangle.new(4, 3))
  first.next.next.next.next = first
  return first
end

local function run(times)
  local shape = ring()
  local total = 0
  for _ = 1, times do
    total = total + shape:area()
    if total > 997 then total = total - 997 end
    shape = shape.next
  end
  return total
end

print(string.format("%.6g", run(3000000)))
