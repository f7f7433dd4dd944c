local function levenshtein(a, b)
  local previous = {}
  for j = 0, #b do previous[j] = j end
  for i = 1, #a do
    local row = { [0] = i }
    local letter = a:byte(i)
    for j = 1, #b do
      local cost = letter == b:byte(j) and 0 or 1
      local best = previous[j - 1] + cost
      if previous[j] + 1 < best then best = previous[j] + 1 end
      if row[j - 1] + 1 < best then best = row[j - 1] + 1 end
      row[j] = best
    end
    previous = row
  end
  return previous[#b]
end

local function make_text(seed, length)
  local letters = "acgt"
  local parts = {}
  for i = 1, length do
    seed = seed * 16807 % 2147483647
    local index = seed % 4 + 1
    parts[i] = letters:sub(index, index)
  end
  return table.concat(parts)
end

print(levenshtein("kitten", "sitting"))
print(levenshtein(make_text(1, 2000), make_text(2, 1800)))
