local Idler = {}
Idler.__index = Idler

function Idler.new()
  return setmetatable({}, Idler)
end

function Idler:rest() end
function Idler:wait() end
function Idler:pause() end
function Idler:sleep() end
function Idler:dream() end
function Idler:doze() end
function Idler:nap() end
function Idler:linger() end
function Idler:with(one) end
function Idler:both(one, two) end
function Idler:over(one, two, three) end
function Idler:every(one, two, three, four) end

local idler = Idler.new()
local rounds = 0
while rounds < 990000 do
  idler:rest()
  idler:wait()
  idler:pause()
  idler:sleep()
  idler:dream()
  idler:doze()
  idler:nap()
  idler:linger()
  idler:with(1)
  idler:both(1, 2)
  idler:over(1, 2, 3)
  idler:every(1, 2, 3, 4)
  rounds = rounds + 1
end
print(rounds)
