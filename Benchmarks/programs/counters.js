class Counter {}

function makeCounter(start, step) {
  let count = start;
  function up() {
    count = count + step;
    return count;
  }
  function down() {
    count = count - step;
    return count;
  }
  function value() { return count; }

  const counter = new Counter();
  counter.up = up;
  counter.down = down;
  counter.value = value;
  return counter;
}

function inFields(times) {
  const one = makeCounter(0, 1);
  const two = makeCounter(100, 2);
  for (let i = 0; i < times; i = i + 1) {
    one.up();
    two.down();
    one.up();
    two.up();
    one.down();
  }
  return one.value() + two.value();
}

function inPlace(times) {
  let sum = 0;
  let calls = 0;
  function add(amount) {
    sum = sum + amount;
    calls = calls + 1;
  }
  for (let i = 0; i < times; i = i + 1) {
    add(i);
    add(0 - i);
    sum = sum + 1;
  }
  return sum + calls;
}

console.log(inFields(999000));
console.log(inPlace(1000000) === 3000000);
