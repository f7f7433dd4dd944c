function belongs(re, im, limit) {
  let x = 0;
  let y = 0;
  for (let i = 0; i < limit; i = i + 1) {
    const xx = x * x;
    const yy = y * y;
    if (xx + yy > 4) return false;
    y = 2 * x * y + im;
    x = xx - yy + re;
  }
  return true;
}

function countPoints(size, limit) {
  let count = 0;
  for (let row = 0; row < size; row = row + 1) {
    const im = 2 * row / size - 1;
    for (let column = 0; column < size; column = column + 1) {
      const re = 3 * column / size - 2;
      if (belongs(re, im, limit)) count = count + 1;
    }
  }
  return count;
}

console.log(countPoints(280, 120));
