class Node {
  constructor(value, next) {
    this.value = value;
    this.next = next;
  }
}

class Random {
  constructor(seed) { this.seed = seed; }

  next() {
    const product = this.seed * 16807;
    const quotient = product / 2147483647 - 0.5 + 6755399441055744 - 6755399441055744;
    this.seed = product - quotient * 2147483647;
    return this.seed;
  }
}

function randomList(random, length) {
  let list = null;
  for (let i = 0; i < length; i = i + 1) list = new Node(random.next(), list);
  return list;
}

function merge(one, two) {
  const head = new Node(0, null);
  let tail = head;
  while (one !== null && two !== null) {
    if (one.value < two.value) {
      tail.next = one;
      one = one.next;
    } else {
      tail.next = two;
      two = two.next;
    }
    tail = tail.next;
  }
  if (one === null) one = two;
  tail.next = one;
  return head.next;
}

function sort(list) {
  if (list === null || list.next === null) return list;
  let slow = list;
  let fast = list.next;
  while (fast !== null && fast.next !== null) {
    slow = slow.next;
    fast = fast.next.next;
  }
  const second = slow.next;
  slow.next = null;
  return merge(sort(list), sort(second));
}

function isSorted(list) {
  while (list.next !== null) {
    if (list.value > list.next.value) return false;
    list = list.next;
  }
  return true;
}

function run(times) {
  const random = new Random(42);
  let sorted = 0;
  for (let i = 0; i < times; i = i + 1) {
    if (isSorted(sort(randomList(random, 20000)))) sorted = sorted + 1;
  }
  console.log(sorted);
  console.log(Number((random.seed / 2147483647).toPrecision(6)));
}

run(10);
