local numbers = {}
for i = 0, 999999 do numbers[#numbers + 1] = i end
print(#numbers)
