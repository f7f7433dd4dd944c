const numbers = [];
for (let i = 0; i < 1_000_000; i++) numbers.push(i);
console.log(numbers.length);
