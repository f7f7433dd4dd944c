function digit(value) {
  if (value === 0) return "0";
  if (value === 1) return "1";
  if (value === 2) return "2";
  if (value === 3) return "3";
  if (value === 4) return "4";
  if (value === 5) return "5";
  if (value === 6) return "6";
  if (value === 7) return "7";
  if (value === 8) return "8";
  return "9";
}

function run(times) {
  let hits = 0;
  for (let i = 0; i < times; i = i + 1) {
    for (let tens = 0; tens < 10; tens = tens + 1) {
      for (let ones = 0; ones < 10; ones = ones + 1) {
        const label = "item " + digit(tens) + digit(ones) + ";";
        if (label === "item 42;") hits = hits + 1;
        if (label === "item 99;") hits = hits + 1;
        if (label === "item 100;") hits = hits + 1;
      }
    }
  }
  return hits;
}

console.log(run(11000));
