function total(numbers) {
  return numbers
    .map(x => x * 3 + 1)
    .filter(x => x % 2 === 0)
    .map(x => x / 2)
    .reduce((sum, x) => sum + x, 0);
}

const numbers = Array.from({ length: 1000 }, (_, i) => i);
let result = 0;
for (let round = 0; round < 1500; round++) result = (result + total(numbers)) % 1000003;
console.log(result);
