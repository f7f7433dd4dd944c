function root(square) {
  let guess = (square + 1) / 2;
  while (guess * guess > square * 1.0000000001) {
    guess = (guess + square / guess) / 2;
  }
  return guess;
}

class Body {
  constructor(x, y, vx, vy, mass, next) {
    this.x = x;
    this.y = y;
    this.z = x / 50 - y / 70;
    this.vx = vx;
    this.vy = vy;
    this.vz = vy / 40;
    this.mass = mass;
    this.next = next;
  }

  move(time) {
    this.x = this.x + time * this.vx;
    this.y = this.y + time * this.vy;
    this.z = this.z + time * this.vz;
  }

  attract(other, time) {
    const dx = this.x - other.x;
    const dy = this.y - other.y;
    const dz = this.z - other.z;
    const square = dx * dx + dy * dy + dz * dz;
    const pull = time / (square * root(square));
    this.vx = this.vx - dx * other.mass * pull;
    this.vy = this.vy - dy * other.mass * pull;
    this.vz = this.vz - dz * other.mass * pull;
    other.vx = other.vx + dx * this.mass * pull;
    other.vy = other.vy + dy * this.mass * pull;
    other.vz = other.vz + dz * this.mass * pull;
  }

  energyOfMotion() {
    return this.mass * (this.vx * this.vx + this.vy * this.vy + this.vz * this.vz) / 2;
  }

  energyBetween(other) {
    const dx = this.x - other.x;
    const dy = this.y - other.y;
    const dz = this.z - other.z;
    return this.mass * other.mass / root(dx * dx + dy * dy + dz * dz);
  }
}

function energy(bodies) {
  let sum = 0;
  for (let body = bodies; body !== null; body = body.next) {
    sum = sum + body.energyOfMotion();
    for (let other = body.next; other !== null; other = other.next) {
      sum = sum - body.energyBetween(other);
    }
  }
  return sum;
}

function advance(bodies, time) {
  for (let body = bodies; body !== null; body = body.next) {
    for (let other = body.next; other !== null; other = other.next) {
      body.attract(other, time);
    }
  }
  for (let body = bodies; body !== null; body = body.next) body.move(time);
}

function system() {
  let bodies = new Body(0 - 28, 11, 0.2, 0 - 1.05, 0.002, null);
  bodies = new Body(13, 0 - 14, 1, 0.85, 0.0017, bodies);
  bodies = new Body(8, 4, 0 - 1, 1.8, 0.011, bodies);
  bodies = new Body(5, 0 - 1.2, 0.6, 2.8, 0.038, bodies);
  return new Body(0, 0, 0, 0, 39.5, bodies);
}

function run(steps) {
  const bodies = system();
  console.log(Number(energy(bodies).toPrecision(6)));
  for (let i = 0; i < steps; i = i + 1) advance(bodies, 0.01);
  console.log(Number(energy(bodies).toPrecision(6)));
}

run(40000);
