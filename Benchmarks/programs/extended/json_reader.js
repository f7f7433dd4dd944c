// A reader and a writer of JSON, for the escapes that its own texts contain.
const blank = " ".charCodeAt(0);
const quote = '"'.charCodeAt(0);
const minus = "-".charCodeAt(0);
const dot = ".".charCodeAt(0);
const zero = "0".charCodeAt(0);
const nine = "9".charCodeAt(0);

class Reader {
  constructor(text) {
    this.text = text;
    this.position = 0;
  }

  peek() {
    while (this.text.charCodeAt(this.position) === blank) this.position++;
    return this.text[this.position];
  }

  expect(character) {
    if (this.peek() !== character) throw new Error(`expected ${character} at ${this.position}`);
    this.position++;
  }

  value() {
    switch (this.peek()) {
      case "{": return this.object();
      case "[": return this.array();
      case '"': return this.string();
      case "t": return this.word("true", true);
      case "f": return this.word("false", false);
      case "n": return this.word("null", null);
      default: return this.number();
    }
  }

  object() {
    const result = new Map();
    this.expect("{");
    if (this.peek() !== "}") {
      while (true) {
        this.peek();
        const key = this.string();
        this.expect(":");
        result.set(key, this.value());
        if (this.peek() !== ",") break;
        this.position++;
      }
    }
    this.expect("}");
    return result;
  }

  array() {
    const result = [];
    this.expect("[");
    if (this.peek() !== "]") {
      while (true) {
        result.push(this.value());
        if (this.peek() !== ",") break;
        this.position++;
      }
    }
    this.expect("]");
    return result;
  }

  string() {
    const start = this.position + 1;
    let end = start;
    while (this.text.charCodeAt(end) !== quote) end++;
    this.position = end + 1;
    return this.text.slice(start, end);
  }

  word(word, value) {
    this.position += word.length;
    return value;
  }

  number() {
    const start = this.position;
    let end = start;
    while (true) {
      const code = this.text.charCodeAt(end);
      if ((code < zero || code > nine) && code !== minus && code !== dot) break;
      end++;
    }
    this.position = end;
    return Number(this.text.slice(start, end));
  }
}

function write(value) {
  if (Array.isArray(value)) return "[" + value.map(write).join(",") + "]";
  if (value instanceof Map) {
    const parts = [];
    for (const [key, x] of value) parts.push(`"${key}":${write(x)}`);
    return "{" + parts.join(",") + "}";
  }
  if (typeof value === "string") return `"${value}"`;
  return value === null ? "null" : String(value);
}

const makeMap = object => new Map(Object.entries(object));

function makeOrders(count) {
  const result = [];
  for (let i = 0; i < count; i++) {
    result.push(makeMap({
      id: i, customer: `customer ${i % 100}`, isPaid: i % 3 === 0,
      items: [
        makeMap({ name: "bread", price: 2.5, count: i % 5 + 1 }),
        makeMap({ name: "cheese", price: 12.75, count: 1 }),
      ],
    }));
  }
  return result;
}

let text = write(makeOrders(500));
console.log(text.length);

let sum = 0;
for (let round = 0; round < 8; round++) {
  const orders = new Reader(text).value();
  for (const order of orders) {
    for (const item of order.get("items")) sum += item.get("price") * item.get("count");
  }
  text = write(orders);
}
console.log(sum);
console.log(text.length);
