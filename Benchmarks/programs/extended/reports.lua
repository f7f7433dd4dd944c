local products = { "apples", "bread", "cheese", "dates", "eggs", "flour", "grapes" }

local function line(number, product, count, price)
  return string.format("%6d  %-10s %4d x %8.2f = %10.2f", number, product, count, price, count * price)
end

local function report(count)
  local lines = {}
  local total = 0
  for i = 0, count - 1 do
    local amount = i % 12 + 1
    local price = (i * 37 % 5000 + 99) / 100
    total = total + amount * price
    lines[i + 1] = line(i + 1, products[i % #products + 1], amount, price)
  end
  lines[#lines + 1] = string.format("total: %.2f", total)
  return table.concat(lines, "\n")
end

local text = report(200000)
print(#text)
print(text:sub(-60, -16))
