function run(count) {
  const owners = new Map();
  for (let i = 0; i < count; i++) owners.set(i * 7919 % 10000019, i);
  let found = 0;
  for (let i = 0; i < 2 * count; i++) {
    if (owners.has(i * 7919 % 10000019)) found++;
  }
  for (let i = 0; i < count / 2; i++) owners.delete(i * 2 * 7919 % 10000019);
  let sum = 0;
  for (const [number, owner] of owners) sum = (sum + number * owner) % 1000003;
  console.log(`${owners.size} ${found} ${sum}`);
}

for (let i = 1; i <= 3; i++) run(i * 100000);
