local Node = {}
Node.__index = Node

function Node.new(value, next)
  return setmetatable({ value = value, next = next }, Node)
end

local Random = {}
Random.__index = Random

function Random.new(seed)
  return setmetatable({ seed = seed }, Random)
end

function Random:next()
  local product = self.seed * 16807
  local quotient = product / 2147483647 - 0.5 + 6755399441055744 - 6755399441055744
  self.seed = product - quotient * 2147483647
  return self.seed
end

local function randomList(random, length)
  local list = nil
  for _ = 1, length do list = Node.new(random:next(), list) end
  return list
end

local function merge(one, two)
  local head = Node.new(0, nil)
  local tail = head
  while one ~= nil and two ~= nil do
    if one.value < two.value then
      tail.next = one
      one = one.next
    else
      tail.next = two
      two = two.next
    end
    tail = tail.next
  end
  if one == nil then one = two end
  tail.next = one
  return head.next
end

local function sort(list)
  if list == nil or list.next == nil then return list end
  local slow = list
  local fast = list.next
  while fast ~= nil and fast.next ~= nil do
    slow = slow.next
    fast = fast.next.next
  end
  local second = slow.next
  slow.next = nil
  return merge(sort(list), sort(second))
end

local function isSorted(list)
  while list.next ~= nil do
    if list.value > list.next.value then return false end
    list = list.next
  end
  return true
end

local function run(times)
  local random = Random.new(42)
  local sorted = 0
  for _ = 1, times do
    if isSorted(sort(randomList(random, 20000))) then sorted = sorted + 1 end
  end
  print(sorted)
  print(string.format("%.6g", random.seed / 2147483647))
end

run(10)
