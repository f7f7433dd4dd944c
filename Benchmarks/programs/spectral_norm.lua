local Cell = {}
Cell.__index = Cell

function Cell.new(value, next)
  return setmetatable({ value = value, next = next }, Cell)
end

local function vector(size, value)
  local cells = nil
  for _ = 1, size do cells = Cell.new(value, cells) end
  return cells
end

local function element(i, j)
  return 1 / ((i + j) * (i + j + 1) / 2 + i + 1)
end

local function multiply(from, to)
  local i = 0
  local target = to
  while target ~= nil do
    local sum = 0
    local j = 0
    local source = from
    while source ~= nil do
      sum = sum + element(i, j) * source.value
      j = j + 1
      source = source.next
    end
    target.value = sum
    i = i + 1
    target = target.next
  end
end

local function multiplyTransposed(from, to)
  local i = 0
  local target = to
  while target ~= nil do
    local sum = 0
    local j = 0
    local source = from
    while source ~= nil do
      sum = sum + element(j, i) * source.value
      j = j + 1
      source = source.next
    end
    target.value = sum
    i = i + 1
    target = target.next
  end
end

local function dot(one, two)
  local sum = 0
  while one ~= nil do
    sum = sum + one.value * two.value
    one = one.next
    two = two.next
  end
  return sum
end

local function root(square)
  local guess = (square + 1) / 2
  while guess * guess > square * 1.0000000001 do
    guess = (guess + square / guess) / 2
  end
  return guess
end

local function norm(size)
  local u = vector(size, 1)
  local v = vector(size, 0)
  local between = vector(size, 0)
  for _ = 1, 10 do
    multiply(u, between)
    multiplyTransposed(between, v)
    multiply(v, between)
    multiplyTransposed(between, u)
  end
  return root(dot(u, v) / dot(v, v))
end

print(string.format("%.6g", norm(300)))
