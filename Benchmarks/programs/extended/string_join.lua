local function page(number)
  local parts = { "<ul>" }
  for i = 0, 999 do
    parts[#parts + 1] = "<li>"
    parts[#parts + 1] = number
    parts[#parts + 1] = ": "
    parts[#parts + 1] = i % 10 == 0 and "tenth" or "item"
    parts[#parts + 1] = "</li>"
  end
  parts[#parts + 1] = "</ul>"
  return table.concat(parts)
end

local length = 0
for number = 1, 600 do length = length + #page(number) end
print(length)
