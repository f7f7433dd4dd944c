function page(number) {
  const parts = ["<ul>"];
  for (let i = 0; i < 1000; i++) {
    parts.push("<li>");
    parts.push(number);
    parts.push(": ");
    parts.push(i % 10 === 0 ? "tenth" : "item");
    parts.push("</li>");
  }
  parts.push("</ul>");
  return parts.join("");
}

let length = 0;
for (let number = 1; number <= 600; number++) length += page(number).length;
console.log(length);
