class Node {
  constructor(left, right) {
    this.left = left;
    this.right = right;
  }

  count() {
    if (this.left === null) return 1;
    return 1 + this.left.count() + this.right.count();
  }
}

function build(depth) {
  if (depth === 0) return new Node(null, null);
  return new Node(build(depth - 1), build(depth - 1));
}

function power(exponent) {
  let result = 1;
  for (let i = 0; i < exponent; i = i + 1) result = result * 2;
  return result;
}

function countNodes(trees, depth) {
  let nodes = 0;
  for (let i = 0; i < trees; i = i + 1) nodes = nodes + build(depth).count();
  return nodes;
}

const deepest = 14;
const kept = build(deepest);

for (let depth = 4; depth <= deepest; depth = depth + 2) {
  console.log(countNodes(power(deepest + 2 - depth), depth));
}

console.log(kept.count());
