local function countUp(from, to)
  local current = from - 1
  local function next()
    if current == to then return nil end
    current = current + 1
    return current
  end
  return next
end

local function filtered(source, accepts)
  local function next()
    local value = source()
    while value ~= nil and not accepts(value) do value = source() end
    return value
  end
  return next
end

local function mapped(source, change)
  local function next()
    local value = source()
    if value == nil then return nil end
    return change(value)
  end
  return next
end

local function everyOther(source)
  local skip = true
  local function next()
    skip = not skip
    if skip then source() end
    return source()
  end
  return next
end

local function sum(source)
  local total = 0
  local value = source()
  while value ~= nil do
    total = total + value
    value = source()
  end
  return total
end

local function run(times)
  local total = 0
  for i = 0, times - 1 do
    local function isLarge(value) return value > i end
    local function half(value) return value / 2 end
    total = total + sum(mapped(filtered(everyOther(countUp(1, 1000)), isLarge), half))
  end
  return total / times
end

print(string.format("%.6g", run(3000)))
