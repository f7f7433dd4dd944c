function countPrimes(limit) {
  const isPrime = new Array(limit + 1).fill(true);
  let count = 0;
  for (let n = 2; n <= limit; n++) {
    if (!isPrime[n]) continue;
    count++;
    for (let multiple = n * n; multiple <= limit; multiple += n) isPrime[multiple] = false;
  }
  return count;
}

for (let round = 1; round <= 5; round++) console.log(countPrimes(round * 400000));
