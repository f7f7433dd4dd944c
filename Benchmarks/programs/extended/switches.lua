local function kind(x)
  local n = x % 20
  if n == 0 then
    return "zero"
  elseif n == 1 or n == 2 or n == 3 then
    return "few"
  elseif n < 10 then
    return "some"
  elseif n >= 10 and n <= 15 then
    return "many"
  else
    return "lots"
  end
end

local function points(kind)
  if kind == "zero" then
    return 0
  elseif kind == "few" then
    return 1
  elseif kind == "some" then
    return 2
  elseif kind == "many" then
    return 3
  else
    return 4
  end
end

-- A machine with a stack, whose instructions are numbers.
local function execute(code, argument)
  local stack = {}
  local top = 0
  local i = 1
  while true do
    local instruction = code[i]
    if instruction == 0 then
      return stack[top]
    elseif instruction == 1 then
      i = i + 1
      top = top + 1
      stack[top] = code[i]
    elseif instruction == 2 then
      top = top + 1
      stack[top] = argument
    elseif instruction == 3 then
      stack[top - 1] = stack[top - 1] + stack[top]
      top = top - 1
    elseif instruction == 4 then
      stack[top - 1] = stack[top - 1] * stack[top]
      top = top - 1
    elseif instruction == 5 then
      stack[top] = -stack[top]
    else
      error("unknown instruction")
    end
    i = i + 1
  end
end

local function run(count)
  local code = { 1, 3, 2, 4, 2, 5, 3, 1, 7, 3, 0 } -- 3 * x - x + 7
  local sum = 0
  for i = 0, count - 1 do sum = sum + points(kind(i)) + execute(code, i) end
  print(string.format("%d", sum))
end

run(300000)
