-- Lua shows the addresses of functions, so the texts are made here as often as they are printed.
local function origin() end
local function norm() return 1 end
local names = { [origin] = "origin", [norm] = "norm" }

local function show(times)
  for _ = 1, times do
    print("<fn " .. names[origin] .. ">")
    print("<fn " .. names[norm] .. ">")
  end
end

show(500000)
