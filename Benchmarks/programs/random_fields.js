class Bag {}

let seed = 1;

function random(limit) {
  seed = seed * 171;
  while (seed >= 30269) {
    let part = 30269;
    while (part * 2 <= seed) part = part * 2;
    seed = seed - part;
  }
  return seed / 30269 * limit;
}

function fill(bag) {
  for (let k = 0; k < 8; k = k + 1) {
    const r = random(8);
    if (r < 1) bag.a = k;
    else if (r < 2) bag.b = k;
    else if (r < 3) bag.c = k;
    else if (r < 4) bag.d = k;
    else if (r < 5) bag.e = k;
    else if (r < 6) bag.f = k;
    else if (r < 7) bag.g = k;
    else bag.h = k;
  }
  bag.z = 1;
}

function run(times) {
  let sum = 0;
  for (let i = 0; i < times; i = i + 1) {
    const bag = new Bag();
    fill(bag);
    sum = sum + bag.z;
  }
  return sum;
}

console.log(run(100000));
