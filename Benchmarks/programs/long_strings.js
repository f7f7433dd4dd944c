function repeat(piece, times) {
  let text = "";
  for (let i = 0; i < times; i = i + 1) text = text + piece;
  return text;
}

function compare(length, times) {
  const one = repeat("0123456789abcdef", length / 16);
  const other = repeat("01234567", length / 8);
  const same = repeat("0123456789abcdef", length / 16);
  const longer = one + "x";
  const changed = one + "y";
  let equal = 0;
  for (let i = 0; i < times; i = i + 1) {
    if (one === same) equal = equal + 1;
    if (same === one) equal = equal + 1;
    if (longer === changed) equal = equal + 1;
    if (changed !== longer) equal = equal + 1;
    if (one === other) equal = equal + 1;
  }
  return equal;
}

for (const length of [256, 1024, 4096, 65536]) {
  const equal = compare(length, 400000);
  console.log(equal === 1200000 ? "1.2e+06" : equal);
}
