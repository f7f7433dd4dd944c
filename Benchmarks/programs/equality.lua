local Thing = {}
Thing.__index = Thing

function Thing.new()
  return setmetatable({}, Thing)
end

local function count(times)
  local number = 1
  local other = 2
  local word = "word"
  local yes = true
  local nothing = nil
  local thing = Thing.new()
  local equal = 0
  for i = 0, times - 1 do
    if number == number then equal = equal + 1 end
    if number == other then equal = equal + 1 end
    if number == word then equal = equal + 1 end
    if number == nothing then equal = equal + 1 end
    if word == word then equal = equal + 1 end
    if word ~= thing then equal = equal + 1 end
    if word ~= yes then equal = equal + 1 end
    if yes == yes then equal = equal + 1 end
    if yes == nothing then equal = equal + 1 end
    if nothing == nothing then equal = equal + 1 end
    if nothing == thing then equal = equal + 1 end
    if thing == thing then equal = equal + 1 end
    if i == number then equal = equal + 1 end
    if i ~= other then equal = equal + 1 end
  end
  return equal
end

print(string.format("%.6g", count(1000000) / 1000000))
print(count(10))
