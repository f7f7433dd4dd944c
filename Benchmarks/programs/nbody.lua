local function root(square)
  local guess = (square + 1) / 2
  while guess * guess > square * 1.0000000001 do
    guess = (guess + square / guess) / 2
  end
  return guess
end

local Body = {}
Body.__index = Body

function Body.new(x, y, vx, vy, mass, next)
  return setmetatable({
    x = x,
    y = y,
    z = x / 50 - y / 70,
    vx = vx,
    vy = vy,
    vz = vy / 40,
    mass = mass,
    next = next,
  }, Body)
end

function Body:move(time)
  self.x = self.x + time * self.vx
  self.y = self.y + time * self.vy
  self.z = self.z + time * self.vz
end

function Body:attract(other, time)
  local dx = self.x - other.x
  local dy = self.y - other.y
  local dz = self.z - other.z
  local square = dx * dx + dy * dy + dz * dz
  local pull = time / (square * root(square))
  self.vx = self.vx - dx * other.mass * pull
  self.vy = self.vy - dy * other.mass * pull
  self.vz = self.vz - dz * other.mass * pull
  other.vx = other.vx + dx * self.mass * pull
  other.vy = other.vy + dy * self.mass * pull
  other.vz = other.vz + dz * self.mass * pull
end

function Body:energyOfMotion()
  return self.mass * (self.vx * self.vx + self.vy * self.vy + self.vz * self.vz) / 2
end

function Body:energyBetween(other)
  local dx = self.x - other.x
  local dy = self.y - other.y
  local dz = self.z - other.z
  return self.mass * other.mass / root(dx * dx + dy * dy + dz * dz)
end

local function energy(bodies)
  local sum = 0
  local body = bodies
  while body ~= nil do
    sum = sum + body:energyOfMotion()
    local other = body.next
    while other ~= nil do
      sum = sum - body:energyBetween(other)
      other = other.next
    end
    body = body.next
  end
  return sum
end

local function advance(bodies, time)
  local body = bodies
  while body ~= nil do
    local other = body.next
    while other ~= nil do
      body:attract(other, time)
      other = other.next
    end
    body = body.next
  end
  body = bodies
  while body ~= nil do
    body:move(time)
    body = body.next
  end
end

local function system()
  local bodies = Body.new(0 - 28, 11, 0.2, 0 - 1.05, 0.002, nil)
  bodies = Body.new(13, 0 - 14, 1, 0.85, 0.0017, bodies)
  bodies = Body.new(8, 4, 0 - 1, 1.8, 0.011, bodies)
  bodies = Body.new(5, 0 - 1.2, 0.6, 2.8, 0.038, bodies)
  return Body.new(0, 0, 0, 0, 39.5, bodies)
end

local function run(steps)
  local bodies = system()
  print(string.format("%.6g", energy(bodies)))
  for _ = 1, steps do advance(bodies, 0.01) end
  print(string.format("%.6g", energy(bodies)))
end

run(40000)
