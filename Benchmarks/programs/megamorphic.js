class Ant {
  constructor(x, y) {
    this.x = x;
    this.y = y;
    this.next = null;
  }

  value() { return 1; }
}

class Bee {
  constructor(x, y) {
    this.y = y;
    this.x = x;
    this.next = null;
  }

  value() { return this.x; }
}

class Cricket {
  constructor(x, y) {
    this.kind = 2;
    this.x = x;
    this.y = y;
    this.next = null;
  }

  value() { return this.x + 1; }
}

class Dragonfly {
  constructor(x, y) {
    this.x = x;
    this.y = y;
    this.next = null;
  }

  value() { return 2 * this.x; }
}

class Earwig {
  constructor(x, y) {
    this.y = y;
    this.x = x;
    this.next = null;
  }

  value() { return this.y; }
}

class Flea {
  constructor(x, y) {
    this.kind = 5;
    this.x = x;
    this.y = y;
    this.next = null;
  }

  value() { return this.x + this.y; }
}

class Gnat {
  constructor(x, y) {
    this.x = x;
    this.y = y;
    this.next = null;
  }

  value() { return this.y - this.x; }
}

class Hornet {
  constructor(x, y) {
    this.y = y;
    this.x = x;
    this.next = null;
  }

  value() { return 3; }
}

class Inchworm {
  constructor(x, y) {
    this.kind = 8;
    this.x = x;
    this.y = y;
    this.next = null;
  }

  value() { return 1; }
}

class Jewelbug {
  constructor(x, y) {
    this.x = x;
    this.y = y;
    this.next = null;
  }

  value() { return this.x; }
}

class Katydid {
  constructor(x, y) {
    this.y = y;
    this.x = x;
    this.next = null;
  }

  value() { return this.x + 1; }
}

class Ladybird {
  constructor(x, y) {
    this.kind = 11;
    this.x = x;
    this.y = y;
    this.next = null;
  }

  value() { return 2 * this.x; }
}

class Mantis {
  constructor(x, y) {
    this.x = x;
    this.y = y;
    this.next = null;
  }

  value() { return this.y; }
}

class Nymph {
  constructor(x, y) {
    this.y = y;
    this.x = x;
    this.next = null;
  }

  value() { return this.x + this.y; }
}

class Owlet {
  constructor(x, y) {
    this.kind = 14;
    this.x = x;
    this.y = y;
    this.next = null;
  }

  value() { return this.y - this.x; }
}

class Pondskater {
  constructor(x, y) {
    this.x = x;
    this.y = y;
    this.next = null;
  }

  value() { return 3; }
}

function linked(first, second) {
  second.next = first;
  return second;
}

function ring() {
  const last = new Ant(1, 2);
  let first = last;
  first = linked(first, new Bee(2, 5));
  first = linked(first, new Cricket(3, 6));
  first = linked(first, new Dragonfly(4, 7));
  first = linked(first, new Earwig(1, 8));
  first = linked(first, new Flea(2, 4));
  first = linked(first, new Gnat(3, 5));
  first = linked(first, new Hornet(4, 6));
  first = linked(first, new Inchworm(1, 7));
  first = linked(first, new Jewelbug(2, 8));
  first = linked(first, new Katydid(3, 4));
  first = linked(first, new Ladybird(4, 5));
  first = linked(first, new Mantis(1, 6));
  first = linked(first, new Nymph(2, 7));
  first = linked(first, new Owlet(3, 8));
  first = linked(first, new Pondskater(4, 4));
  last.next = first;
  return first;
}

function run(times) {
  let insect = ring();
  let total = 0;
  for (let i = 0; i < times; i = i + 1) {
    total = total + insect.value();
    if (total > 997) total = total - 997;
    insect = insect.next;
  }
  return total;
}

console.log(run(3200000));
