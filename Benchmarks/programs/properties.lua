local Register = {}
Register.__index = Register

function Register.new()
  return setmetatable({
    a = 0,
    b = 1,
    c = 2,
    d = 3,
    e = 4,
    f = 5,
    g = 6,
    h = 7,
    i = 8,
    j = 9,
    k = 10,
    l = 11,
  }, Register)
end

function Register:rotate()
  local first = self.a
  self.a = self.b
  self.b = self.c
  self.c = self.d
  self.d = self.e
  self.e = self.f
  self.f = self.g
  self.g = self.h
  self.h = self.i
  self.i = self.j
  self.j = self.k
  self.k = self.l
  self.l = first
end

function Register:first() return self.a end
function Register:setFirst(value) self.a = value end

local function run(times)
  local register = Register.new()
  for _ = 1, times do
    register:rotate()
    local kept = register.c
    register.c = register.j
    register.j = kept
    register:setFirst(register:first() + 1)
  end
  return register
end

local register = run(900000)
print(register.a)
print(register.f)
print(register.l)
