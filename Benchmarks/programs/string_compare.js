class Entry {
  constructor(key, value, next) {
    this.key = key;
    this.value = value;
    this.next = next;
  }
}

function letter(index) {
  if (index === 0) return "a";
  if (index === 1) return "e";
  if (index === 2) return "i";
  if (index === 3) return "o";
  return "u";
}

function word(first, second, third) {
  return "dictionary-entry-" + letter(first) + letter(second) + letter(third);
}

function find(entry, key) {
  while (entry !== null) {
    if (entry.key === key) return entry.value;
    entry = entry.next;
  }
  return 0;
}

function fill() {
  let entries = null;
  let value = 0;
  for (let i = 0; i < 5; i = i + 1) {
    for (let j = 0; j < 5; j = j + 1) {
      for (let k = 0; k < 4; k = k + 1) {
        value = value + 1;
        entries = new Entry(word(i, j, k), value, entries);
      }
    }
  }
  return entries;
}

function run(times) {
  const entries = fill();
  let total = 0;
  for (let i = 0; i < times; i = i + 1) {
    total = 0;
    for (let j = 0; j < 5; j = j + 1) {
      for (let k = 0; k < 5; k = k + 1) {
        for (let l = 0; l < 5; l = l + 1) {
          total = total + find(entries, word(j, k, l));
        }
      }
    }
  }
  return total;
}

console.log(run(1000));
