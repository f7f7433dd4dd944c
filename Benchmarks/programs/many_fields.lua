local function small(times)
  local sum = 0
  for i = 0, times - 1 do
    local o = {}
    o.au = i
    o.av = i
    o.aw = i
    o.ax = i
    o.ay = i
    o.az = i
    o.bu = i
    o.bv = i
    o.bw = i
    o.bx = i
    o.by = i
    o.bz = i
    sum = sum + o.bz
  end
  return sum
end

local function large(times)
  local sum = 0
  for i = 0, times - 1 do
    local o = {}
    o.au = i
    o.av = i
    o.aw = i
    o.ax = i
    o.ay = i
    o.az = i
    o.bu = i
    o.bv = i
    o.bw = i
    o.bx = i
    o.by = i
    o.bz = i
    o.cu = i
    o.cv = i
    o.cw = i
    o.cx = i
    o.cy = i
    o.cz = i
    o.du = i
    o.dv = i
    o.dw = i
    o.dx = i
    o.dy = i
    o.dz = i
    sum = sum + o.dz
  end
  return sum
end

print(string.format("%.6g", small(400000)))
print(string.format("%.6g", large(250000)))
