function makeGrid(width, height) {
  let seed = 5;
  const grid = [];
  for (let y = 0; y < height; y++) {
    const row = [];
    for (let x = 0; x < width; x++) {
      seed = seed * 16807 % 2147483647;
      row.push(seed % 3 === 0 ? 1 : 0);
    }
    grid.push(row);
  }
  return grid;
}

function step(grid) {
  const height = grid.length;
  const width = grid[0].length;
  const next = [];
  for (let y = 0; y < height; y++) {
    const above = grid[y > 0 ? y - 1 : height - 1];
    const here = grid[y];
    const below = grid[y < height - 1 ? y + 1 : 0];
    const row = [];
    for (let x = 0; x < width; x++) {
      const left = x > 0 ? x - 1 : width - 1;
      const right = x < width - 1 ? x + 1 : 0;
      let neighbours = above[left] + above[x] + above[right] + here[left] + here[right];
      neighbours += below[left] + below[x] + below[right];
      row.push(neighbours === 3 || neighbours === 2 && here[x] === 1 ? 1 : 0);
    }
    next.push(row);
  }
  return next;
}

let grid = makeGrid(100, 80);
for (let generation = 0; generation < 150; generation++) grid = step(grid);
console.log(grid.flat().reduce((a, b) => a + b));
