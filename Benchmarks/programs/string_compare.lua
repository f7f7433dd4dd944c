local Entry = {}
Entry.__index = Entry

function Entry.new(key, value, next)
  return setmetatable({ key = key, value = value, next = next }, Entry)
end

local function letter(index)
  if index == 0 then return "a" end
  if index == 1 then return "e" end
  if index == 2 then return "i" end
  if index == 3 then return "o" end
  return "u"
end

local function word(first, second, third)
  return "dictionary-entry-" .. letter(first) .. letter(second) .. letter(third)
end

local function find(entry, key)
  while entry ~= nil do
    if entry.key == key then return entry.value end
    entry = entry.next
  end
  return 0
end

local function fill()
  local entries = nil
  local value = 0
  for i = 0, 4 do
    for j = 0, 4 do
      for k = 0, 3 do
        value = value + 1
        entries = Entry.new(word(i, j, k), value, entries)
      end
    end
  end
  return entries
end

local function run(times)
  local entries = fill()
  local total = 0
  for _ = 1, times do
    total = 0
    for j = 0, 4 do
      for k = 0, 4 do
        for l = 0, 4 do
          total = total + find(entries, word(j, k, l))
        end
      end
    end
  end
  return total
end

print(run(1000))
