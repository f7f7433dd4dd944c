-- A reader and a writer of JSON, for the escapes that its own texts contain.
local Reader = {}
Reader.__index = Reader

function Reader.new(text)
  return setmetatable({ text = text, position = 1 }, Reader)
end

function Reader:peek()
  local position = self.text:find("[^ ]", self.position)
  self.position = position
  return self.text:sub(position, position)
end

function Reader:expect(character)
  if self:peek() ~= character then error("expected " .. character .. " at " .. self.position) end
  self.position = self.position + 1
end

function Reader:value()
  local character = self:peek()
  if character == "{" then return self:object() end
  if character == "[" then return self:array() end
  if character == '"' then return self:string() end
  if character == "t" then return self:word("true", true) end
  if character == "f" then return self:word("false", false) end
  if character == "n" then return self:word("null", nil) end
  return self:number()
end

function Reader:object()
  local result = {}
  self:expect("{")
  if self:peek() ~= "}" then
    while true do
      self:peek()
      local key = self:string()
      self:expect(":")
      result[key] = self:value()
      if self:peek() ~= "," then break end
      self.position = self.position + 1
    end
  end
  self:expect("}")
  return result
end

function Reader:array()
  local result = {}
  self:expect("[")
  if self:peek() ~= "]" then
    while true do
      result[#result + 1] = self:value()
      if self:peek() ~= "," then break end
      self.position = self.position + 1
    end
  end
  self:expect("]")
  return result
end

function Reader:string()
  local start = self.position + 1
  local stop = self.text:find('"', start, true)
  self.position = stop + 1
  return self.text:sub(start, stop - 1)
end

function Reader:word(word, value)
  self.position = self.position + #word
  return value
end

function Reader:number()
  local _, stop = self.text:find("^[-0-9.]+", self.position)
  local number = tonumber(self.text:sub(self.position, stop))
  self.position = stop + 1
  return number
end

local function write(value)
  if type(value) == "table" then
    local parts = {}
    if #value > 0 then
      for i, x in ipairs(value) do parts[i] = write(x) end
      return "[" .. table.concat(parts, ",") .. "]"
    end
    for key, x in pairs(value) do parts[#parts + 1] = '"' .. key .. '":' .. write(x) end
    return "{" .. table.concat(parts, ",") .. "}"
  end
  if type(value) == "string" then return '"' .. value .. '"' end
  return value == nil and "null" or tostring(value)
end

local function make_orders(count)
  local result = {}
  for i = 0, count - 1 do
    result[#result + 1] = {
      id = i, customer = "customer " .. i % 100, isPaid = i % 3 == 0,
      items = {
        { name = "bread", price = 2.5, count = i % 5 + 1 },
        { name = "cheese", price = 12.75, count = 1 },
      },
    }
  end
  return result
end

local text = write(make_orders(500))
print(#text)

local sum = 0
for _ = 1, 8 do
  local orders = Reader.new(text):value()
  for _, order in ipairs(orders) do
    for _, item in ipairs(order.items) do sum = sum + item.price * item.count end
  end
  text = write(orders)
end
print(string.format("%.14g", sum))
print(#text)
