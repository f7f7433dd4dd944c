const isLetter = c => c >= "a" && c <= "z" || c >= "A" && c <= "Z" || c === "_";
const isDigit = c => c >= "0" && c <= "9";

function tokens(text) {
  const result = [];
  const length = text.length;
  let i = 0;
  while (i < length) {
    const c = text[i];
    const start = i;
    if (c === " " || c === "\n") {
      i++;
    } else if (isLetter(c)) {
      while (i < length && (isLetter(text[i]) || isDigit(text[i]))) i++;
      result.push({ kind: "name", text: text.slice(start, i) });
    } else if (isDigit(c)) {
      while (i < length && isDigit(text[i])) i++;
      result.push({ kind: "number", text: text.slice(start, i) });
    } else {
      i++;
      result.push({ kind: "sign", text: c });
    }
  }
  return result;
}

const source = "while (count < 100) { total = total + price_2 * 15; count = count + 1; }\n".repeat(600);
let names = 0;
let characters = 0;
for (let round = 0; round < 10; round++) {
  for (const token of tokens(source)) {
    if (token.kind === "name") names++;
    characters += token.text.length;
  }
}
console.log(`${names} ${characters}`);
