local function matrix(size, seed)
  local rows = {}
  for i = 1, size do
    local row = {}
    for j = 1, size do row[j] = ((i - 1) * seed + j - 1) % 17 / 4 end
    rows[i] = row
  end
  return rows
end

local function multiply(a, b)
  local size = #b
  local product = {}
  for i, row in ipairs(a) do
    local result = {}
    for j = 1, size do result[j] = 0 end
    for k, x in ipairs(row) do
      local other = b[k]
      for j = 1, size do result[j] = result[j] + x * other[j] end
    end
    product[i] = result
  end
  return product
end

local product = multiply(matrix(280, 3), matrix(280, 5))
local trace = 0
for i = 1, 280 do trace = trace + product[i][i] end
print(string.format("%.14g", trace))
