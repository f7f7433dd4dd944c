class Seed {
  constructor(size) {
    this.size = size;
  }

  weight() { return this.size; }
  isAlive() { return this.size > 0; }
}

class Sprout extends Seed {
  constructor(size) {
    super(size);
    this.age1 = 1;
  }

  weight() { return super.weight() + this.age1; }
}

class Sapling extends Sprout {
  weight() { return super.weight() + 1; }
}

class Shoot extends Sapling {
  constructor(size) {
    super(size);
    this.age3 = 3;
  }

  weight() { return super.weight() + this.age3; }
}

class Stem extends Shoot {
  weight() { return super.weight() + 1; }
}

class Bough extends Stem {
  constructor(size) {
    super(size);
    this.age5 = 5;
  }

  weight() { return super.weight() + this.age5; }
}

class Twig extends Bough {
  weight() { return super.weight() + 1; }
}

class Leaf extends Twig {
  constructor(size) {
    super(size);
    this.age7 = 7;
  }

  weight() { return super.weight() + this.age7; }
}

function run(times) {
  let total = 0;
  let leaf = new Leaf(1);
  for (let i = 0; i < times; i = i + 1) {
    total = total + leaf.weight();
    if (leaf.isAlive()) total = total - 1;
    leaf.size = leaf.size - 1;
    if (!leaf.isAlive()) leaf = new Leaf(4);
    if (total > 997) total = total - 997;
  }
  return total;
}

console.log(run(600000));
