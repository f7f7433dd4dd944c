-- Lua shows the addresses of functions, so the texts are made here as often as they are printed.
local function origin() end
local function norm() return 1 end
local Point = {}
local names = { [origin] = "origin", [norm] = "norm", [Point] = "Point", [os.clock] = "native" }

local function show(times)
  for _ = 1, times do
    print("<fn " .. names[origin] .. ">")
    print("<fn " .. names[norm] .. ">")
    print(names[Point])
    print("<" .. names[os.clock] .. " fn>")
  end
end

show(250000)
