local function empty(times)
  local last = nil
  for _ = 1, times do
    local Empty = { name = "Empty" }
    Empty.__index = Empty
    last = Empty
  end
  return last
end

local function full(times)
  local sum = 0
  for i = 1, times do
    local Counter = {}
    Counter.__index = Counter
    function Counter.new() return setmetatable({ count = 1 }, Counter) end
    function Counter:next() return self.count end
    function Counter:reset() self.count = 0 end
    function Counter:twice() return self.count * 2 end
    if i == times then sum = sum + Counter.new():twice() end
  end
  return sum
end

print(empty(1000000).name)
print(full(500000))
