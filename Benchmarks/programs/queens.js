class Queen {
  constructor(column, next) {
    this.column = column;
    this.next = next;
  }
}

function isSafe(column, queens) {
  let distance = 1;
  while (queens !== null) {
    if (queens.column === column) return false;
    if (queens.column + distance === column) return false;
    if (queens.column - distance === column) return false;
    distance = distance + 1;
    queens = queens.next;
  }
  return true;
}

function solutions(size, row, queens) {
  if (row === size) return 1;
  let count = 0;
  for (let column = 0; column < size; column = column + 1) {
    if (isSafe(column, queens)) {
      count = count + solutions(size, row + 1, new Queen(column, queens));
    }
  }
  return count;
}

console.log(solutions(8, 0, null));
console.log(solutions(9, 0, null));

let total = 0;
for (let i = 0; i < 3; i = i + 1) total = total + solutions(10, 0, null);
console.log(total);
