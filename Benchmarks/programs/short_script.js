class Account {
  constructor(owner) {
    this.owner = owner;
    this.balance = 0;
  }
  add(amount) { this.balance = this.balance + amount; }
}

function clamp(value, limit) {
  if (value > limit) return limit;
  return value;
}

// Global variables on purpose: such a script does not bother to make them local.
globalThis.round = 0;
globalThis.ticks = 0;
globalThis.low = 0;
globalThis.high = 100;
globalThis.mode = "walk";
globalThis.account = new Account("Ada");
globalThis.bonus = null;

while (round < 600000) {
  round = round + 1;
  ticks = ticks + 1;
  low = low + 2;
  high = high - 1;
  if (low > high) {
    const kept = low;
    low = high;
    high = kept;
    mode = "run";
  } else {
    mode = "walk";
  }
  if (low < 0) low = 0 - low;
  if (ticks === 7) {
    ticks = 0;
    account.add(clamp(low, 5));
  }
  if (mode === "run") bonus = true;
  if (bonus === true && low !== high) {
    account.add(1);
    bonus = null;
  }
  {
    const half = high / 2;
    const third = high / 3;
    if (half - third > 50) high = half;
  }
  if (!(mode === "run" || mode === "walk")) account = null;
  if (account.balance > 9000) account.balance = account.balance - 9000;
  for (let i = 0; i < 2; i = i + 1) low = low + i;
}

console.log(account.owner);
console.log(Number(account.balance.toPrecision(6)));
console.log(mode);
console.log(Number(low.toPrecision(6)));
console.log(Number(high.toPrecision(6)));
