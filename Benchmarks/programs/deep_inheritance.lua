local Seed = {}
Seed.__index = Seed

function Seed:init(size)
  self.size = size
end

function Seed:weight() return self.size end
function Seed:isAlive() return self.size > 0 end

local Sprout = setmetatable({}, { __index = Seed })
Sprout.__index = Sprout

function Sprout:init(size)
  Seed.init(self, size)
  self.age1 = 1
end

function Sprout:weight() return Seed.weight(self) + self.age1 end

local Sapling = setmetatable({}, { __index = Sprout })
Sapling.__index = Sapling

function Sapling:weight() return Sprout.weight(self) + 1 end

local Shoot = setmetatable({}, { __index = Sapling })
Shoot.__index = Shoot

function Shoot:init(size)
  Sapling.init(self, size)
  self.age3 = 3
end

function Shoot:weight() return Sapling.weight(self) + self.age3 end

local Stem = setmetatable({}, { __index = Shoot })
Stem.__index = Stem

function Stem:weight() return Shoot.weight(self) + 1 end

local Bough = setmetatable({}, { __index = Stem })
Bough.__index = Bough

function Bough:init(size)
  Stem.init(self, size)
  self.age5 = 5
end

function Bough:weight() return Stem.weight(self) + self.age5 end

local Twig = setmetatable({}, { __index = Bough })
Twig.__index = Twig

function Twig:weight() return Bough.weight(self) + 1 end

local Leaf = setmetatable({}, { __index = Twig })
Leaf.__index = Leaf

function Leaf:init(size)
  Twig.init(self, size)
  self.age7 = 7
end

function Leaf:weight() return Twig.weight(self) + self.age7 end

function Leaf.new(size)
  local self = setmetatable({}, Leaf)
  self:init(size)
  return self
end

local function run(times)
  local total = 0
  local leaf = Leaf.new(1)
  for _ = 1, times do
    total = total + leaf:weight()
    if leaf:isAlive() then total = total - 1 end
    leaf.size = leaf.size - 1
    if not leaf:isAlive() then leaf = Leaf.new(4) end
    if total > 997 then total = total - 997 end
  end
  return total
end

print(run(600000))
