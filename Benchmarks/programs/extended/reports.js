const products = ["apples", "bread", "cheese", "dates", "eggs", "flour", "grapes"];

function line(number, product, count, price) {
  return `${String(number).padStart(6)}  ${product.padEnd(10)} ${String(count).padStart(4)} x `
    + `${price.toFixed(2).padStart(8)} = ${(count * price).toFixed(2).padStart(10)}`;
}

function report(count) {
  const lines = [];
  let total = 0;
  for (let i = 0; i < count; i++) {
    const amount = i % 12 + 1;
    const price = (i * 37 % 5000 + 99) / 100;
    total += amount * price;
    lines.push(line(i + 1, products[i % products.length], amount, price));
  }
  lines.push(`total: ${total.toFixed(2)}`);
  return lines.join("\n");
}

const text = report(200000);
console.log(text.length);
console.log(text.slice(-60, -15));
