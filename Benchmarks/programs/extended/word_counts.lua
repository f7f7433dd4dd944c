local function make_text(count)
  local seed = 1
  local words = {}
  for i = 1, count do
    seed = seed * 16807 % 2147483647
    -- Small numbers are much more frequent, as short words are.
    local rank = seed % 60 * (seed % 47) % 2000
    words[i] = "word" .. rank
  end
  return table.concat(words, " ")
end

local function count_words(text)
  local counts = {}
  for word in text:gmatch("%S+") do counts[word] = (counts[word] or 0) + 1 end
  return counts
end

local text = make_text(400000)
local counts
for _ = 1, 4 do counts = count_words(text) end

local entries = {}
for word, count in pairs(counts) do entries[#entries + 1] = { word, count } end
print(#entries)

table.sort(entries, function(a, b)
  if a[2] == b[2] then return a[1] < b[1] end
  return a[2] > b[2]
end)
for i = 1, 3 do print(entries[i][1] .. ": " .. entries[i][2]) end
