local function ackermann(m, n)
  if m == 0 then return n + 1 end
  if n == 0 then return ackermann(m - 1, 1) end
  return ackermann(m - 1, ackermann(m, n - 1))
end

local function run(times)
  local sum = 0
  for _ = 1, times do
    sum = sum + ackermann(2, 24) + ackermann(3, 2)
  end
  return sum
end

print(run(4000))
