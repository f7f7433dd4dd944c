import LoxTooling
import Testing

struct InteractiveInputTests {
  private func input(_ text: String) -> InteractiveInput { InteractiveInput(Array(text.utf8)) }

  @Test(arguments: [
    "", "  ", "// comment", "print 1;", "var a = 1; print a;", "{ print 1; }", "fun f() { return 1; }",
    "class A { init() { this.x = 1; } }", "if (true) print 1;", "if (a) { b; } else { c; }",
    "while (x) { x = x - 1; }",
    "for (;;) { f(); }", "print \"two\nlines\";", "print 1 // comment {\n;",
  ]) func completeScripts(_ text: String) {
    #expect(input(text).status == .complete)
    #expect(!input(text).asksForValue)
  }

  @Test(arguments: [
    ("{", 1), ("fun f() {", 1), ("fun f() { if (x) {", 2), ("fun f()", 0), ("fun f(a,", 1), ("class A", 0),
    ("class A <", 0),
    ("class A {", 1), ("class A { f() {\n}", 1), ("if (x)", 0), ("if (x", 1), ("if (x) f(); else", 0),
    ("if (x) {} else if (y)", 0), ("while (true)", 0), ("for (var i = 0;", 1), ("print", 0), ("print 1 +", 0),
    ("f(1,", 1), ("var a =", 0), ("a.", 0), ("(1 + 2", 1), ("!", 0), ("x and", 0), ("print \"text", 0),
    ("\"text {", 0), ("{ // comment }", 1), ("1 + // three", 0),
  ]) func incompleteScripts(_ text: String, _ depth: Int) {
    #expect(input(text).status == .incomplete(depth: depth))
  }

  @Test(arguments: [
    "print 1 +;", "}", ")", "var 1 = 2;", "print 1 2", "fun f( { }", "return 1;", "@", "print this;", "a b",
    "1 = 2;", "if (x) { print 1 }", "class A { f( } }",
  ]) func noFurtherLineHelps(_ text: String) {
    #expect(input(text).status == .complete)
    #expect(!input(text).asksForValue)
  }

  @Test(arguments: [
    "1 + 2", "x", "a = 3 // three", "var a = 1; a", "\"text\"", "fun f() {} f", "(1\n+ 2)\n", "nil",
  ]) func expressionsWithoutSemicolon(_ text: String) {
    let input = input(text)
    #expect(input.status == .complete)
    #expect(input.asksForValue)
    #expect(!input.endsWithCall)
  }

  @Test(arguments: [
    "var x = 1", "print 1", "x = 1; print x", "if (x) print 1", "return", "x++", "for (;;) print 1",
    "const a = 1",
    "import \"a\" as a", "throw 1",
  ]) func statementsWithoutSemicolon(_ text: String) {
    #expect(input(text).status == .complete)
    #expect(!input(text).asksForValue)
  }

  @Test func calls() {
    #expect(input("f(1)").endsWithCall)
    #expect(input("a.b.c()").endsWithCall)
    #expect(!input("f(1) + 1").endsWithCall)
    #expect(!input("f(1);").endsWithCall)
  }

  @Test func nestingIsBounded() {
    #expect(input(String(repeating: "(", count: 300_000)).status == .complete)
    #expect(input(String(repeating: "(", count: 100)).status == .incomplete(depth: 100))
  }
}
