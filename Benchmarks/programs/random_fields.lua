local seed = 1

local function random(limit)
  seed = seed * 171
  while seed >= 30269 do
    local part = 30269
    while part * 2 <= seed do part = part * 2 end
    seed = seed - part
  end
  return seed / 30269 * limit
end

local function fill(bag)
  for k = 0, 7 do
    local r = random(8)
    if r < 1 then bag.a = k
    elseif r < 2 then bag.b = k
    elseif r < 3 then bag.c = k
    elseif r < 4 then bag.d = k
    elseif r < 5 then bag.e = k
    elseif r < 6 then bag.f = k
    elseif r < 7 then bag.g = k
    else bag.h = k end
  end
  bag.z = 1
end

local function run(times)
  local sum = 0
  for _ = 1, times do
    local bag = {}
    fill(bag)
    sum = sum + bag.z
  end
  return sum
end

print(run(100000))
