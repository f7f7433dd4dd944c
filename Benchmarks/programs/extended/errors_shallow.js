class NotFound extends Error {
  constructor(key) {
    super(`there is no ${key}`);
    this.key = key;
  }
}

const stock = new Map([["apples", 3], ["pears", 0]]);

function take(name) {
  if (!stock.has(name)) throw new NotFound(name);
  return stock.get(name);
}

let found = 0;
let missing = 0;
for (let i = 0; i < 300000; i++) {
  try {
    found += take(i % 3 === 0 ? "apples" : "cherries");
  } catch (e) {
    if (!(e instanceof NotFound)) throw e;
    missing += e.key.length;
  }
}
console.log(`${found} ${missing}`);
