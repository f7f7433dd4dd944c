// Many creatures, each with a generator of its own that is resumed once in each frame; some of them come and go.
function* patrol(start) {
  let place = start;
  while (true) {
    for (let step = 0; step < 5; step++) {
      place += 1;
      yield place;
    }
    for (let step = 0; step < 3; step++) {
      place -= 1;
      yield place;
    }
  }
}

function* visit(days) {
  for (let day = 0; day < days; day++) yield 1;
  return 0;
}

const guards = [];
for (let i = 0; i < 5000; i++) guards.push(patrol(i));

let sum = 0;
let visitors = [];
for (let frame = 0; frame < 150; frame++) {
  for (const guard of guards) sum += guard.next().value;
  for (let i = 0; i < 500; i++) visitors.push(visit(3));
  const staying = [];
  for (const visitor of visitors) {
    const {value, done} = visitor.next();
    sum += value;
    if (!done) staying.push(visitor);
  }
  visitors = staying;
}
console.log(`${sum}`);
console.log(`${visitors.length}`);
