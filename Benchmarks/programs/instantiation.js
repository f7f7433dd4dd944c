class Plain {}

class Empty {
  constructor() {}
}

class Point {
  constructor(x, y, z) {
    this.x = x;
    this.y = y;
    this.z = z;
  }
}

let last = null;
for (let i = 0; i < 500000; i = i + 1) {
  new Plain();
  new Empty();
  last = new Point(i, 1, 2);
  new Plain();
  new Empty();
  last = new Point(i, 3, 4);
  new Plain();
  new Empty();
  last = new Point(i, 5, 6);
}

console.log(last.x + last.y + last.z);
