local NotFound = {}
NotFound.__index = NotFound

function NotFound.new(key)
  return setmetatable({ message = "there is no " .. key, key = key }, NotFound)
end

local stock = { apples = 3, pears = 0 }

local function take(name)
  local count = stock[name]
  if count == nil then error(NotFound.new(name)) end
  return count
end

local found = 0
local missing = 0
for i = 0, 299999 do
  local ok, result = pcall(take, i % 3 == 0 and "apples" or "cherries")
  if ok then
    found = found + result
  elseif getmetatable(result) == NotFound then
    missing = missing + #result.key
  else
    error(result, 0)
  end
end
print(found .. " " .. missing)
