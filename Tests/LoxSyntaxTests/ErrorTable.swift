import Testing

/// A source with errors, and everything that is reported about them.
struct ErrorCase: Sendable, CustomTestStringConvertible {
  var source: String
  var messages: [String]

  init(_ source: String, _ messages: String...) {
    self.source = source
    self.messages = messages
  }

  var testDescription: String { source }
}

/// Erroneous sources with the messages of the book's own compiler.
enum ErrorTable {
  static let statements = [
    ErrorCase("print;", "[line 1] Error at ';': Expect expression."),
    ErrorCase("print 1", "[line 1] Error at end: Expect ';' after value."),
    ErrorCase("print 1 2;", "[line 1] Error at '2': Expect ';' after value."),
    ErrorCase("1", "[line 1] Error at end: Expect ';' after expression."),
    ErrorCase("1 2;", "[line 1] Error at '2': Expect ';' after expression."),
    ErrorCase(";", "[line 1] Error at ';': Expect expression."),
    ErrorCase("}", "[line 1] Error at '}': Expect expression."),
    ErrorCase("print )", "[line 1] Error at ')': Expect expression."),
    ErrorCase("{", "[line 1] Error at end: Expect '}' after block."),
    ErrorCase("{ print 1;", "[line 1] Error at end: Expect '}' after block."),
    ErrorCase("{ { }", "[line 1] Error at end: Expect '}' after block."),
    ErrorCase("if", "[line 1] Error at end: Expect '(' after 'if'."),
    ErrorCase("if (", "[line 1] Error at end: Expect expression."),
    ErrorCase("if (true", "[line 1] Error at end: Expect ')' after condition."),
    ErrorCase("if true) 1;", "[line 1] Error at 'true': Expect '(' after 'if'."),
    ErrorCase("if (true) ", "[line 1] Error at end: Expect expression."),
    ErrorCase("if (true) else 1;", "[line 1] Error at 'else': Expect expression."),
    ErrorCase("else 1;", "[line 1] Error at 'else': Expect expression."),
    ErrorCase("while", "[line 1] Error at end: Expect '(' after 'while'."),
    ErrorCase("while true) 1;", "[line 1] Error at 'true': Expect '(' after 'while'."),
    ErrorCase("while (true 1;", "[line 1] Error at '1': Expect ')' after condition."),
    ErrorCase("for", "[line 1] Error at end: Expect '(' after 'for'."),
    ErrorCase("for (", "[line 1] Error at end: Expect expression."),
    ErrorCase("for (;", "[line 1] Error at end: Expect expression."),
    ErrorCase("for (;;", "[line 1] Error at end: Expect expression."),
    ErrorCase("for (;;) ", "[line 1] Error at end: Expect expression."),
    ErrorCase(
      "for (var i = 0; i < 1; i = i + 1 print i;",
      "[line 1] Error at 'print': Expect ')' after for clauses."),
    ErrorCase(
      "for (1 2; 3; 4) 5;",
      "[line 1] Error at '2': Expect ';' after expression.",
      "[line 1] Error at ')': Expect ';' after expression."),
    ErrorCase("for (print 1;;) 2;", "[line 1] Error at 'print': Expect expression."),
    ErrorCase("for (;; ; ) 1;", "[line 1] Error at ';': Expect expression."),
    ErrorCase(
      "for (fun f() {};;) 1;",
      "[line 1] Error at 'fun': Expect expression.",
      "[line 1] Error at ';': Expect expression.",
      "[line 1] Error at ')': Expect expression."),
    ErrorCase("while (true) var x = 1;", "[line 1] Error at 'var': Expect expression."),
    ErrorCase("if (true) class A {}", "[line 1] Error at 'class': Expect expression."),
    ErrorCase("if (true) fun f() {}", "[line 1] Error at 'fun': Expect expression."),
    ErrorCase(
      "while (true) { print 1; print }",
      "[line 1] Error at '}': Expect expression.",
      "[line 1] Error at end: Expect '}' after block."),
    ErrorCase("return;", "[line 1] Error at 'return': Can't return from top-level code."),
    ErrorCase("return 1;", "[line 1] Error at 'return': Can't return from top-level code."),
    ErrorCase("{ return 1; }", "[line 1] Error at 'return': Can't return from top-level code."),
    ErrorCase(
      "fun f() { return } f();",
      "[line 1] Error at '}': Expect expression.",
      "[line 1] Error at end: Expect '}' after block."),
  ]

  static let declarations = [
    ErrorCase("var", "[line 1] Error at end: Expect variable name."),
    ErrorCase("var 1;", "[line 1] Error at '1': Expect variable name."),
    ErrorCase("var x", "[line 1] Error at end: Expect ';' after variable declaration."),
    ErrorCase("var x = ;", "[line 1] Error at ';': Expect expression."),
    ErrorCase("var x 1;", "[line 1] Error at '1': Expect ';' after variable declaration."),
    ErrorCase("var x = 1", "[line 1] Error at end: Expect ';' after variable declaration."),
    ErrorCase(
      "var if = 1;",
      "[line 1] Error at 'if': Expect variable name.",
      "[line 1] Error at '=': Expect '(' after 'if'."),
    ErrorCase("var this = 1;", "[line 1] Error at 'this': Expect variable name."),
    ErrorCase("fun", "[line 1] Error at end: Expect function name."),
    ErrorCase("fun f", "[line 1] Error at end: Expect '(' after function name."),
    ErrorCase("fun f(", "[line 1] Error at end: Expect parameter name."),
    ErrorCase("fun f()", "[line 1] Error at end: Expect '{' before function body."),
    ErrorCase(
      "fun f() 1;",
      "[line 1] Error at '1': Expect '{' before function body.",
      "[line 1] Error at end: Expect '}' after block."),
    ErrorCase(
      "fun f(1) {}",
      "[line 1] Error at '1': Expect parameter name.",
      "[line 1] Error at end: Expect '}' after block."),
    ErrorCase("fun f(a,) {}", "[line 1] Error at ')': Expect parameter name."),
    ErrorCase(
      "fun f(a b) {}",
      "[line 1] Error at 'b': Expect ')' after parameters.",
      "[line 1] Error at end: Expect '}' after block."),
    ErrorCase("fun f(a, b { }", "[line 1] Error at '{': Expect ')' after parameters."),
    ErrorCase("fun (a) {}", "[line 1] Error at '(': Expect function name."),
    ErrorCase("fun f() {", "[line 1] Error at end: Expect '}' after block."),
    ErrorCase(
      "fun f() { print 1 } print 2",
      "[line 1] Error at '}': Expect ';' after value.",
      "[line 1] Error at end: Expect ';' after value.",
      "[line 1] Error at end: Expect '}' after block."),
    ErrorCase(
      "fun f(this) {}",
      "[line 1] Error at 'this': Expect parameter name.",
      "[line 1] Error at end: Expect '}' after block."),
    ErrorCase("class", "[line 1] Error at end: Expect class name."),
    ErrorCase("class A", "[line 1] Error at end: Expect '{' before class body."),
    ErrorCase("class A {", "[line 1] Error at end: Expect '}' after class body."),
    ErrorCase(
      "class 1 {}",
      "[line 1] Error at '1': Expect class name.",
      "[line 1] Error at end: Expect '}' after block."),
    ErrorCase("class A < {}", "[line 1] Error at '{': Expect superclass name."),
    ErrorCase(
      "class A < 1 {}",
      "[line 1] Error at '1': Expect superclass name.",
      "[line 1] Error at end: Expect '}' after block."),
    ErrorCase("class A < A {}", "[line 1] Error at 'A': A class can't inherit from itself."),
    ErrorCase("class A < B", "[line 1] Error at end: Expect '{' before class body."),
    ErrorCase(
      "class A { 1 }",
      "[line 1] Error at '1': Expect method name.",
      "[line 1] Error at end: Expect '}' after block."),
    ErrorCase("class A { m }", "[line 1] Error at '}': Expect '(' after function name."),
    ErrorCase("class A { m( }", "[line 1] Error at '}': Expect parameter name."),
    ErrorCase("class A { m() }", "[line 1] Error at '}': Expect '{' before function body."),
    ErrorCase(
      "class A { fun m() {} }",
      "[line 1] Error at 'fun': Expect method name.",
      "[line 1] Error at end: Expect '}' after block."),
    ErrorCase(
      "class A { var x; }",
      "[line 1] Error at 'var': Expect method name.",
      "[line 1] Error at end: Expect '}' after class body."),
    ErrorCase(
      "class A { x = 1; y = 2; }",
      "[line 1] Error at '=': Expect '(' after function name.",
      "[line 1] Error at end: Expect '}' after class body."),
    ErrorCase(
      "class A { m() {} 1 n() {} }\nprint 1 2;",
      "[line 1] Error at '1': Expect method name.",
      "[line 2] Error at '2': Expect ';' after value.",
      "[line 2] Error at end: Expect '}' after block."),
    ErrorCase(
      "class A { init() { return 1; } }",
      "[line 1] Error at 'return': Can't return a value from an initializer."),
    ErrorCase(
      "class A { init() { fun f() { return 1; } return 2; } }",
      "[line 1] Error at 'return': Can't return a value from an initializer."),
    ErrorCase(
      "class init 5 { 6 } return 7; }",
      "[line 1] Error at '5': Expect '{' before class body.",
      "[line 1] Error at 'return': Can't return a value from an initializer.",
      "[line 1] Error at end: Expect '}' after class body."),
    ErrorCase(
      "class A { m() { return 1 } n() { return } }",
      "[line 1] Error at '}': Expect ';' after return value.",
      "[line 1] Error at '}': Expect expression.",
      "[line 1] Error at end: Expect '}' after block."),
  ]

  static let expressions = [
    ErrorCase("1 +;", "[line 1] Error at ';': Expect expression."),
    ErrorCase("+ 1;", "[line 1] Error at '+': Expect expression."),
    ErrorCase("* 1 * ;", "[line 1] Error at '*': Expect expression."),
    ErrorCase("(1;", "[line 1] Error at ';': Expect ')' after expression."),
    ErrorCase("(;", "[line 1] Error at ';': Expect expression."),
    ErrorCase("();", "[line 1] Error at ')': Expect expression."),
    ErrorCase("1 + (2 * );", "[line 1] Error at ')': Expect expression."),
    ErrorCase("!;", "[line 1] Error at ';': Expect expression."),
    ErrorCase("- - ;", "[line 1] Error at ';': Expect expression."),
    ErrorCase("a = ;", "[line 1] Error at ';': Expect expression."),
    ErrorCase("a = b = ;", "[line 1] Error at ';': Expect expression."),
    ErrorCase("1 = 2;", "[line 1] Error at '=': Invalid assignment target."),
    ErrorCase("a + b = c;", "[line 1] Error at '=': Invalid assignment target."),
    ErrorCase("-a = 1;", "[line 1] Error at '=': Invalid assignment target."),
    ErrorCase("(a) = 1;", "[line 1] Error at '=': Invalid assignment target."),
    ErrorCase("a.b + c = 1;", "[line 1] Error at '=': Invalid assignment target."),
    ErrorCase("a() = 1;", "[line 1] Error at '=': Invalid assignment target."),
    ErrorCase("\"s\" = 1;", "[line 1] Error at '=': Invalid assignment target."),
    ErrorCase("nil = 1;", "[line 1] Error at '=': Invalid assignment target."),
    ErrorCase("a or b = c;", "[line 1] Error at '=': Invalid assignment target."),
    ErrorCase("a and b = c;", "[line 1] Error at '=': Invalid assignment target."),
    ErrorCase(
      "a or b or * .c = fun 1;",
      "[line 1] Error at '*': Expect expression.",
      "[line 1] Error at '1': Expect function name.",
      "[line 1] Error at end: Expect '}' after block."),
    ErrorCase("a and b or * .c = var 1;", "[line 1] Error at '*': Expect expression."),
    ErrorCase("a or * .c = var 1;", "[line 1] Error at '*': Expect expression."),
    ErrorCase("f(;", "[line 1] Error at ';': Expect expression."),
    ErrorCase("f(1;", "[line 1] Error at ';': Expect ')' after arguments."),
    ErrorCase("f(1,);", "[line 1] Error at ')': Expect expression."),
    ErrorCase("f(,1);", "[line 1] Error at ',': Expect expression."),
    ErrorCase("f(1 2);", "[line 1] Error at '2': Expect ')' after arguments."),
    ErrorCase(
      "f(1, 2;\nprint 3 4;",
      "[line 1] Error at ';': Expect ')' after arguments.",
      "[line 2] Error at '4': Expect ';' after value."),
    ErrorCase("a.;", "[line 1] Error at ';': Expect property name after '.'."),
    ErrorCase("a.1;", "[line 1] Error at '1': Expect property name after '.'."),
    ErrorCase("a.b.;", "[line 1] Error at ';': Expect property name after '.'."),
    ErrorCase(
      "a.if;",
      "[line 1] Error at 'if': Expect property name after '.'.",
      "[line 1] Error at ';': Expect '(' after 'if'."),
    ErrorCase("a.b = ;", "[line 1] Error at ';': Expect expression."),
    ErrorCase("a . = 2;", "[line 1] Error at '=': Expect property name after '.'."),
    ErrorCase("a b;", "[line 1] Error at 'b': Expect ';' after expression."),
    ErrorCase("1 \"s\";", "[line 1] Error at '\"s\"': Expect ';' after expression."),
    ErrorCase("a == ;", "[line 1] Error at ';': Expect expression."),
    ErrorCase("a < > b;", "[line 1] Error at '>': Expect expression."),
    ErrorCase("12.;", "[line 1] Error at ';': Expect property name after '.'."),
    ErrorCase(".5;", "[line 1] Error at '.': Expect expression."),
    ErrorCase("1..2;", "[line 1] Error at '.': Expect property name after '.'."),
    ErrorCase("1 and ;", "[line 1] Error at ';': Expect expression."),
    ErrorCase("or 1;", "[line 1] Error at 'or': Expect expression."),
    ErrorCase(
      "class;",
      "[line 1] Error at ';': Expect class name.",
      "[line 1] Error at end: Expect '}' after block."),
    ErrorCase("print fun;", "[line 1] Error at 'fun': Expect expression."),
    ErrorCase("var x = class;", "[line 1] Error at 'class': Expect expression."),
    ErrorCase("this;", "[line 1] Error at 'this': Can't use 'this' outside of a class."),
    ErrorCase("this.x = 1;", "[line 1] Error at 'this': Can't use 'this' outside of a class."),
    ErrorCase("{ this; }", "[line 1] Error at 'this': Can't use 'this' outside of a class."),
    ErrorCase(
      "fun f() { this; } this;",
      "[line 1] Error at 'this': Can't use 'this' outside of a class.",
      "[line 1] Error at 'this': Can't use 'this' outside of a class."),
    ErrorCase("super;", "[line 1] Error at 'super': Can't use 'super' outside of a class."),
    ErrorCase("super.x;", "[line 1] Error at 'super': Can't use 'super' outside of a class."),
    ErrorCase("super.x();", "[line 1] Error at 'super': Can't use 'super' outside of a class."),
    ErrorCase(
      "class A { m() { super.m(); } }",
      "[line 1] Error at 'super': Can't use 'super' in a class with no superclass."),
    ErrorCase("class A < B { m() { super; } }", "[line 1] Error at ';': Expect '.' after 'super'."),
    ErrorCase("class A < B { m() { super.; } }", "[line 1] Error at ';': Expect superclass method name."),
    ErrorCase("class A < B { m() { super.m = 1; } }", "[line 1] Error at '=': Invalid assignment target."),
    ErrorCase("class A { m() { this = 1; } }", "[line 1] Error at '=': Invalid assignment target."),
    ErrorCase(
      "fun f() { super.m(1, 2; }",
      "[line 1] Error at 'super': Can't use 'super' outside of a class."),
  ]

  static let characters = [
    ErrorCase("@", "[line 1] Error: Unexpected character."),
    ErrorCase("@@@\n@;", "[line 1] Error: Unexpected character."),
    ErrorCase("print @ 1;", "[line 1] Error: Unexpected character."),
    ErrorCase("print 1 @ 2;", "[line 1] Error: Unexpected character."),
    ErrorCase(
      "a = 1 # 2;\nb c;",
      "[line 1] Error: Unexpected character.",
      "[line 2] Error at 'c': Expect ';' after expression."),
    ErrorCase("\"abc", "[line 1] Error: Unterminated string."),
    ErrorCase("\"abc\ndef\n", "[line 3] Error: Unterminated string."),
    ErrorCase("print \"a\nb\" 1;", "[line 2] Error at '1': Expect ';' after value."),
    ErrorCase("print 1\n\n\n", "[line 4] Error at end: Expect ';' after value."),
    ErrorCase("1 & 2 | 3;", "[line 1] Error: Unexpected character.", "[line 1] Error: Unexpected character."),
    ErrorCase("print '1';", "[line 1] Error: Unexpected character."),
    ErrorCase("\\", "[line 1] Error: Unexpected character."),
    ErrorCase("var é = 1;", "[line 1] Error: Unexpected character."),
    ErrorCase("print \"é\" é;", "[line 1] Error: Unexpected character."),
    ErrorCase("// only a comment\nx", "[line 2] Error at end: Expect ';' after expression."),
    ErrorCase("x /* y */;", "[line 1] Error at '*': Expect expression."),
    ErrorCase(
      "print ~1; print ^2;",
      "[line 1] Error: Unexpected character.",
      "[line 1] Error: Unexpected character."),
  ]

  static let synchronization = [
    ErrorCase(
      "print 1 2; print 3 4;",
      "[line 1] Error at '2': Expect ';' after value.",
      "[line 1] Error at '4': Expect ';' after value."),
    ErrorCase(
      "var 1 var 2",
      "[line 1] Error at '1': Expect variable name.",
      "[line 1] Error at '2': Expect variable name."),
    ErrorCase(
      "var 1; var 2; print 3 4",
      "[line 1] Error at '1': Expect variable name.",
      "[line 1] Error at '2': Expect variable name.",
      "[line 1] Error at '4': Expect ';' after value."),
    ErrorCase(
      "1 2 3 class A {} 4 5;",
      "[line 1] Error at '2': Expect ';' after expression.",
      "[line 1] Error at '5': Expect ';' after expression."),
    ErrorCase(
      "a b fun f() {} c d",
      "[line 1] Error at 'b': Expect ';' after expression.",
      "[line 1] Error at 'd': Expect ';' after expression."),
    ErrorCase(
      "fun f( { print 1 2; print 3; } print 4 5;",
      "[line 1] Error at '{': Expect parameter name.",
      "[line 1] Error at '5': Expect ';' after value."),
    ErrorCase(
      "{ 1 2; 3 4; } 5 6;",
      "[line 1] Error at '2': Expect ';' after expression.",
      "[line 1] Error at '4': Expect ';' after expression.",
      "[line 1] Error at '6': Expect ';' after expression."),
    ErrorCase(
      "{ var a = ; { print b c; } } d e;",
      "[line 1] Error at ';': Expect expression.",
      "[line 1] Error at 'c': Expect ';' after value.",
      "[line 1] Error at 'e': Expect ';' after expression."),
    ErrorCase(
      "if (a b) c d; else e f;",
      "[line 1] Error at 'b': Expect ')' after condition.",
      "[line 1] Error at 'else': Expect expression."),
    ErrorCase(
      "while (1 2) { 3 4; }",
      "[line 1] Error at '2': Expect ')' after condition.",
      "[line 1] Error at '}': Expect expression."),
    ErrorCase(
      "for (1 2; 3 4; 5 6) { 7 8; }",
      "[line 1] Error at '2': Expect ';' after expression.",
      "[line 1] Error at '6': Expect ';' after expression.",
      "[line 1] Error at '}': Expect expression."),
    ErrorCase("fun f() { g( } h i; }", "[line 1] Error at '}': Expect expression."),
    ErrorCase(
      "class A { m() { 1 2; 3 4; } n( { } } 5 6;",
      "[line 1] Error at '2': Expect ';' after expression.",
      "[line 1] Error at '4': Expect ';' after expression.",
      "[line 1] Error at '{': Expect parameter name."),
    ErrorCase(
      "1 2 return 3;",
      "[line 1] Error at '2': Expect ';' after expression.",
      "[line 1] Error at 'return': Can't return from top-level code."),
    ErrorCase(
      "1 2 if (x y) z;",
      "[line 1] Error at '2': Expect ';' after expression.",
      "[line 1] Error at 'y': Expect ')' after condition."),
    ErrorCase(
      "} } print 1 2;",
      "[line 1] Error at '}': Expect expression.",
      "[line 1] Error at '2': Expect ';' after value."),
    ErrorCase(
      "{ } } print 1 2;",
      "[line 1] Error at '}': Expect expression.",
      "[line 1] Error at '2': Expect ';' after value."),
    ErrorCase(
      "( ( ( ; ) ) ) print 1 2;",
      "[line 1] Error at ';': Expect expression.",
      "[line 1] Error at '2': Expect ';' after value."),
    ErrorCase(
      "print 1 +\n\n* 2;\nprint 3\nprint 4;",
      "[line 3] Error at '*': Expect expression.",
      "[line 5] Error at 'print': Expect ';' after value."),
    ErrorCase(
      "a.b.c = ;\nvar x = f(1,\n2\n;\nclass { }",
      "[line 1] Error at ';': Expect expression.",
      "[line 4] Error at ';': Expect ')' after arguments.",
      "[line 5] Error at '{': Expect class name."),
    ErrorCase(
      "@ print 1 2; @ 3 4;",
      "[line 1] Error: Unexpected character.",
      "[line 1] Error: Unexpected character."),
    ErrorCase(
      "1 2 @ print 3; 4 5;",
      "[line 1] Error at '2': Expect ';' after expression.",
      "[line 1] Error: Unexpected character.",
      "[line 1] Error at '5': Expect ';' after expression."),
    ErrorCase(
      "x = { 1; };",
      "[line 1] Error at '{': Expect expression.",
      "[line 1] Error at '}': Expect expression."),
    ErrorCase(
      "print print 1; 2 3;",
      "[line 1] Error at 'print': Expect expression.",
      "[line 1] Error at '3': Expect ';' after expression."),
    ErrorCase(
      "if (1) 2; else 3; else 4; 5 6;",
      "[line 1] Error at 'else': Expect expression.",
      "[line 1] Error at '6': Expect ';' after expression."),
    ErrorCase("return return;", "[line 1] Error at 'return': Can't return from top-level code."),
    ErrorCase("fun f() { return return; }", "[line 1] Error at 'return': Expect expression."),
    ErrorCase(
      "var a; var b c; var d e; var f;",
      "[line 1] Error at 'c': Expect ';' after variable declaration.",
      "[line 1] Error at 'e': Expect ';' after variable declaration."),
    ErrorCase(
      "class A { class B {} } 1 2;",
      "[line 1] Error at 'class': Expect method name.",
      "[line 1] Error at end: Expect '}' after block."),
    ErrorCase("fun f(a, b, 1, c) { 2 3; }", "[line 1] Error at '1': Expect parameter name."),
    ErrorCase(
      "class A < B { m() { super 1; super.2; super . ( ) ; } }",
      "[line 1] Error at '1': Expect '.' after 'super'.",
      "[line 1] Error at '2': Expect superclass method name.",
      "[line 1] Error at '(': Expect superclass method name."),
  ]
}
