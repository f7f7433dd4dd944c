class Point {
  norm() { return 1; }
}

function origin() {}

// Writing a line at a time would measure nothing but the console.
const lines = [];

function print(text) {
  lines.push(text);
  if (lines.length === 10000) {
    process.stdout.write(lines.join("\n") + "\n");
    lines.length = 0;
  }
}

function show(times) {
  const norm = new Point().norm;
  for (let i = 0; i < times; i = i + 1) {
    print("<fn " + origin.name + ">");
    print("<fn " + norm.name + ">");
  }
}

show(500000);
