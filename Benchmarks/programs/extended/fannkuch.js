function fannkuch(n) {
  const permutation = Array.from({ length: n }, (_, i) => i);
  const counts = new Array(n).fill(0);
  let checksum = 0;
  let mostFlips = 0;
  let isEven = true;
  let r = n;

  while (true) {
    while (r !== 1) {
      counts[r - 1] = r;
      r--;
    }

    const flipped = permutation.slice();
    let flips = 0;
    let k = flipped[0];
    while (k !== 0) {
      let i = 0;
      let j = k;
      while (i < j) {
        const x = flipped[i];
        flipped[i] = flipped[j];
        flipped[j] = x;
        i++;
        j--;
      }
      flips++;
      k = flipped[0];
    }
    if (flips > mostFlips) mostFlips = flips;
    checksum += isEven ? flips : -flips;
    isEven = !isEven;

    while (true) {
      if (r === n) return [checksum, mostFlips];
      const first = permutation[0];
      for (let i = 0; i < r; i++) permutation[i] = permutation[i + 1];
      permutation[r] = first;
      counts[r]--;
      if (counts[r] > 0) break;
      r++;
    }
  }
}

const [checksum, flips] = fannkuch(9);
console.log(checksum);
console.log(flips);
