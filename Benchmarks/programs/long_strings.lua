local function repeated(piece, times)
  local text = ""
  for _ = 1, times do text = text .. piece end
  return text
end

local function compare(length, times)
  local one = repeated("0123456789abcdef", length / 16)
  local other = repeated("01234567", length / 8)
  local same = repeated("0123456789abcdef", length / 16)
  local longer = one .. "x"
  local changed = one .. "y"
  local equal = 0
  for _ = 1, times do
    if one == same then equal = equal + 1 end
    if same == one then equal = equal + 1 end
    if longer == changed then equal = equal + 1 end
    if changed ~= longer then equal = equal + 1 end
    if one == other then equal = equal + 1 end
  end
  return equal
end

print(string.format("%.6g", compare(256, 400000)))
print(string.format("%.6g", compare(1024, 400000)))
print(string.format("%.6g", compare(4096, 400000)))
print(string.format("%.6g", compare(65536, 400000)))
