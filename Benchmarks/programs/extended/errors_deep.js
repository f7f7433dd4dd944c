function descend(depth, i) {
  if (depth === 0) {
    if (i % 2 === 0) throw new Error("too deep");
    return i;
  }
  return descend(depth - 1, i) + 1;
}

let sum = 0;
let errors = 0;
for (let i = 0; i < 200000; i++) {
  try {
    sum += descend(10, i);
  } catch (e) {
    errors += e.message.length;
  }
}
console.log(`${sum} ${errors}`);
