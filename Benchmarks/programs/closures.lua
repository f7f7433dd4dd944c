local function adder(amount)
  local function add(value) return value + amount end
  return add
end

local function compose(first, second)
  local function both(value) return second(first(value)) end
  return both
end

local function twice(fn)
  return compose(fn, fn)
end

local function run(times)
  local total = 0
  for i = 0, times - 1 do
    local up = adder(i)
    local down = adder(0 - i)
    local change = compose(twice(up), compose(adder(1), twice(down)))
    total = change(total)
  end
  return total
end

print(run(300000))
