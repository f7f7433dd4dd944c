function solutions(size) {
  const columns = new Array(size).fill(false);
  const rising = new Array(2 * size).fill(false);
  const falling = new Array(2 * size).fill(false);

  function place(row) {
    if (row === size) return 1;
    let count = 0;
    for (let column = 0; column < size; column++) {
      const up = row + column;
      const down = row - column + size;
      if (columns[column] || rising[up] || falling[down]) continue;
      columns[column] = rising[up] = falling[down] = true;
      count += place(row + 1);
      columns[column] = rising[up] = falling[down] = false;
    }
    return count;
  }

  return place(0);
}

for (let size = 4; size <= 12; size++) console.log(solutions(size));
