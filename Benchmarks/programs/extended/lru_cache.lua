-- A cache that forgets what was not used for longest. The entries are linked from the oldest to the newest.
local Cache = {}
Cache.__index = Cache

function Cache.new(capacity)
  local ends = {}
  ends.newer, ends.older = ends, ends
  return setmetatable({ capacity = capacity, size = 0, entries = {}, ends = ends, hits = 0, misses = 0 }, Cache)
end

local function unlink(entry)
  entry.older.newer = entry.newer
  entry.newer.older = entry.older
end

function Cache:add_newest(entry)
  local ends = self.ends
  local newest = ends.older
  entry.older, entry.newer = newest, ends
  newest.newer, ends.older = entry, entry
end

function Cache:get(key)
  local entry = self.entries[key]
  if entry == nil then
    self.misses = self.misses + 1
    return nil
  end
  self.hits = self.hits + 1
  unlink(entry)
  self:add_newest(entry)
  return entry.value
end

function Cache:set(key, value)
  local entry = self.entries[key]
  if entry then
    unlink(entry)
    entry.value = value
  else
    if self.size == self.capacity then
      local oldest = self.ends.newer
      unlink(oldest)
      self.entries[oldest.key] = nil
    else
      self.size = self.size + 1
    end
    entry = { key = key, value = value }
    self.entries[key] = entry
  end
  self:add_newest(entry)
end

local function run(requests)
  local cache = Cache.new(1000)
  local seed = 3
  local sum = 0
  for _ = 1, requests do
    seed = seed * 16807 % 2147483647
    local key = seed % 50 * (seed % 61)
    local value = cache:get(key)
    if value == nil then
      value = key * 2
      cache:set(key, value)
    end
    sum = sum + value
  end
  print(string.format("%d hits, %d misses, sum %d", cache.hits, cache.misses, sum))
end

run(1000000)
