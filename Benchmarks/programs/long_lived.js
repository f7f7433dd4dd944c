class Record {
  constructor(key, next) {
    this.key = key;
    this.detail = new Detail(key, key + 1);
    this.next = next;
  }
}

class Detail {
  constructor(low, high) {
    this.low = low;
    this.high = high;
  }
}

function records(count) {
  let first = null;
  for (let key = count; key > 0; key = key - 1) first = new Record(key, first);
  return first;
}

function churn(first, times) {
  let record = first;
  let sum = 0;
  for (let i = 0; i < times; i = i + 1) {
    let short = new Detail(i, 1);
    short = new Detail(short, short.high + 1);
    short = new Detail(short, short.high + 1);
    sum = sum + short.high - 2;

    record.detail = new Detail(i, i + 1);
    record = record.next;
    if (record === null) record = first;
  }
  return sum;
}

function total(first) {
  let sum = 0;
  for (let record = first; record !== null; record = record.next) {
    sum = sum + record.detail.high - record.detail.low;
  }
  return sum;
}

const first = records(60000);
console.log(total(first));
console.log(churn(first, 280000));
console.log(total(first));
