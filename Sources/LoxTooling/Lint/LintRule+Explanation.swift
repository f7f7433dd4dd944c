extension LintRule {
  /// What the rule looks for, why that is probably a mistake, and what to do about it: some lines of text with an example.
  public var explanation: String {
    switch self {
    case .unusedLocal:
      """
      A local variable is declared, but nothing reads its value: it can be left out, or another name was meant.

        fun area(width, height) {
          var result = width * height;    // unused-local
          return width * width;
        }

      A name that begins with an underscore, such as '_result', says that it may be unused.
      """
    case .unusedParameter:
      """
      Nothing in a function reads one of its parameters: callers compute an argument for nothing, or another name was meant.

        fun scale(x, factor) { return x * 2; }    // unused-parameter: factor

      Parameters that others ask for are left alone: those of methods which several classes have, of functions that are
      passed on as values, and of empty functions. A name that begins with an underscore says that it may be unused.
      """
    case .unusedFunction:
      """
      A function that is declared in a block or a function is never used, unless by itself.

        {
          fun helper() { return 1; }    // unused-function
        }

      Functions outside of all blocks may be used by other scripts, so nothing is said of them.
      """
    case .unusedClass:
      """
      A class that is declared in a block or a function is never used, unless by itself.

        {
          class Helper {}    // unused-class
        }
      """
    case .unusedAssignment:
      """
      A value is assigned to a local variable, and then the variable gets another one, or its life ends, before anything has
      read the value.

        fun next(n) {
          var result = n + 1;    // unused-assignment
          result = n + 2;
          return result;
        }
      """
    case .uselessExpression:
      """
      A statement computes a value that nobody uses, and does nothing else.

        count == 1;       // useless-expression: '=' was meant
        list.clear;       // useless-expression: the method is not called
      """
    case .unreachableCode:
      """
      A statement is never reached: control always leaves the block before it, by 'return' or in a loop without an end.

        fun f() {
          return 1;
          print "never";    // unreachable-code
        }
      """
    case .shadowedVariable:
      """
      A local variable has the name of another one, of an enclosing block or function, which can't be reached behind it. That
      is easily overlooked, above all when 'var' stands where an assignment was meant.

        fun total(list) {
          var sum = 0;
          while (list != nil) {
            var sum = sum + list.value;    // shadowed-variable
            list = list.next;
          }
          return sum;
        }

      Variables that have the name of a global one, and parameters, are left alone.
      """
    case .selfAssignment:
      """
      A variable or field is assigned to itself, which changes nothing. Often it should be the field of an object.

        init(name) { name = name; }    // self-assignment: 'this.name = name' was meant
      """
    case .constantComparison:
      """
      A comparison has the same result each time, or always fails, since the kinds or values of its operands are known.

        if (1 == "1") print "never";    // constant-comparison: values of different kinds are never equal
        print nil < 1;                  // constant-comparison: only numbers can be compared
      """
    case .constantCondition:
      """
      A condition, or the left operand of 'and' or 'or', counts as true each time, or as false. Only nil and false count as
      false; functions and classes always count as true.

        if (count = 1) print "one";    // constant-condition: '==' was meant
        if (isReady) start();          // constant-condition, if isReady is a function

      Loops over a literal, as in 'while (true)', are left alone.
      """
    case .undefinedGlobal:
      """
      A name stands for no local variable, and nothing in the file defines a global one with that name. When it is executed,
      the script fails.

        fun greet() { print mesage; }    // undefined-global
        var message = "Hello";

      Globals that something else defines can be named: lox lint --global NAME.
      """
    case .undefinedProperty:
      """
      A method uses a property of 'this' or 'super' that can't be there: no class in the file has a method with the name, and
      nothing assigns a field with the name.

        class Point {
          init(x) { this.x = x; }
          show() { print this.y; }    // undefined-property
        }
      """
    case .wrongArgumentCount:
      """
      A function or class is called with more or fewer arguments than it has parameters. When it is executed, the script
      fails. Looked at are calls of functions and classes which nothing replaces, and of 'super.method'.

        fun add(a, b) { return a + b; }
        print add(1);    // wrong-argument-count
      """
    case .duplicateMethod:
      """
      A class has two methods with the same name: the second one replaces the first.

        class List {
          add(item) {}
          add(item, place) {}    // duplicate-method
        }
      """
    case .hiddenMethod:
      """
      A method assigns a field that has the name of a method. From then on the method can't be called: a field comes first.

        class Counter {
          init() { this.count = 0; }    // hidden-method
          count() { return 1; }
        }
      """
    case .methodAsCondition:
      """
      A condition is a method of 'this' that is not called. A method counts as true, whatever it would return.

        class List {
          isEmpty() { return this.head == nil; }
          show() { if (this.isEmpty) return; }    // method-as-condition: this.isEmpty() was meant
        }
      """
    case .missingSuperInit:
      """
      A class has an initializer that never calls that of its superclass, so the fields of the superclass are missing.

        class Shape { init(name) { this.name = name; } }
        class Circle < Shape {
          init(radius) { this.radius = radius; }    // missing-super-init
        }
      """
    case .thisBeforeSuperInit:
      """
      An initializer uses 'this' before it has called that of the superclass: the fields of the superclass are not there yet.
      Assigning fields of 'this' is left alone.

        class Circle < Shape {
          init(radius) {
            print this.name;    // this-before-super-init
            super.init("circle");
          }
        }
      """
    }
  }
}
