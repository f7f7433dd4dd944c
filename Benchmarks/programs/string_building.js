function page(rows) {
  let text = "";
  for (let row = 0; row < rows; row = row + 1) {
    text = text + "<tr>";
    text = text + "<td>name</td>";
    text = text + "<td>value</td>";
    text = text + "</tr>";
  }
  return text;
}

function run(times) {
  let same = 0;
  const expected = page(800);
  for (let i = 0; i < times; i = i + 1) {
    if (page(800) === expected) same = same + 1;
  }
  return same;
}

console.log(run(20));
