local Node = {}
Node.__index = Node

function Node.new(key)
  return setmetatable({ key = key, count = 1, left = nil, right = nil }, Node)
end

local Tree = {}
Tree.__index = Tree

function Tree.new()
  return setmetatable({ root = nil, size = 0 }, Tree)
end

function Tree:insert(key)
  if self.root == nil then
    self.root = Node.new(key)
    self.size = 1
    return
  end
  local node = self.root
  while true do
    if key == node.key then
      node.count = node.count + 1
      return
    end
    if key < node.key then
      if node.left == nil then
        node.left = Node.new(key)
        self.size = self.size + 1
        return
      end
      node = node.left
    else
      if node.right == nil then
        node.right = Node.new(key)
        self.size = self.size + 1
        return
      end
      node = node.right
    end
  end
end

function Tree:countOf(key)
  local node = self.root
  while node ~= nil do
    if key == node.key then return node.count end
    if key < node.key then
      node = node.left
    else
      node = node.right
    end
  end
  return 0
end

-- Each number is below 65537 and follows from the one before.
local Sequence = {}
Sequence.__index = Sequence

function Sequence.new(seed)
  return setmetatable({ seed = seed }, Sequence)
end

function Sequence:next()
  local product = self.seed * 75 + 74
  local quotient = product / 65537 - 0.5 + 6755399441055744 - 6755399441055744
  self.seed = product - quotient * 65537
  return self.seed
end

local function run(insertions, lookups)
  local tree = Tree.new()
  local sequence = Sequence.new(7)
  for _ = 1, insertions do tree:insert(sequence:next()) end
  local found = 0
  for _ = 1, 3 do
    found = 0
    for i = 0, lookups - 1 do found = found + tree:countOf(i) end
  end
  print(tree.size)
  print(found)
end

run(60000, 66000)
