const numbers = new Map();
for (let i = 0; i < 1_000_000; i++) numbers.set(`key ${i}`, i);
console.log(numbers.size);
