class Branch {
  constructor(height) {
    this.height = height;
    if (height > 0) {
      this.north = new Branch(height - 1);
      this.east = new Branch(height - 1);
      this.south = new Branch(height - 1);
      this.west = new Branch(height - 1);
    }
  }

  total() {
    if (this.height === 0) return 1;
    return this.height
        + this.north.total()
        + this.east.total()
        + this.south.total()
        + this.west.total();
  }
}

const tree = new Branch(8);
let total = 0;
for (let i = 0; i < 70; i = i + 1) total = total + tree.total();
console.log(total / 70);
