local Account = {}
Account.__index = Account

function Account.new(owner)
  return setmetatable({ owner = owner, balance = 0 }, Account)
end

function Account:add(amount) self.balance = self.balance + amount end

local function clamp(value, limit)
  if value > limit then return limit end
  return value
end

-- Global variables on purpose: such a script does not bother to make them local.
round = 0
ticks = 0
low = 0
high = 100
mode = "walk"
account = Account.new("Ada")
bonus = nil

while round < 600000 do
  round = round + 1
  ticks = ticks + 1
  low = low + 2
  high = high - 1
  if low > high then
    local kept = low
    low = high
    high = kept
    mode = "run"
  else
    mode = "walk"
  end
  if low < 0 then low = 0 - low end
  if ticks == 7 then
    ticks = 0
    account:add(clamp(low, 5))
  end
  if mode == "run" then bonus = true end
  if bonus == true and low ~= high then
    account:add(1)
    bonus = nil
  end
  do
    local half = high / 2
    local third = high / 3
    if half - third > 50 then high = half end
  end
  if not (mode == "run" or mode == "walk") then account = nil end
  if account.balance > 9000 then account.balance = account.balance - 9000 end
  for i = 0, 1 do low = low + i end
end

print(account.owner)
print(string.format("%.6g", account.balance))
print(mode)
print(string.format("%.6g", low))
print(string.format("%.6g", high))
