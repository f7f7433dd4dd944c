import LoxSyntax
import Testing

@Suite struct ParserTests {
  @Test(arguments: [
    ("nil;", "nil"), ("true;", "true"), ("false;", "false"), ("12.5;", "12.5"), ("\"a b\";", "\"a b\""),
    ("a;", "a"), ("(a);", "(group a)"), ("-a;", "(- a)"), ("!!a;", "(! (! a))"), ("- -1;", "(- (- 1.0))"),
    ("a + b - c;", "(- (+ a b) c)"), ("a * b / c;", "(/ (* a b) c)"), ("a + b * c;", "(+ a (* b c))"),
    ("a * b + c;", "(+ (* a b) c)"), ("a < b == c >= d;", "(== (< a b) (>= c d))"),
    ("a != b > c <= d;", "(!= a (<= (> b c) d))"), ("-a * b;", "(* (- a) b)"),
    ("-a.b();", "(- (call (get b a)))"),
    ("!a == b;", "(== (! a) b)"), ("(a + b) * c;", "(* (group (+ a b)) c)"),
    ("a or b or c;", "(or (or a b) c)"), ("a and b and c;", "(and (and a b) c)"),
    ("a or b and c or d;", "(or (or a (and b c)) d)"), ("a and b or c and d;", "(or (and a b) (and c d))"),
    ("a == b and c < d or !e;", "(or (and (== a b) (< c d)) (! e))"),
    ("a = b;", "(= a b)"), ("a = b = c or d;", "(= a (= b (or c d)))"),
    ("a = (b = c);", "(= a (group (= b c)))"),
    ("a.b;", "(get b a)"), ("a.b.c = d;", "(set c (get b a) d)"), ("a.b = c.d = e;", "(set b a (set d c e))"),
    ("a().b = c;", "(set b (call a) c)"), ("f();", "(call f)"),
    ("f(1, a = 2)(g());", "(call (call f 1.0 (= a 2.0)) (call g))"),
    ("a.b(1).c(2);", "(call (get c (call (get b a) 1.0)) 2.0)"),
    ("(a.b)(1);", "(call (group (get b a)) 1.0)"),
    ("1.a;", "(get a 1.0)"), ("f(a, b(c, d), e);", "(call f a (call b c d) e)"),
  ])
  func expressions(text: String, expected: String) {
    let result = parse(text)
    #expect(result.messages == [])
    #expect(ASTPrinter.print(result.ast) == "(expression \(expected))\n")
  }

  @Test(arguments: [
    ("print a;", "(print a)"), ("var a;", "(var a)"), ("var a = 1;", "(var a 1.0)"), ("{}", "(block)"),
    ("{ var a; { a; } }", "(block (var a) (block (expression a)))"),
    ("if (a) b;", "(if a (expression b))"), ("if (a) b; else c;", "(if a (expression b) (expression c))"),
    ("if (a) if (b) c; else d;", "(if a (if b (expression c) (expression d)))"),
    ("if (a) b; else if (c) d; else e;", "(if a (expression b) (if c (expression d) (expression e)))"),
    (
      "if (a) b; else if (c) if (d) e; else f;",
      "(if a (expression b) (if c (if d (expression e) (expression f))))"
    ),
    ("if (a) { if (b) c; } else d;", "(if a (block (if b (expression c))) (expression d))"),
    ("while (a) b;", "(while a (expression b))"), ("for (;;) a;", "(for () () () (expression a))"),
    ("for (var i = 0; i < 1; i = i + 1) {}", "(for (var i 0.0) (< i 1.0) (= i (+ i 1.0)) (block))"),
    ("for (a; b;) c;", "(for (expression a) b () (expression c))"),
    ("for (;; a) b;", "(for () () a (expression b))"),
    ("fun f() {}", "(fun (f ()))"), ("fun f(a, b) { return a; }", "(fun (f (a b) (return a)))"),
    ("fun f() { fun g() { return; } g(); }", "(fun (f () (fun (g () (return))) (expression (call g))))"),
    ("class A {}", "(class A)"), ("class A < B {}", "(class A < B)"),
    (
      "class A { init(a) { this.a = a; } m() { return this; } }",
      "(class A (init (a) (expression (set a this a))) (m () (return this)))"
    ),
    (
      "class A < B { m() { super.m(1).x; return super.n; } }",
      "(class A < B (m () (expression (get x (call (super m) 1.0))) (return (super n))))"
    ),
    (
      "class A { m() { class B < A { n() { super.m(); } } this; fun f() { this; } } }",
      "(class A (m () (class B < A (n () (expression (call (super m))))) (expression this)"
        + " (fun (f () (expression this)))))"
    ),
    ("", ""),
  ])
  func statements(text: String, expected: String) {
    let result = parse(text)
    #expect(result.messages == [])
    #expect(ASTPrinter.print(result.ast) == (text.isEmpty ? "" : expected + "\n"))
  }

  /// Missing parts leave a hole; a missing name is replaced by the last token.
  @Test(arguments: [
    ("print 1 + ;", "(print (+ 1.0 ?))\n"), ("a.1;", "(expression (get . a))\n"),
    ("var 1;", "(var var)\n"), ("fun f(1) {}", "(fun (f (() (expression 1.0)))\n"),
    ("this;", "(expression ?)\n"),
    ("class A < 1 {}", "(class A < < (< (<) (expression 1.0)))\n"),
    ("a = b + ;", "(expression (= a (+ b ?)))\n"),
  ])
  func holes(text: String, expected: String) {
    let result = parse(text)
    #expect(!result.messages.isEmpty)
    #expect(ASTPrinter.print(result.ast) == expected)
  }

  @Test func functionKinds() {
    let ast = parse("fun init() {} class A { init() {} m() { fun init() {} } }").ast
    #expect(ast.functions.map(\.kind) == [.function, .initializer, .function, .method])
  }

  @Test func strings() throws {
    let ast = parse("\"\"; \"two\";").ast
    let texts = ast.strings.map { literal in
      if case .source(let span) = literal {
        String(decoding: ast.source.text(of: span), as: UTF8.self)
      } else {
        "?"
      }
    }
    #expect(texts == ["", "two"])
  }

  @Test(arguments: [
    "0", "1", "12.5", "0.1", "0.3", "100000000000000000000000", "9007199254740993",
    "9007199254740992.9999999",
    "123456789012345678901234567890.12345", "0.000000000000000000000000000000000001", "4.35", "2.675",
    "179769313486231570000000000000", "0.1000000000000000055511151231257827", "00012.50",
    "1.0000000000000000000001",
  ])
  func numbers(text: String) throws {
    #expect(value(of: text) == Double(text))
  }

  @Test func extremeNumbers() {
    #expect(value(of: "1" + "0".repeated(400)) == .infinity)
    #expect(value(of: "0." + "0".repeated(400) + "1") == 0)
    #expect(value(of: "0".repeated(100_000) + "1." + "0".repeated(100_000)) == 1)
    #expect(value(of: "0." + "3".repeated(100_000)) == 1.0 / 3)
  }

  private func value(of text: String) -> Double? {
    let ast = parse(text + ";").ast
    guard case .number(let value)? = ast.expressions.first else { return nil }
    return value
  }
}
