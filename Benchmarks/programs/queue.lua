local Node = {}
Node.__index = Node

function Node.new(item)
  return setmetatable({ item = item, next = nil }, Node)
end

local Queue = {}
Queue.__index = Queue

function Queue.new()
  return setmetatable({ head = nil, tail = nil, length = 0 }, Queue)
end

function Queue:push(item)
  local node = Node.new(item)
  if self.tail == nil then
    self.head = node
  else
    self.tail.next = node
  end
  self.tail = node
  self.length = self.length + 1
end

function Queue:pop()
  local node = self.head
  self.head = node.next
  if self.head == nil then self.tail = nil end
  self.length = self.length - 1
  return node.item
end

local function run(length, times)
  local queue = Queue.new()
  for i = 0, length - 1 do queue:push(i) end
  for _ = 1, times do queue:push(queue:pop() + 1) end

  local total = 0
  while queue.length > 0 do total = total + queue:pop() end
  return total / length
end

print(string.format("%.6g", run(1000, 1500000)))
