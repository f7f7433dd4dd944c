local Temperature = { made = 0 }
Temperature.__index = Temperature

function Temperature.new(celsius)
  return setmetatable({ celsius = celsius }, Temperature)
end

function Temperature.from_fahrenheit(value)
  Temperature.made = Temperature.made + 1
  local result = Temperature.new(0)
  result:set_fahrenheit(value)
  return result
end

function Temperature:fahrenheit() return self.celsius * 1.8 + 32 end
function Temperature:set_fahrenheit(value) self.celsius = (value - 32) / 1.8 end
function Temperature:is_freezing() return self.celsius < 0 end

local function run(count)
  local freezing = 0
  local sum = 0
  for i = 0, count - 1 do
    local temperature = Temperature.from_fahrenheit(i % 100)
    temperature:set_fahrenheit(temperature:fahrenheit() + 9)
    if temperature:is_freezing() then freezing = freezing + 1 end
    sum = sum + temperature:fahrenheit()
  end
  print(string.format("%d %.0f %d", freezing, sum, Temperature.made))
end

run(1000000)
