local function count_primes(limit)
  local is_prime = {}
  for n = 1, limit do is_prime[n] = true end
  local count = 0
  for n = 2, limit do
    if is_prime[n] then
      count = count + 1
      for multiple = n * n, limit, n do is_prime[multiple] = false end
    end
  end
  return count
end

for round = 1, 5 do print(count_primes(round * 400000)) end
