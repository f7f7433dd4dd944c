class Number {
  constructor(value) { this.value = value; }
  accept(visitor) { return visitor.visitNumber(this); }
}

class Variable {
  constructor(name) { this.name = name; }
  accept(visitor) { return visitor.visitVariable(this); }
}

class Binary {
  constructor(operator, left, right) {
    this.operator = operator;
    this.left = left;
    this.right = right;
  }
  accept(visitor) { return visitor.visitBinary(this); }
}

class Choice {
  constructor(condition, yes, no) {
    this.condition = condition;
    this.yes = yes;
    this.no = no;
  }
  accept(visitor) { return visitor.visitChoice(this); }
}

class Let {
  constructor(name, value, body) {
    this.name = name;
    this.value = value;
    this.body = body;
  }
  accept(visitor) { return visitor.visitLet(this); }
}

class Binding {
  constructor(name, value, outer) {
    this.name = name;
    this.value = value;
    this.outer = outer;
  }
}

class Evaluator {
  constructor() {
    this.bindings = null;
  }

  define(name, value) {
    this.bindings = new Binding(name, value, this.bindings);
  }

  visitNumber(number) { return number.value; }

  visitVariable(variable) {
    let binding = this.bindings;
    while (binding.name !== variable.name) binding = binding.outer;
    return binding.value;
  }

  visitBinary(binary) {
    const left = binary.left.accept(this);
    const right = binary.right.accept(this);
    if (binary.operator === "+") return left + right;
    if (binary.operator === "-") return left - right;
    if (binary.operator === "*") return left * right;
    if (binary.operator === "/") return left / right;
    return left < right;
  }

  visitChoice(choice) {
    if (choice.condition.accept(this)) return choice.yes.accept(this);
    return choice.no.accept(this);
  }

  visitLet(expression) {
    const outer = this.bindings;
    this.define(expression.name, expression.value.accept(this));
    const result = expression.body.accept(this);
    this.bindings = outer;
    return result;
  }
}

// let y = x * x - 3 in if y < 100 then (y + x) * 2 else let z = y / 4 in z - x
function tree() {
  const x = new Variable("x");
  const y = new Variable("y");
  const z = new Variable("z");
  const small = new Binary("*", new Binary("+", y, x), new Number(2));
  const large = new Let("z", new Binary("/", y, new Number(4)), new Binary("-", z, x));
  const body = new Choice(new Binary("<", y, new Number(100)), small, large);
  return new Let("y", new Binary("-", new Binary("*", x, x), new Number(3)), body);
}

function run(times) {
  const expression = tree();
  let total = 0;
  for (let i = 0; i < times; i = i + 1) {
    for (let x = 1; x <= 20; x = x + 1) {
      const evaluator = new Evaluator();
      evaluator.define("x", x);
      total = total + expression.accept(evaluator);
    }
  }
  return total / times;
}

console.log(run(9000));
