function empty(times) {
  let last = null;
  for (let i = 0; i < times; i = i + 1) {
    class Empty {}
    last = Empty;
  }
  return last;
}

function full(times) {
  let sum = 0;
  for (let i = 0; i < times; i = i + 1) {
    class Counter {
      constructor() { this.count = 1; }
      next() { return this.count; }
      reset() { this.count = 0; }
      twice() { return this.count * 2; }
    }
    if (i === times - 1) sum = sum + new Counter().twice();
  }
  return sum;
}

console.log(empty(1000000).name);
console.log(full(500000));
