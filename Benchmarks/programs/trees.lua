local Branch = {}
Branch.__index = Branch

function Branch.new(height)
  local self = setmetatable({ height = height }, Branch)
  if height > 0 then
    self.north = Branch.new(height - 1)
    self.east = Branch.new(height - 1)
    self.south = Branch.new(height - 1)
    self.west = Branch.new(height - 1)
  end
  return self
end

function Branch:total()
  if self.height == 0 then return 1 end
  return self.height
      + self.north:total()
      + self.east:total()
      + self.south:total()
      + self.west:total()
end

local tree = Branch.new(8)
local total = 0
for _ = 1, 70 do total = total + tree:total() end
print(string.format("%.6g", total / 70))
