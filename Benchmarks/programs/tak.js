function tak(x, y, z) {
  if (y < x) return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y));
  return z;
}

function run(times) {
  let sum = 0;
  for (let i = 0; i < times; i = i + 1) sum = sum + tak(24, 16, 8);
  return sum;
}

console.log(run(6));
