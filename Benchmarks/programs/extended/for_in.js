function run(rounds) {
  const list = Array.from({ length: 1000 }, (_, i) => i);
  const map = new Map();
  for (const i of list) map.set(`key ${i}`, i);

  let sum = 0;
  for (let round = 0; round < rounds; round++) {
    for (const x of list) sum += x;
    for (const [i, x] of list.entries()) sum += i * x;
    for (const key of map.keys()) sum += key.length;
    for (const [, value] of map) sum += value;
    for (let i = 0; i < 1000; i++) sum += i;
    for (let i = 1; i <= 1000; i++) sum -= i;
    sum %= 1000003;
  }
  console.log(sum);
}

run(3000);
