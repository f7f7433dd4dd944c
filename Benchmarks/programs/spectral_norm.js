class Cell {
  constructor(value, next) {
    this.value = value;
    this.next = next;
  }
}

function vector(size, value) {
  let cells = null;
  for (let i = 0; i < size; i = i + 1) cells = new Cell(value, cells);
  return cells;
}

function element(i, j) {
  return 1 / ((i + j) * (i + j + 1) / 2 + i + 1);
}

function multiply(from, to) {
  let i = 0;
  for (let target = to; target !== null; target = target.next) {
    let sum = 0;
    let j = 0;
    for (let source = from; source !== null; source = source.next) {
      sum = sum + element(i, j) * source.value;
      j = j + 1;
    }
    target.value = sum;
    i = i + 1;
  }
}

function multiplyTransposed(from, to) {
  let i = 0;
  for (let target = to; target !== null; target = target.next) {
    let sum = 0;
    let j = 0;
    for (let source = from; source !== null; source = source.next) {
      sum = sum + element(j, i) * source.value;
      j = j + 1;
    }
    target.value = sum;
    i = i + 1;
  }
}

function dot(one, two) {
  let sum = 0;
  while (one !== null) {
    sum = sum + one.value * two.value;
    one = one.next;
    two = two.next;
  }
  return sum;
}

function root(square) {
  let guess = (square + 1) / 2;
  while (guess * guess > square * 1.0000000001) {
    guess = (guess + square / guess) / 2;
  }
  return guess;
}

function norm(size) {
  const u = vector(size, 1);
  const v = vector(size, 0);
  const between = vector(size, 0);
  for (let i = 0; i < 10; i = i + 1) {
    multiply(u, between);
    multiplyTransposed(between, v);
    multiply(v, between);
    multiplyTransposed(between, u);
  }
  return root(dot(u, v) / dot(v, v));
}

console.log(Number(norm(300).toPrecision(6)));
