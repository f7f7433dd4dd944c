class Vector {
  constructor(x, y) {
    this.x = x;
    this.y = y;
  }

  plus(other) { return new Vector(this.x + other.x, this.y + other.y); }
  minus(other) { return new Vector(this.x - other.x, this.y - other.y); }
  times(factor) { return new Vector(this.x * factor, this.y * factor); }

  dot(other) { return this.x * other.x + this.y * other.y; }
}

function simulate(steps) {
  const center = new Vector(1, 2);
  let position = new Vector(3, 4);
  let velocity = new Vector(0, 1);
  for (let i = 0; i < steps; i++) {
    const force = center.minus(position).times(0.5);
    velocity = velocity.plus(force.times(0.01));
    position = position.plus(velocity.times(0.01));
  }
  return position.minus(center);
}

const end = simulate(600000);
console.log(end.dot(end).toFixed(6));
