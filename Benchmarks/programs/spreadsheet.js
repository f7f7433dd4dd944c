class Constant {
  constructor(value) { this.value = value; }
  result() { return this.value; }
}

class Sum {
  constructor(one, two) {
    this.one = one;
    this.two = two;
  }
  result() { return this.one.value + this.two.value; }
}

class Scaled {
  constructor(cell, factor, offset) {
    this.cell = cell;
    this.factor = factor;
    this.offset = offset;
  }
  result() { return this.cell.value * this.factor + this.offset; }
}

class Larger {
  constructor(one, two) {
    this.one = one;
    this.two = two;
  }
  result() {
    if (this.one.value > this.two.value) return this.one.value;
    return this.two.value;
  }
}

class Average {
  constructor(one, two) {
    this.one = one;
    this.two = two;
  }
  result() { return (this.one.value + this.two.value) / 2; }
}

// One entry of a cell's list of the cells that depend on it.
class Dependent {
  constructor(cell, next) {
    this.cell = cell;
    this.next = next;
  }
}

class Cell {
  constructor(formula) {
    this.formula = formula;
    this.value = formula.result();
    this.dependents = null;
    this.isDirty = false;
    this.nextDirty = null;
  }

  feeds(cell) {
    this.dependents = new Dependent(cell, this.dependents);
    return this;
  }
}

class Sheet {
  constructor() {
    this.firstDirty = null;
    this.lastDirty = null;
    this.evaluations = 0;
  }

  markDirty(cell) {
    if (cell.isDirty) return;
    cell.isDirty = true;
    cell.nextDirty = null;
    if (this.firstDirty === null) {
      this.firstDirty = cell;
    } else {
      this.lastDirty.nextDirty = cell;
    }
    this.lastDirty = cell;
  }

  evaluate(cell) {
    this.evaluations = this.evaluations + 1;
    const value = cell.formula.result();
    if (value === cell.value) return;
    cell.value = value;
    for (let each = cell.dependents; each !== null; each = each.next) this.markDirty(each.cell);
  }

  settle() {
    while (this.firstDirty !== null) {
      const cell = this.firstDirty;
      this.firstDirty = cell.nextDirty;
      cell.isDirty = false;
      this.evaluate(cell);
    }
  }

  set(cell, value) {
    cell.formula.value = value;
    this.markDirty(cell);
    this.settle();
  }
}

function combined(formula, one, two) {
  const cell = new Cell(formula);
  one.feeds(cell);
  two.feeds(cell);
  return cell;
}

// Adds a group of four cells behind two others; answers the last one.
function group(one, two) {
  const sum = combined(new Sum(one, two), one, two);
  const half = new Cell(new Scaled(sum, 0.5, 1));
  sum.feeds(half);
  const larger = combined(new Larger(half, two), half, two);
  return combined(new Average(half, larger), half, larger);
}

function run(groups, changes) {
  const sheet = new Sheet();
  const input = new Cell(new Constant(1));
  const other = new Cell(new Constant(2));
  let last = group(input, other);
  for (let i = 1; i < groups; i = i + 1) last = group(last, other);

  for (let i = 0; i < changes; i = i + 1) {
    sheet.set(input, i);
    sheet.set(other, changes - i);
  }
  console.log(Number(last.value.toPrecision(6)));
  console.log(sheet.evaluations);
}

run(25, 160);
