function matrix(size, seed) {
  const rows = [];
  for (let i = 0; i < size; i++) {
    const row = [];
    for (let j = 0; j < size; j++) row.push((i * seed + j) % 17 / 4);
    rows.push(row);
  }
  return rows;
}

function multiply(a, b) {
  const size = b.length;
  const product = [];
  for (const row of a) {
    const result = new Array(size).fill(0);
    for (let k = 0; k < size; k++) {
      const x = row[k];
      const other = b[k];
      for (let j = 0; j < size; j++) result[j] += x * other[j];
    }
    product.push(result);
  }
  return product;
}

const product = multiply(matrix(280, 3), matrix(280, 5));
let trace = 0;
for (let i = 0; i < 280; i++) trace += product[i][i];
console.log(trace);
