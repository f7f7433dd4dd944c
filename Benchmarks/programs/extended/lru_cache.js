// A cache that forgets what was not used for longest. A map keeps its keys in the order in which they were added, so the first
// key is the oldest one.
class Cache {
  constructor(capacity) {
    this.capacity = capacity;
    this.entries = new Map();
    this.hits = 0;
    this.misses = 0;
  }

  get(key) {
    const value = this.entries.get(key);
    if (value === undefined) {
      this.misses++;
      return undefined;
    }
    this.hits++;
    this.entries.delete(key);
    this.entries.set(key, value);
    return value;
  }

  set(key, value) {
    if (this.entries.has(key)) {
      this.entries.delete(key);
    } else if (this.entries.size === this.capacity) {
      this.entries.delete(this.entries.keys().next().value);
    }
    this.entries.set(key, value);
  }
}

function run(requests) {
  const cache = new Cache(1000);
  let seed = 3;
  let sum = 0;
  for (let i = 0; i < requests; i++) {
    seed = seed * 16807 % 2147483647;
    const key = seed % 50 * (seed % 61);
    let value = cache.get(key);
    if (value === undefined) {
      value = key * 2;
      cache.set(key, value);
    }
    sum += value;
  }
  console.log(`${cache.hits} hits, ${cache.misses} misses, sum ${sum}`);
}

run(1000000);
