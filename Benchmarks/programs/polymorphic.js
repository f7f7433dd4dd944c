class Square {
  constructor(side) {
    this.side = side;
    this.next = null;
  }

  area() { return this.side * this.side; }
}

class Rectangle {
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.next = null;
  }

  area() { return this.width * this.height; }
}

class Triangle {
  constructor(base, height) {
    this.base = base;
    this.height = height;
    this.next = null;
  }

  area() { return this.base * this.height / 2; }
}

class Frame {
  constructor(outer, inner) {
    this.outer = outer;
    this.inner = inner;
    this.next = null;
  }

  area() { return this.outer.area() - this.inner.area(); }
}

function ring() {
  const first = new Square(3);
  first.next = new Rectangle(2, 5);
  first.next.next = new Triangle(4, 6);
  first.next.next.next = new Frame(new Square(5), new Rectangle(4, 3));
  first.next.next.next.next = first;
  return first;
}

function run(times) {
  let shape = ring();
  let total = 0;
  for (let i = 0; i < times; i = i + 1) {
    total = total + shape.area();
    if (total > 997) total = total - 997;
    shape = shape.next;
  }
  return total;
}

console.log(run(3000000));
