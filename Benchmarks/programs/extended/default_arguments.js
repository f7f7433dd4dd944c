const scale = (x, factor = 2, offset = 1) => x * factor + offset;

class Box {
  constructor(width, height = width, depth = 1) {
    this.width = width;
    this.height = height;
    this.depth = depth;
  }

  volume(unit = 1) { return this.width * this.height * this.depth * unit; }
}

function run(count) {
  let sum = 0;
  for (let i = 0; i < count; i++) {
    sum += scale(i) + scale(i, 3) + scale(i, 4, 5);
    sum += new Box(2).volume() + new Box(2, 3).volume(2);
    sum %= 1000003;
  }
  console.log(sum);
}

run(1000000);
