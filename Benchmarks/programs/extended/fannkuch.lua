local function fannkuch(n)
  local permutation, counts = {}, {}
  for i = 1, n do
    permutation[i] = i
    counts[i] = 0
  end
  local checksum = 0
  local most_flips = 0
  local is_even = true
  local r = n

  while true do
    while r ~= 1 do
      counts[r] = r
      r = r - 1
    end

    local flipped = {}
    for i = 1, n do flipped[i] = permutation[i] end
    local flips = 0
    local k = flipped[1]
    while k ~= 1 do
      local i, j = 1, k
      while i < j do
        flipped[i], flipped[j] = flipped[j], flipped[i]
        i = i + 1
        j = j - 1
      end
      flips = flips + 1
      k = flipped[1]
    end
    if flips > most_flips then most_flips = flips end
    checksum = checksum + (is_even and flips or -flips)
    is_even = not is_even

    while true do
      if r == n then return checksum, most_flips end
      local first = permutation[1]
      for i = 1, r do permutation[i] = permutation[i + 1] end
      permutation[r + 1] = first
      counts[r + 1] = counts[r + 1] - 1
      if counts[r + 1] > 0 then break end
      r = r + 1
    end
  end
end

local checksum, flips = fannkuch(9)
print(checksum)
print(flips)
