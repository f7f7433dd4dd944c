function run(count) {
  const stock = new Map();
  for (let i = 0; i < count; i++) stock.set(`item ${i}`, i % 100);
  for (let i = 0; i < count; i++) {
    const name = `item ${i * 7 % count}`;
    stock.set(name, stock.get(name) + 1);
  }
  let found = 0;
  for (let i = 0; i < count; i++) {
    if (stock.has(`item ${i * 3}`)) found++;
  }
  for (let i = 0; i < count / 2; i++) stock.delete(`item ${i * 2}`);
  let sum = 0;
  for (const amount of stock.values()) sum += amount;
  console.log(`${stock.size} ${found} ${sum}`);
}

run(200000);
