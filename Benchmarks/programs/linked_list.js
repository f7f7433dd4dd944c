class Pair {
  constructor(head, tail) {
    this.head = head;
    this.tail = tail;
  }
}

function range(from, to) {
  let list = null;
  for (let i = to; i >= from; i = i - 1) list = new Pair(i, list);
  return list;
}

function reverse(list) {
  let result = null;
  while (list !== null) {
    result = new Pair(list.head, result);
    list = list.tail;
  }
  return result;
}

function map(list, fn) {
  let result = null;
  while (list !== null) {
    result = new Pair(fn(list.head), result);
    list = list.tail;
  }
  return reverse(result);
}

function filter(list, accepts) {
  let result = null;
  while (list !== null) {
    if (accepts(list.head)) result = new Pair(list.head, result);
    list = list.tail;
  }
  return reverse(result);
}

function fold(list, start, combine) {
  let result = start;
  while (list !== null) {
    result = combine(result, list.head);
    list = list.tail;
  }
  return result;
}

function add(one, two) { return one + two; }

function run(times) {
  const numbers = range(1, 1000);
  let total = 0;
  for (let i = 0; i < times; i = i + 1) {
    function scale(number) { return number * 2 - i; }
    function isLarge(number) { return number > 1000; }
    const large = filter(map(numbers, scale), isLarge);
    total = total + fold(large, 0, add);
  }
  return total / 1000;
}

console.log(Number(run(400).toPrecision(6)));
