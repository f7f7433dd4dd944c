function sum(limit) {
  let total = 0;
  let i = 1;
  while (i <= limit) {
    let j = 1;
    while (j <= limit) {
      let a = i;
      let b = j;
      while (a !== b) {
        if (a > b) {
          a = a - b;
        } else {
          b = b - a;
        }
      }
      total = total + a;
      j = j + 1;
    }
    i = i + 1;
  }
  return total;
}

console.log(sum(500) - sum(460));
