function randomNumbers(count) {
  let seed = 42;
  const numbers = [];
  for (let i = 0; i < count; i++) {
    seed = seed * 16807 % 2147483647;
    numbers.push(seed);
  }
  return numbers;
}

function checksum(numbers) {
  let sum = 0;
  numbers.forEach((x, i) => { sum = (sum + x * (i % 7)) % 1000003; });
  return sum;
}

const numbers = randomNumbers(1000000);
numbers.sort((a, b) => b - a);
console.log(checksum(numbers));
