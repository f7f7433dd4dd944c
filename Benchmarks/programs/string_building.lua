local function page(rows)
  local text = ""
  for _ = 1, rows do
    text = text .. "<tr>"
    text = text .. "<td>name</td>"
    text = text .. "<td>value</td>"
    text = text .. "</tr>"
  end
  return text
end

local function run(times)
  local same = 0
  local expected = page(800)
  for _ = 1, times do
    if page(800) == expected then same = same + 1 end
  end
  return same
end

print(run(20))
