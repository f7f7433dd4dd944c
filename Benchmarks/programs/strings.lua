local function digit(value)
  if value == 0 then return "0" end
  if value == 1 then return "1" end
  if value == 2 then return "2" end
  if value == 3 then return "3" end
  if value == 4 then return "4" end
  if value == 5 then return "5" end
  if value == 6 then return "6" end
  if value == 7 then return "7" end
  if value == 8 then return "8" end
  return "9"
end

local function run(times)
  local hits = 0
  for _ = 1, times do
    for tens = 0, 9 do
      for ones = 0, 9 do
        local label = "item " .. digit(tens) .. digit(ones) .. ";"
        if label == "item 42;" then hits = hits + 1 end
        if label == "item 99;" then hits = hits + 1 end
        if label == "item 100;" then hits = hits + 1 end
      end
    end
  end
  return hits
end

print(run(11000))
