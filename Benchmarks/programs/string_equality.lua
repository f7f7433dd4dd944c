local function count(times)
  local north = "the long road that leads from the old harbour to the north"
  local south = "the long road that leads from the old harbour to the south"
  local river = "the long road that leads from the old harbour to the river"
  local tower = "the long road that leads from the old harbour to the tower"
  local again = "the long road that leads from the old harbour to the north"
  local equal = 0
  for _ = 1, times do
    if north == north then equal = equal + 1 end
    if north == south then equal = equal + 1 end
    if north == river then equal = equal + 1 end
    if north == tower then equal = equal + 1 end
    if north == again then equal = equal + 1 end
    if south == north then equal = equal + 1 end
    if south == south then equal = equal + 1 end
    if south == river then equal = equal + 1 end
    if south == tower then equal = equal + 1 end
    if south == again then equal = equal + 1 end
    if river == north then equal = equal + 1 end
    if river == south then equal = equal + 1 end
    if river == river then equal = equal + 1 end
    if river == tower then equal = equal + 1 end
    if river == again then equal = equal + 1 end
    if tower == north then equal = equal + 1 end
    if tower == south then equal = equal + 1 end
    if tower == river then equal = equal + 1 end
    if tower == tower then equal = equal + 1 end
    if tower == again then equal = equal + 1 end
  end
  return equal
end

print(string.format("%.6g", count(1200000) / 1200000))
print(count(10))
