local function scale(x, factor, offset)
  return x * (factor or 2) + (offset or 1)
end

local Box = {}
Box.__index = Box

function Box.new(width, height, depth)
  return setmetatable({ width = width, height = height or width, depth = depth or 1 }, Box)
end

function Box:volume(unit)
  return self.width * self.height * self.depth * (unit or 1)
end

local function run(count)
  local sum = 0
  for i = 0, count - 1 do
    sum = sum + scale(i) + scale(i, 3) + scale(i, 4, 5)
    sum = sum + Box.new(2):volume() + Box.new(2, 3):volume(2)
    sum = sum % 1000003
  end
  print(sum)
end

run(1000000)
