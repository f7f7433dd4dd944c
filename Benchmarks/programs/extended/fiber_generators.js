// Trees that are walked by generators, at any depth of calls, and a pipeline of stages that each change what the one before yields.
class Tree {
  constructor(left, value, right) {
    this.left = left;
    this.value = value;
    this.right = right;
  }

  *walk() {
    if (this.left !== null) yield* this.left.walk();
    yield this.value;
    if (this.right !== null) yield* this.right.walk();
  }
}

function build(from, to) {
  if (from === to) return null;
  const middle = Math.floor((from + to) / 2);
  return new Tree(build(from, middle), middle, build(middle + 1, to));
}

function sumOfTree(tree) {
  let sum = 0;
  for (const value of tree.walk()) sum += value;
  return sum;
}

function* numbers(count) {
  for (let i = 0; i < count; i++) yield i;
}

function* doubled(source) {
  for (const x of source) yield x * 2;
}

function* odd(source) {
  for (const x of source) if (x % 3 === 1) yield x;
}

function sumOfPipeline(count) {
  let sum = 0;
  for (const x of odd(doubled(numbers(count)))) sum += x;
  return sum;
}

const tree = build(0, 100000);
let total = 0;
for (let round = 0; round < 6; round++) total += sumOfTree(tree);
console.log(`${total}`);
console.log(`${sumOfPipeline(500000)}`);
