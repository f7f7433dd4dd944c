const divide = (a, b) => [Math.floor(a / b), a % b];

const area = ({ width, height = 2 }) => width * height;

function sum(first, ...others) {
  let result = first;
  for (const x of others) result += x;
  return result;
}

function run(count) {
  let total = 0;
  const base = { width: 1, height: 3 };
  for (let i = 0; i < count; i++) {
    const [quotient, remainder] = divide(i, 7);
    total += area({ width: quotient }) + area({ ...base, width: remainder });
    const list = [quotient, ...[remainder, 1], i];
    total += sum(...list);
    total %= 1000003;
  }
  console.log(total);
}

run(250000);
