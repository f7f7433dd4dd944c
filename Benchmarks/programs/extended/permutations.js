function permutations(list) {
  if (list.length < 2) return [list];
  const result = [];
  for (const [i, first] of list.entries()) {
    const others = [...list.slice(0, i), ...list.slice(i + 1)];
    for (const rest of permutations(others)) result.push([first, ...rest]);
  }
  return result;
}

let all;
for (let round = 0; round < 3; round++) all = permutations([1, 2, 3, 4, 5, 6, 7, 8]);
console.log(all.length);
console.log(all[12345].join(""));
console.log(all[all.length - 1].join(""));
