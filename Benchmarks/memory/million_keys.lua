local numbers = {}
for i = 0, 999999 do numbers["key " .. i] = i end
local size = 0
for _ in pairs(numbers) do size = size + 1 end
print(size)
