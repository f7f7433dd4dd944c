local function permutations(list)
  if #list < 2 then return { list } end
  local result = {}
  for i, first in ipairs(list) do
    local others = {}
    for j, x in ipairs(list) do
      if j ~= i then others[#others + 1] = x end
    end
    for _, rest in ipairs(permutations(others)) do
      local permutation = { first }
      for j = 1, #rest do permutation[j + 1] = rest[j] end
      result[#result + 1] = permutation
    end
  end
  return result
end

local all
for _ = 1, 3 do all = permutations({ 1, 2, 3, 4, 5, 6, 7, 8 }) end
print(#all)
print(table.concat(all[12346]))
print(table.concat(all[#all]))
