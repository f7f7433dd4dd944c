local Ant = {}
Ant.__index = Ant

function Ant.new(x, y)
  return setmetatable({ x = x, y = y, next = nil }, Ant)
end

function Ant:value() return 1 end

local Bee = {}
Bee.__index = Bee

function Bee.new(x, y)
  return setmetatable({ y = y, x = x, next = nil }, Bee)
end

function Bee:value() return self.x end

local Cricket = {}
Cricket.__index = Cricket

function Cricket.new(x, y)
  return setmetatable({ kind = 2, x = x, y = y, next = nil }, Cricket)
end

function Cricket:value() return self.x + 1 end

local Dragonfly = {}
Dragonfly.__index = Dragonfly

function Dragonfly.new(x, y)
  return setmetatable({ x = x, y = y, next = nil }, Dragonfly)
end

function Dragonfly:value() return 2 * self.x end

local Earwig = {}
Earwig.__index = Earwig

function Earwig.new(x, y)
  return setmetatable({ y = y, x = x, next = nil }, Earwig)
end

function Earwig:value() return self.y end

local Flea = {}
Flea.__index = Flea

function Flea.new(x, y)
  return setmetatable({ kind = 5, x = x, y = y, next = nil }, Flea)
end

function Flea:value() return self.x + self.y end

local Gnat = {}
Gnat.__index = Gnat

function Gnat.new(x, y)
  return setmetatable({ x = x, y = y, next = nil }, Gnat)
end

function Gnat:value() return self.y - self.x end

local Hornet = {}
Hornet.__index = Hornet

function Hornet.new(x, y)
  return setmetatable({ y = y, x = x, next = nil }, Hornet)
end

function Hornet:value() return 3 end

local Inchworm = {}
Inchworm.__index = Inchworm

function Inchworm.new(x, y)
  return setmetatable({ kind = 8, x = x, y = y, next = nil }, Inchworm)
end

function Inchworm:value() return 1 end

local Jewelbug = {}
Jewelbug.__index = Jewelbug

function Jewelbug.new(x, y)
  return setmetatable({ x = x, y = y, next = nil }, Jewelbug)
end

function Jewelbug:value() return self.x end

local Katydid = {}
Katydid.__index = Katydid

function Katydid.new(x, y)
  return setmetatable({ y = y, x = x, next = nil }, Katydid)
end

function Katydid:value() return self.x + 1 end

local Ladybird = {}
Ladybird.__index = Ladybird

function Ladybird.new(x, y)
  return setmetatable({ kind = 11, x = x, y = y, next = nil }, Ladybird)
end

function Ladybird:value() return 2 * self.x end

local Mantis = {}
Mantis.__index = Mantis

function Mantis.new(x, y)
  return setmetatable({ x = x, y = y, next = nil }, Mantis)
end

function Mantis:value() return self.y end

local Nymph = {}
Nymph.__index = Nymph

function Nymph.new(x, y)
  return setmetatable({ y = y, x = x, next = nil }, Nymph)
end

function Nymph:value() return self.x + self.y end

local Owlet = {}
Owlet.__index = Owlet

function Owlet.new(x, y)
  return setmetatable({ kind = 14, x = x, y = y, next = nil }, Owlet)
end

function Owlet:value() return self.y - self.x end

local Pondskater = {}
Pondskater.__index = Pondskater

function Pondskater.new(x, y)
  return setmetatable({ x = x, y = y, next = nil }, Pondskater)
end

function Pondskater:value() return 3 end

local function linked(first, second)
  second.next = first
  return second
end

local function ring()
  local last = Ant.new(1, 2)
  local first = last
  first = linked(first, Bee.new(2, 5))
  first = linked(first, Cricket.new(3, 6))
  first = linked(first, Dragonfly.new(4, 7))
  first = linked(first, Earwig.new(1, 8))
  first = linked(first, Flea.new(2, 4))
  first = linked(first, Gnat.new(3, 5))
  first = linked(first, Hornet.new(4, 6))
  first = linked(first, Inchworm.new(1, 7))
  first = linked(first, Jewelbug.new(2, 8))
  first = linked(first, Katydid.new(3, 4))
  first = linked(first, Ladybird.new(4, 5))
  first = linked(first, Mantis.new(1, 6))
  first = linked(first, Nymph.new(2, 7))
  first = linked(first, Owlet.new(3, 8))
  first = linked(first, Pondskater.new(4, 4))
  last.next = first
  return first
end

local function run(times)
  local insect = ring()
  local total = 0
  for _ = 1, times do
    total = total + insect:value()
    if total > 997 then total = total - 997 end
    insect = insect.next
  end
  return total
end

print(run(3200000))
