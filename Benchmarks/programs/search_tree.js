class Node {
  constructor(key) {
    this.key = key;
    this.count = 1;
    this.left = null;
    this.right = null;
  }
}

class Tree {
  constructor() {
    this.root = null;
    this.size = 0;
  }

  insert(key) {
    if (this.root === null) {
      this.root = new Node(key);
      this.size = 1;
      return;
    }
    let node = this.root;
    while (true) {
      if (key === node.key) {
        node.count = node.count + 1;
        return;
      }
      if (key < node.key) {
        if (node.left === null) {
          node.left = new Node(key);
          this.size = this.size + 1;
          return;
        }
        node = node.left;
      } else {
        if (node.right === null) {
          node.right = new Node(key);
          this.size = this.size + 1;
          return;
        }
        node = node.right;
      }
    }
  }

  countOf(key) {
    let node = this.root;
    while (node !== null) {
      if (key === node.key) return node.count;
      if (key < node.key) {
        node = node.left;
      } else {
        node = node.right;
      }
    }
    return 0;
  }
}

// Each number is below 65537 and follows from the one before.
class Sequence {
  constructor(seed) { this.seed = seed; }

  next() {
    const product = this.seed * 75 + 74;
    const quotient = product / 65537 - 0.5 + 6755399441055744 - 6755399441055744;
    this.seed = product - quotient * 65537;
    return this.seed;
  }
}

function run(insertions, lookups) {
  const tree = new Tree();
  const sequence = new Sequence(7);
  for (let i = 0; i < insertions; i = i + 1) tree.insert(sequence.next());
  let found = 0;
  for (let round = 0; round < 3; round = round + 1) {
    found = 0;
    for (let i = 0; i < lookups; i = i + 1) found = found + tree.countOf(i);
  }
  console.log(tree.size);
  console.log(found);
}

run(60000, 66000);
