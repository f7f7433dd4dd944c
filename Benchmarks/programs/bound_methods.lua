local Account = {}
Account.__index = Account

function Account.new(balance)
  return setmetatable({ balance = balance }, Account)
end

function Account:deposit(amount) self.balance = self.balance + amount end
function Account:withdraw(amount) self.balance = self.balance - amount end

-- Lua has no bound methods: a closure over the receiver is what a Lua programmer writes.
local function bind(receiver, method)
  return function(amount) return method(receiver, amount) end
end

local function apply(action, amount)
  action(amount)
  action(amount)
end

local function run(times)
  local account = Account.new(10)
  local savings = Account.new(20)
  for _ = 1, times do
    apply(bind(account, account.deposit), 3)
    apply(bind(account, account.withdraw), 2)
    local move = bind(savings, savings.deposit)
    move(1)
    move = bind(savings, savings.withdraw)
    move(1)
  end
  return account.balance + savings.balance
end

print(run(900000) - 1000000)
