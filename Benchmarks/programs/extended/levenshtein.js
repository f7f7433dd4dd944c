function levenshtein(a, b) {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 0; i < a.length; i++) {
    const row = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const cost = a[i] === b[j] ? 0 : 1;
      let best = previous[j] + cost;
      if (previous[j + 1] + 1 < best) best = previous[j + 1] + 1;
      if (row[j] + 1 < best) best = row[j] + 1;
      row.push(best);
    }
    previous = row;
  }
  return previous[b.length];
}

function makeText(seed, length) {
  const letters = "acgt";
  const parts = [];
  for (let i = 0; i < length; i++) {
    seed = seed * 16807 % 2147483647;
    parts.push(letters[seed % 4]);
  }
  return parts.join("");
}

console.log(levenshtein("kitten", "sitting"));
console.log(levenshtein(makeText(1, 2000), makeText(2, 1800)));
