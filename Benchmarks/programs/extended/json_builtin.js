function makeOrders(count) {
  const result = [];
  for (let i = 0; i < count; i++) {
    result.push({
      id: i, customer: `customer ${i % 100}`, isPaid: i % 3 === 0, note: null,
      items: [{ name: "bread", price: 2.5, count: i % 5 + 1 }, { name: "\\cheese", price: 12.75, count: 1 }],
    });
  }
  return result;
}

let text = JSON.stringify(makeOrders(2000));
console.log(text.length);

let sum = 0;
for (let round = 0; round < 12; round++) {
  const orders = JSON.parse(text);
  for (const order of orders) {
    for (const item of order.items) sum += item.price * item.count;
  }
  text = JSON.stringify(orders);
}
console.log(sum);
console.log(text.length);
