local function run(count)
  local stock = {}
  for i = 0, count - 1 do stock["item " .. i] = i % 100 end
  for i = 0, count - 1 do
    local name = "item " .. i * 7 % count
    stock[name] = stock[name] + 1
  end
  local found = 0
  for i = 0, count - 1 do
    if stock["item " .. i * 3] then found = found + 1 end
  end
  for i = 0, count / 2 - 1 do stock["item " .. i * 2] = nil end
  local size, sum = 0, 0
  for _, amount in pairs(stock) do
    size = size + 1
    sum = sum + amount
  end
  print(size .. " " .. found .. " " .. sum)
end

run(200000)
