local function sum(limit)
  local total = 0
  local i = 1
  while i <= limit do
    local j = 1
    while j <= limit do
      local a = i
      local b = j
      while a ~= b do
        if a > b then
          a = a - b
        else
          b = b - a
        end
      end
      total = total + a
      j = j + 1
    end
    i = i + 1
  end
  return total
end

print(sum(500) - sum(460))
