class Thing {}

function count(times) {
  const number = 1;
  const other = 2;
  const word = "word";
  const yes = true;
  const nothing = null;
  const thing = new Thing();
  let equal = 0;
  for (let i = 0; i < times; i = i + 1) {
    if (number === number) equal = equal + 1;
    if (number === other) equal = equal + 1;
    if (number === word) equal = equal + 1;
    if (number === nothing) equal = equal + 1;
    if (word === word) equal = equal + 1;
    if (word !== thing) equal = equal + 1;
    if (word !== yes) equal = equal + 1;
    if (yes === yes) equal = equal + 1;
    if (yes === nothing) equal = equal + 1;
    if (nothing === nothing) equal = equal + 1;
    if (nothing === thing) equal = equal + 1;
    if (thing === thing) equal = equal + 1;
    if (i === number) equal = equal + 1;
    if (i !== other) equal = equal + 1;
  }
  return equal;
}

console.log(count(1000000) / 1000000);
console.log(count(10));
