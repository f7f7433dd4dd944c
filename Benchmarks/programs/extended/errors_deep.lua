local function descend(depth, i)
  if depth == 0 then
    if i % 2 == 0 then error({ message = "too deep" }) end
    return i
  end
  return descend(depth - 1, i) + 1
end

local sum = 0
local errors = 0
for i = 0, 199999 do
  local ok, result = pcall(descend, 10, i)
  if ok then
    sum = sum + result
  else
    errors = errors + #result.message
  end
end
print(string.format("%d %d", sum, errors))
