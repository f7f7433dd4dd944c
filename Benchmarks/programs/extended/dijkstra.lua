-- A binary heap of pairs of a priority and a value.
local Heap = {}
Heap.__index = Heap

function Heap.new()
  return setmetatable({ items = {} }, Heap)
end

function Heap:is_empty() return #self.items == 0 end

local floor = math.floor

function Heap:add(priority, value)
  local items = self.items
  local item = { priority, value }
  local i = #items + 1
  while i > 1 do
    local parent = floor(i / 2)
    if items[parent][1] <= priority then break end
    items[i] = items[parent]
    i = parent
  end
  items[i] = item
end

function Heap:remove_first()
  local items = self.items
  local first = items[1]
  local length = #items
  local item = items[length]
  items[length] = nil
  length = length - 1
  if length == 0 then return first end
  local i = 1
  while true do
    local child = 2 * i
    if child > length then break end
    if child < length and items[child + 1][1] < items[child][1] then child = child + 1 end
    if items[child][1] >= item[1] then break end
    items[i] = items[child]
    i = child
  end
  items[i] = item
  return first
end

local function make_graph(size)
  local seed = 11
  local graph = {}
  for from = 0, size - 1 do
    local edges = { { (from + 1) % size, 900 } }
    for _ = 1, 4 do
      seed = seed * 16807 % 2147483647
      edges[#edges + 1] = { seed % size, seed % 997 + 1 }
    end
    graph[from] = edges
  end
  return graph
end

local function distances(graph, size, start)
  local best = {}
  for i = 0, size - 1 do best[i] = math.huge end
  best[start] = 0
  local heap = Heap.new()
  heap:add(0, start)
  while not heap:is_empty() do
    local first = heap:remove_first()
    local distance, node = first[1], first[2]
    if distance <= best[node] then
      for _, edge in ipairs(graph[node]) do
        local target = edge[1]
        local candidate = distance + edge[2]
        if candidate < best[target] then
          best[target] = candidate
          heap:add(candidate, target)
        end
      end
    end
  end
  return best
end

local graph = make_graph(20000)
for start = 0, 3 do
  local best = distances(graph, 20000, start)
  local sum = 0
  local max = 0
  for i = 0, 19999 do
    sum = sum + best[i]
    if best[i] > max then max = best[i] end
  end
  print(string.format("%d %d", max, sum))
end
