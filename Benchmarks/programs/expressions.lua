local Number = {}
Number.__index = Number

function Number.new(value)
  return setmetatable({ value = value }, Number)
end

function Number:accept(visitor) return visitor:visitNumber(self) end

local Variable = {}
Variable.__index = Variable

function Variable.new(name)
  return setmetatable({ name = name }, Variable)
end

function Variable:accept(visitor) return visitor:visitVariable(self) end

local Binary = {}
Binary.__index = Binary

function Binary.new(operator, left, right)
  return setmetatable({ operator = operator, left = left, right = right }, Binary)
end

function Binary:accept(visitor) return visitor:visitBinary(self) end

local Choice = {}
Choice.__index = Choice

function Choice.new(condition, yes, no)
  return setmetatable({ condition = condition, yes = yes, no = no }, Choice)
end

function Choice:accept(visitor) return visitor:visitChoice(self) end

local Let = {}
Let.__index = Let

function Let.new(name, value, body)
  return setmetatable({ name = name, value = value, body = body }, Let)
end

function Let:accept(visitor) return visitor:visitLet(self) end

local Binding = {}
Binding.__index = Binding

function Binding.new(name, value, outer)
  return setmetatable({ name = name, value = value, outer = outer }, Binding)
end

local Evaluator = {}
Evaluator.__index = Evaluator

function Evaluator.new()
  return setmetatable({ bindings = nil }, Evaluator)
end

function Evaluator:define(name, value)
  self.bindings = Binding.new(name, value, self.bindings)
end

function Evaluator:visitNumber(number) return number.value end

function Evaluator:visitVariable(variable)
  local binding = self.bindings
  while binding.name ~= variable.name do binding = binding.outer end
  return binding.value
end

function Evaluator:visitBinary(binary)
  local left = binary.left:accept(self)
  local right = binary.right:accept(self)
  if binary.operator == "+" then return left + right end
  if binary.operator == "-" then return left - right end
  if binary.operator == "*" then return left * right end
  if binary.operator == "/" then return left / right end
  return left < right
end

function Evaluator:visitChoice(choice)
  if choice.condition:accept(self) then return choice.yes:accept(self) end
  return choice.no:accept(self)
end

function Evaluator:visitLet(expression)
  local outer = self.bindings
  self:define(expression.name, expression.value:accept(self))
  local result = expression.body:accept(self)
  self.bindings = outer
  return result
end

-- let y = x * x - 3 in if y < 100 then (y + x) * 2 else let z = y / 4 in z - x
local function tree()
  local x = Variable.new("x")
  local y = Variable.new("y")
  local z = Variable.new("z")
  local small = Binary.new("*", Binary.new("+", y, x), Number.new(2))
  local large = Let.new("z", Binary.new("/", y, Number.new(4)), Binary.new("-", z, x))
  local body = Choice.new(Binary.new("<", y, Number.new(100)), small, large)
  return Let.new("y", Binary.new("-", Binary.new("*", x, x), Number.new(3)), body)
end

local function run(times)
  local expression = tree()
  local total = 0
  for _ = 1, times do
    for x = 1, 20 do
      local evaluator = Evaluator.new()
      evaluator:define("x", x)
      total = total + expression:accept(evaluator)
    end
  end
  return total / times
end

print(string.format("%.6g", run(9000)))
