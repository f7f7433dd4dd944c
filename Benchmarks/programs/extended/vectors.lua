local Vector = {}
Vector.__index = Vector

local function vector(x, y)
  return setmetatable({ x = x, y = y }, Vector)
end

function Vector.__add(a, b) return vector(a.x + b.x, a.y + b.y) end
function Vector.__sub(a, b) return vector(a.x - b.x, a.y - b.y) end
function Vector.__mul(a, factor) return vector(a.x * factor, a.y * factor) end

function Vector:dot(other) return self.x * other.x + self.y * other.y end

local function simulate(steps)
  local center = vector(1, 2)
  local position = vector(3, 4)
  local velocity = vector(0, 1)
  for _ = 1, steps do
    local force = (center - position) * 0.5
    velocity = velocity + force * 0.01
    position = position + velocity * 0.01
  end
  return position - center
end

local last = simulate(600000)
print(string.format("%.6f", last:dot(last)))
