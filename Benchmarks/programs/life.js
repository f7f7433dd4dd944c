class Cell {
  constructor(alive) {
    this.alive = alive;
    this.willLive = false;
    this.right = this;
    this.below = this;
    this.next = null;
  }

  meetNeighbours() {
    this.east = this.right;
    this.southEast = this.right.below;
    this.south = this.below;
    // Whoever has this cell to the east, is to its west.
    this.east.west = this;
    this.southEast.northWest = this;
    this.south.north = this;
    this.right.southWest = this.below;
    this.below.northEast = this.right;
  }

  decide() {
    let count = 0;
    if (this.north.alive) count = count + 1;
    if (this.northEast.alive) count = count + 1;
    if (this.east.alive) count = count + 1;
    if (this.southEast.alive) count = count + 1;
    if (this.south.alive) count = count + 1;
    if (this.southWest.alive) count = count + 1;
    if (this.west.alive) count = count + 1;
    if (this.northWest.alive) count = count + 1;
    this.willLive = count === 3 || (this.alive && count === 2);
  }

  step() { this.alive = this.willLive; }
}

// Makes a ring of cells, one row of the torus.
function makeRow(width) {
  const first = new Cell(false);
  let cell = first;
  for (let i = 1; i < width; i = i + 1) {
    cell.right = new Cell(false);
    cell = cell.right;
  }
  cell.right = first;
  return first;
}

function joinRows(upper, lower, width) {
  for (let i = 0; i < width; i = i + 1) {
    upper.below = lower;
    upper = upper.right;
    lower = lower.right;
  }
}

// Links all cells by `next`, row by row, and introduces them to their neighbours.
function makeTorus(width, height) {
  const top = makeRow(width);
  let row = top;
  for (let i = 1; i < height; i = i + 1) {
    const lower = makeRow(width);
    joinRows(row, lower, width);
    row = lower;
  }
  joinRows(row, top, width);

  let last = null;
  for (let i = 0; i < height; i = i + 1) {
    for (let j = 0; j < width; j = j + 1) {
      row.next = last;
      last = row;
      row = row.right;
    }
    row = row.below;
  }
  for (let cell = last; cell !== null; cell = cell.next) cell.meetNeighbours();
  return last;
}

// Five cells in the shape of an R, which take a thousand generations to settle.
function plant(cell) {
  cell.alive = true;
  cell.east.alive = true;
  cell.west.south.alive = true;
  cell.south.alive = true;
  cell.south.south.alive = true;
}

function countAlive(cells) {
  let count = 0;
  for (let cell = cells; cell !== null; cell = cell.next) {
    if (cell.alive) count = count + 1;
  }
  return count;
}

function run(size, generations) {
  const cells = makeTorus(size, size);
  plant(cells);
  console.log(countAlive(cells));
  for (let i = 0; i < generations; i = i + 1) {
    for (let cell = cells; cell !== null; cell = cell.next) cell.decide();
    for (let cell = cells; cell !== null; cell = cell.next) cell.step();
  }
  console.log(countAlive(cells));
}

run(48, 600);
