local Switch = {}
Switch.__index = Switch

function Switch.new(on)
  return setmetatable({ on = on }, Switch)
end

function Switch:isOn() return self.on end

function Switch:push()
  self.on = not self.on
  return self
end

local StiffSwitch = setmetatable({}, { __index = Switch })
StiffSwitch.__index = StiffSwitch

function StiffSwitch.new(on, needed)
  return setmetatable({ on = on, needed = needed, pushes = 0 }, StiffSwitch)
end

function StiffSwitch:push()
  self.pushes = self.pushes + 1
  if self.pushes >= self.needed then
    self.pushes = 0
    Switch.push(self)
  end
  return self
end

local function flips(device, times)
  local seen = device:isOn()
  local count = 0
  for _ = 1, times do
    local now = device:push():isOn()
    if now ~= seen then count = count + 1 end
    now = device:push():isOn()
    if now == seen then count = count + 1 end
    seen = now
  end
  return count
end

print(flips(Switch.new(true), 1200000) == 2400000)
print(flips(StiffSwitch.new(true, 3), 1200000))
