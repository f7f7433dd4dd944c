class Cell {
  constructor(number, next) {
    this.number = number;
    this.isPrime = true;
    this.next = next;
  }
}

function chain(limit) {
  let cells = null;
  for (let number = limit; number > 1; number = number - 1) cells = new Cell(number, cells);
  return cells;
}

function cross(cell, step) {
  let left = step;
  cell = cell.next;
  while (cell !== null) {
    left = left - 1;
    if (left === 0) {
      cell.isPrime = false;
      left = step;
    }
    cell = cell.next;
  }
}

function countPrimes(limit) {
  const cells = chain(limit);
  let count = 0;
  for (let cell = cells; cell !== null; cell = cell.next) {
    if (cell.isPrime) {
      count = count + 1;
      if (cell.number * cell.number <= limit) cross(cell, cell.number);
    }
  }
  return count;
}

console.log(countPrimes(99000));
