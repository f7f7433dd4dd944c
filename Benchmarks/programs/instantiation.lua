local Plain = {}
Plain.__index = Plain

function Plain.new()
  return setmetatable({}, Plain)
end

local Empty = {}
Empty.__index = Empty

function Empty.new()
  return setmetatable({}, Empty)
end

local Point = {}
Point.__index = Point

function Point.new(x, y, z)
  return setmetatable({ x = x, y = y, z = z }, Point)
end

local last = nil
for i = 0, 499999 do
  Plain.new()
  Empty.new()
  last = Point.new(i, 1, 2)
  Plain.new()
  Empty.new()
  last = Point.new(i, 3, 4)
  Plain.new()
  Empty.new()
  last = Point.new(i, 5, 6)
end

print(last.x + last.y + last.z)
