-- Global variables on purpose: they are what this program measures.
count = 0
total = 0
step = 3
limit = 997

while count < 5000000 do
  total = total + step
  if total > limit then total = total - limit end
  count = count + 1
end

print(total)
