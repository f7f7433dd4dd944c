function adder(amount) {
  function add(value) { return value + amount; }
  return add;
}

function compose(first, second) {
  function both(value) { return second(first(value)); }
  return both;
}

function twice(fn) {
  return compose(fn, fn);
}

function run(times) {
  let total = 0;
  for (let i = 0; i < times; i = i + 1) {
    const up = adder(i);
    const down = adder(0 - i);
    const change = compose(twice(up), compose(adder(1), twice(down)));
    total = change(total);
  }
  return total;
}

console.log(run(300000));
