local Counter = {}
Counter.__index = Counter

function Counter.new()
  return setmetatable({}, Counter)
end

local function makeCounter(start, step)
  local count = start
  local function up()
    count = count + step
    return count
  end
  local function down()
    count = count - step
    return count
  end
  local function value() return count end

  local counter = Counter.new()
  counter.up = up
  counter.down = down
  counter.value = value
  return counter
end

local function inFields(times)
  local one = makeCounter(0, 1)
  local two = makeCounter(100, 2)
  for _ = 1, times do
    one.up()
    two.down()
    one.up()
    two.up()
    one.down()
  end
  return one.value() + two.value()
end

local function inPlace(times)
  local sum = 0
  local calls = 0
  local function add(amount)
    sum = sum + amount
    calls = calls + 1
  end
  for i = 0, times - 1 do
    add(i)
    add(0 - i)
    sum = sum + 1
  end
  return sum + calls
end

print(inFields(999000))
print(inPlace(1000000) == 3000000)
