local function show(times)
  local seven = 7
  local large = 123456788
  for _ = 1, times do
    print(string.format("%.6g", 1 / seven))
    print(string.format("%.6g", 8123 / 8))
    print(string.format("%.6g", large + 1))
    print(string.format("%.6g", 1 / large))
    print(string.format("%.6g", seven))
    print(string.format("%.6g", large / 1000))
  end
end

show(150000)
