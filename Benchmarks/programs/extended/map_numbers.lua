local function run(count)
  local owners = {}
  for i = 0, count - 1 do owners[i * 7919 % 10000019] = i end
  local found = 0
  for i = 0, 2 * count - 1 do
    if owners[i * 7919 % 10000019] then found = found + 1 end
  end
  for i = 0, count / 2 - 1 do owners[i * 2 * 7919 % 10000019] = nil end
  local size, sum = 0, 0
  for number, owner in pairs(owners) do
    size = size + 1
    sum = (sum + number * owner) % 1000003
  end
  print(size .. " " .. found .. " " .. sum)
end

for i = 1, 3 do run(i * 100000) end
