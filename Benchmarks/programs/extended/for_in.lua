local function run(rounds)
  local list = {}
  for i = 0, 999 do list[i + 1] = i end
  local map = {}
  for _, i in ipairs(list) do map["key " .. i] = i end

  local sum = 0
  for _ = 1, rounds do
    for _, x in ipairs(list) do sum = sum + x end
    for i, x in ipairs(list) do sum = sum + (i - 1) * x end
    for key in pairs(map) do sum = sum + #key end
    for _, value in pairs(map) do sum = sum + value end
    for i = 0, 999 do sum = sum + i end
    for i = 1, 1000 do sum = sum - i end
    sum = sum % 1000003
  end
  print(sum)
end

run(3000)
