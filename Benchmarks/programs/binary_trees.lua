local Node = {}
Node.__index = Node

function Node.new(left, right)
  return setmetatable({ left = left, right = right }, Node)
end

function Node:count()
  if self.left == nil then return 1 end
  return 1 + self.left:count() + self.right:count()
end

local function build(depth)
  if depth == 0 then return Node.new(nil, nil) end
  return Node.new(build(depth - 1), build(depth - 1))
end

local function power(exponent)
  local result = 1
  for _ = 1, exponent do result = result * 2 end
  return result
end

local function countNodes(trees, depth)
  local nodes = 0
  for _ = 1, trees do nodes = nodes + build(depth):count() end
  return nodes
end

local deepest = 14
local kept = build(deepest)

for depth = 4, deepest, 2 do
  print(countNodes(power(deepest + 2 - depth), depth))
end

print(kept:count())
