function makeText(count) {
  let seed = 1;
  const words = [];
  for (let i = 0; i < count; i++) {
    seed = seed * 16807 % 2147483647;
    // Small numbers are much more frequent, as short words are.
    const rank = seed % 60 * (seed % 47) % 2000;
    words.push(`word${rank}`);
  }
  return words.join(" ");
}

function countWords(text) {
  const counts = new Map();
  for (const word of text.split(" ")) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

const text = makeText(400000);
let counts;
for (let round = 0; round < 4; round++) counts = countWords(text);
console.log(counts.size);

const entries = [...counts];
entries.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
for (const [word, count] of entries.slice(0, 3)) console.log(`${word}: ${count}`);
