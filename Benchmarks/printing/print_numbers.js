// Six significant digits, without trailing zeros, as Lox prints numbers.
function format(number) {
  const text = number.toPrecision(6);
  const [digits, exponent] = text.split("e");
  const short = digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
  if (exponent === undefined) {
    return Math.abs(number) >= 1e-4 || number === 0 ? short : format(Number(number.toExponential(5)));
  }
  return short + "e" + exponent[0] + exponent.slice(1).padStart(2, "0");
}

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
  const seven = 7;
  const large = 123456788;
  for (let i = 0; i < times; i = i + 1) {
    print(format(1 / seven));
    print(format(8123 / 8));
    print(format(large + 1));
    print(format(1 / large));
    print(format(seven));
    print(format(large / 1000));
  }
}

show(150000);
