// Global variables on purpose: they are what this program measures.
globalThis.count = 0;
globalThis.total = 0;
globalThis.step = 3;
globalThis.limit = 997;

while (count < 5000000) {
  total = total + step;
  if (total > limit) total = total - limit;
  count = count + 1;
}

console.log(total);
