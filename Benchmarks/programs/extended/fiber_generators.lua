-- Trees that are walked by generators, at any depth of calls, and a pipeline of stages that each change what the one before yields.
local yield = coroutine.yield

local Tree = {}
Tree.__index = Tree

function Tree.new(left, value, right)
  return setmetatable({left = left, value = value, right = right}, Tree)
end

function Tree:walk()
  if self.left ~= nil then self.left:walk() end
  yield(self.value)
  if self.right ~= nil then self.right:walk() end
end

local function build(from, to)
  if from == to then return nil end
  local middle = math.floor((from + to) / 2)
  return Tree.new(build(from, middle), middle, build(middle + 1, to))
end

local function sumOfTree(tree)
  local sum = 0
  for value in coroutine.wrap(function() tree:walk() end) do sum = sum + value end
  return sum
end

local function numbers(count)
  return coroutine.wrap(function()
    for i = 0, count - 1 do yield(i) end
  end)
end

local function doubled(source)
  return coroutine.wrap(function()
    for x in source do yield(x * 2) end
  end)
end

local function odd(source)
  return coroutine.wrap(function()
    for x in source do if x % 3 == 1 then yield(x) end end
  end)
end

local function sumOfPipeline(count)
  local sum = 0
  for x in odd(doubled(numbers(count))) do sum = sum + x end
  return sum
end

local tree = build(0, 100000)
local total = 0
for round = 0, 5 do total = total + sumOfTree(tree) end
print(string.format("%d", total))
print(string.format("%d", sumOfPipeline(500000)))
