local Park = {}
Park.__index = Park

function Park.new()
  return setmetatable({
    otters = 1,
    lynxes = 2,
    ravens = 3,
    moles = 4,
    trouts = 5,
    vipers = 6,
    storks = 7,
    hares = 8,
  }, Park)
end

function Park:swimming() return self.otters end
function Park:hunting() return self.lynxes end
function Park:cawing() return self.ravens end
function Park:digging() return self.moles end
function Park:jumping() return self.trouts end
function Park:hissing() return self.vipers end
function Park:clapping() return self.storks end
function Park:running() return self.hares end

local park = Park.new()
local total = 0
while total < 40000000 do
  total = total + park:swimming() + park:hunting() + park:cawing() + park:digging()
      + park:jumping() + park:hissing() + park:clapping() + park:running()
end
print(total - 40000000)
