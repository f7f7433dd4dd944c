function countUp(from, to) {
  let current = from - 1;
  function next() {
    if (current === to) return null;
    current = current + 1;
    return current;
  }
  return next;
}

function filtered(source, accepts) {
  function next() {
    let value = source();
    while (value !== null && !accepts(value)) value = source();
    return value;
  }
  return next;
}

function mapped(source, change) {
  function next() {
    const value = source();
    if (value === null) return null;
    return change(value);
  }
  return next;
}

function everyOther(source) {
  let skip = true;
  function next() {
    skip = !skip;
    if (skip) source();
    return source();
  }
  return next;
}

function sum(source) {
  let total = 0;
  let value = source();
  while (value !== null) {
    total = total + value;
    value = source();
  }
  return total;
}

function run(times) {
  let total = 0;
  for (let i = 0; i < times; i = i + 1) {
    function isLarge(value) { return value > i; }
    function half(value) { return value / 2; }
    total = total + sum(mapped(filtered(everyOther(countUp(1, 1000)), isLarge), half));
  }
  return total / times;
}

console.log(Number(run(3000).toPrecision(6)));
