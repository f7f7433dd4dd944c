function kind(x) {
  const n = x % 20;
  if (n === 0) return "zero";
  if (n === 1 || n === 2 || n === 3) return "few";
  if (n < 10) return "some";
  if (n >= 10 && n <= 15) return "many";
  return "lots";
}

function points(kind) {
  switch (kind) {
    case "zero": return 0;
    case "few": return 1;
    case "some": return 2;
    case "many": return 3;
    default: return 4;
  }
}

// A machine with a stack, whose instructions are numbers.
function execute(code, argument) {
  const stack = [];
  let i = 0;
  while (true) {
    switch (code[i]) {
      case 0: return stack.pop();
      case 1:
        stack.push(code[i + 1]);
        i++;
        break;
      case 2: stack.push(argument); break;
      case 3: stack.push(stack.pop() + stack.pop()); break;
      case 4: stack.push(stack.pop() * stack.pop()); break;
      case 5: stack.push(-stack.pop()); break;
      default: throw new Error("unknown instruction");
    }
    i++;
  }
}

function run(count) {
  const code = [1, 3, 2, 4, 2, 5, 3, 1, 7, 3, 0]; // 3 * x - x + 7
  let sum = 0;
  for (let i = 0; i < count; i++) sum += points(kind(i)) + execute(code, i);
  console.log(sum);
}

run(300000);
