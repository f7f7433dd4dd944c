class Node {
  constructor(item) {
    this.item = item;
    this.next = null;
  }
}

class Queue {
  constructor() {
    this.head = null;
    this.tail = null;
    this.length = 0;
  }

  push(item) {
    const node = new Node(item);
    if (this.tail === null) {
      this.head = node;
    } else {
      this.tail.next = node;
    }
    this.tail = node;
    this.length = this.length + 1;
  }

  pop() {
    const node = this.head;
    this.head = node.next;
    if (this.head === null) this.tail = null;
    this.length = this.length - 1;
    return node.item;
  }
}

function run(length, times) {
  const queue = new Queue();
  for (let i = 0; i < length; i = i + 1) queue.push(i);
  for (let i = 0; i < times; i = i + 1) queue.push(queue.pop() + 1);

  let total = 0;
  while (queue.length > 0) total = total + queue.pop();
  return total / length;
}

console.log(run(1000, 1500000));
