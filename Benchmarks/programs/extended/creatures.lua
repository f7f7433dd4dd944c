-- Many creatures, each with a coroutine of its own that is resumed once in each frame; some of them come and go.
local yield, resume, create, status = coroutine.yield, coroutine.resume, coroutine.create, coroutine.status

local function patrol(start)
  local place = start
  while true do
    for step = 0, 4 do
      place = place + 1
      yield(place)
    end
    for step = 0, 2 do
      place = place - 1
      yield(place)
    end
  end
end

local function visit(days)
  for day = 0, days - 1 do yield(1) end
  return 0
end

local guards = {}
for i = 0, 4999 do guards[#guards + 1] = create(function() patrol(i) end) end

local sum = 0
local visitors = {}
for frame = 0, 149 do
  for _, guard in ipairs(guards) do
    local _, place = resume(guard)
    sum = sum + place
  end
  for i = 0, 499 do visitors[#visitors + 1] = create(function() return visit(3) end) end
  local staying = {}
  for _, visitor in ipairs(visitors) do
    local _, count = resume(visitor)
    sum = sum + count
    if status(visitor) ~= "dead" then staying[#staying + 1] = visitor end
  end
  visitors = staying
end
print(string.format("%d", sum))
print(string.format("%d", #visitors))
