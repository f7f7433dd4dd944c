function ackermann(m, n) {
  if (m === 0) return n + 1;
  if (n === 0) return ackermann(m - 1, 1);
  return ackermann(m - 1, ackermann(m, n - 1));
}

function run(times) {
  let sum = 0;
  for (let i = 0; i < times; i = i + 1) {
    sum = sum + ackermann(2, 24) + ackermann(3, 2);
  }
  return sum;
}

console.log(run(4000));
