local function is_letter(c)
  return c >= "a" and c <= "z" or c >= "A" and c <= "Z" or c == "_"
end

local function is_digit(c)
  return c >= "0" and c <= "9"
end

local function tokens(text)
  local result = {}
  local length = #text
  local i = 1
  while i <= length do
    local c = text:sub(i, i)
    local start = i
    if c == " " or c == "\n" then
      i = i + 1
    elseif is_letter(c) then
      while i <= length and (is_letter(text:sub(i, i)) or is_digit(text:sub(i, i))) do i = i + 1 end
      result[#result + 1] = { kind = "name", text = text:sub(start, i - 1) }
    elseif is_digit(c) then
      while i <= length and is_digit(text:sub(i, i)) do i = i + 1 end
      result[#result + 1] = { kind = "number", text = text:sub(start, i - 1) }
    else
      i = i + 1
      result[#result + 1] = { kind = "sign", text = c }
    end
  end
  return result
end

local source = string.rep("while (count < 100) { total = total + price_2 * 15; count = count + 1; }\n", 600)
local names = 0
local characters = 0
for _ = 1, 10 do
  for _, token in ipairs(tokens(source)) do
    if token.kind == "name" then names = names + 1 end
    characters = characters + #token.text
  end
end
print(names .. " " .. characters)
