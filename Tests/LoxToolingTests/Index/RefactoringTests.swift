import LoxSource
import LoxSyntax
import LoxTooling
import Testing

/// What refactorings make of a source, in which two `|` mark the selection, or one the place.
@Suite struct RefactoringTests {
  private static let book = "// lox: book\n"
  private static let extended = "// lox: extended\n"

  private func refactored(_ marked: String, _ kind: Refactoring.Kind, last: Bool = false) -> String? {
    let source = MarkedSource(marked)
    let selection = SourceSpan(start: source.offset, end: source.offsets.last ?? source.offset)
    let found = source.index.refactorings(in: selection, kinds: [kind])
    return (last ? found.last : found.first).map {
      String(decoding: source.index.bytes(after: $0.edits), as: UTF8.self)
    }
  }

  @Test(
    arguments: [
      ("fun f(a, b) {\n  print |a + b|;\n}", "fun f(a, b) {\n  var value = a + b;\n  print value;\n}"),
      ("fun f(a) { return|-a|; }", "fun f(a) { var value = -a; return value; }"),
      ("fun f(a) { |f(a - 1);| }", nil),
      ("fun f(a) { |f(a - 1)|; }", "fun f(a) { var value = f(a - 1); }"),
      ("class Point {}\nvar p = [|Point()|];", nil),
      ("class Point {}\nprint |Point()|;", "class Point {}\nvar point = Point();\nprint point;"),
      ("var value = 1;\nprint |(1 + 2)| * 3;", "var value = 1;\nvar value2 = 1 + 2;\nprint value2 * 3;"),
      // The order would change, or it is not always evaluated.
      ("fun f(a) { print f(1) + |f(a)|; }", nil), ("fun f(a) { print a or |f(a)|; }", nil),
      ("fun f(a) { while (|f(a)|) a = 1; }", nil), ("fun f(a) { if (a) print |f(a)|; }", nil),
      ("fun f(a) { print a.b + |a.c|; }", nil), ("fun f(a) { print |a.b|(1); }", nil),
      ("fun f(a) { for (var i = 0; i < |f(a)|; i = i + 1) {} }", nil), ("fun f(a) { |a = 1|; }", nil),
      ("fun f(a) { print a + |a|; }", nil), ("fun f(a) { a = 1; print f(a) + |(a + 1)|; }", nil),
    ] as [(String, String?)])
  func variables(_ source: String, _ expected: String?) {
    #expect(refactored(Self.book + source, .extractVariable) == expected.map { Self.book + $0 })
  }

  @Test(
    arguments: [
      ("print |[1]|.length;", "const value = [1];\nprint value.length;"),
      ("fun f(x) { return x ?? |f(x)|; }", nil), ("const g = x => |x + 1|;", nil),
      ("fun f(x) { print \"a |${x}| b\"; }", nil), ("var t: |Number| = 1;", nil),
      ("fun f(x) { print x?.a|.b()|; }", nil), ("fun f(x) { print x ? |1 + 2| : 3; }", nil),
      ("fun f(x) { x += |f(2)|; }", nil), ("const g = |x => x|;", nil),
      ("fun f(a) { print {|a|}; }", nil), ("fun f(a) { print {|b|: 1}; }", nil),
      ("fun f(a, b) { print a + |f(b)|; }", "fun f(a, b) { const value = f(b); print a + value; }"),
    ] as [(String, String?)])
  func extendedVariables(_ source: String, _ expected: String?) {
    #expect(refactored(Self.extended + source, .extractVariable) == expected.map { Self.extended + $0 })
  }

  @Test func allOccurrences() {
    let source =
      "fun f() {\n  var a = 2;\n  print |a * 3|;\n  if (a) { print 1 + a * 3; var a = 4; print a * 3; }\n}"
    #expect(
      refactored(Self.book + source, .extractVariable, last: true)
        == Self.book
        + "fun f() {\n  var a = 2;\n  var value = a * 3;\n  print value;\n  if (a) { print 1 + value; var a = 4; print a * 3; }\n}"
    )
    // Only one, if the value may be another one later.
    let changed = "fun f(a) {\n  print |a * 3|;\n  print a * 3;\n}"
    #expect(
      refactored(Self.book + changed, .extractVariable, last: true)
        == Self.book + "fun f(a) {\n  var value = a * 3;\n  print value;\n  print a * 3;\n}")
  }

  @Test(
    arguments: [
      (
        "fun f(a) {\n  return a and |a + 1|;\n}\nprint f(1);",
        "fun f(a) {\n  return a and extracted(a);\n}\n\nfun extracted(a) {\n  return a + 1;\n}\nprint f(1);"
      ),
      (
        "class A {\n  f(a) {\n    |print this.b;\n    print a;|\n  }\n}",
        "class A {\n  f(a) {\n    this.extracted(a);\n  }\n\n  extracted(a) {\n    print this.b;\n    print a;\n  }\n}"
      ),
      (
        "fun f() {\n  |var a = 1;\n  a = a + 1;|\n  print a;\n}",
        "fun f() {\n  var a = extracted();\n  print a;\n}\n\nfun extracted() {\n  var a = 1;\n  a = a + 1;\n  return a;\n}"
      ),
      (
        "fun f(n) {\n  while (n > 0) {\n    |n = n - 1;|\n  }\n}",
        "fun f(n) {\n  while (n > 0) {\n    n = extracted(n);\n  }\n}\n\nfun extracted(n) {\n  n = n - 1;\n  return n;\n}"
      ),
      ("|print 1 + 2;|", "fun extracted() {\n  print 1 + 2;\n}\n\nextracted();"),
      (
        "// A class.\nclass A { f() { return |1 + 2|; } }\nprint A();",
        "// A class.\nclass A { f() { return extracted(); } }\n\nfun extracted() {\n  return 1 + 2;\n}\nprint A();"
      ),
      (
        "var a = 1;\n// Prints.\nprint |a + 2|;",
        "var a = 1;\nfun extracted() {\n  return a + 2;\n}\n\n// Prints.\nprint extracted();"
      ),
      ("fun f() { |{ print 1; }| }", "fun f() { extracted(); }\n\nfun extracted() {\n  { print 1; }\n}"),
      // What a function could not do.
      ("fun f(a) { |if (a) return 1;| }", nil), ("fun f() { |var a = 1; var b = 2;| print a + b; }", nil),
      ("class B { f() {} } class A < B { f() { |super.f();| } }", nil), ("|var a = 1;| print a;", nil),
      ("fun f() { var a = 1; fun g() { a = 2; } |g(); print a;| }", nil),
      ("fun f() { var a = 1; fun g() { |a = 2;| } g(); print a; }", nil),
      ("fun f() { |fun g() {}| g(); }", nil), ("fun f(a) { print |a = 1|; }", nil),
    ] as [(String, String?)])
  func functions(_ source: String, _ expected: String?) {
    #expect(refactored(Self.book + source, .extractFunction) == expected.map { Self.book + $0 })
  }

  @Test(
    arguments: [
      ("fun f(a) { while (a) { |if (a) break;| } }", nil), ("fun f() { |Fiber.yield(1);| }", nil),
      ("fun f(a) { try { |a = 1; f(2);| } catch (e) { print a; } }", nil),
      (
        "fun f(a) { |while (a) { break; }| }",
        "fun f(a) { extracted(a); }\n\nfun extracted(a) {\n  while (a) { break; }\n}"
      ),
      ("class A { class f() { |print this;| } }", nil),
    ] as [(String, String?)])
  func extendedFunctions(_ source: String, _ expected: String?) {
    #expect(refactored(Self.extended + source, .extractFunction) == expected.map { Self.extended + $0 })
  }

  @Test(
    arguments: [
      ("fun f() {\n  var |a = 1 + 2;\n  print a * a;\n}", "fun f() {\n  print (1 + 2) * (1 + 2);\n}"),
      ("fun f(x) {\n  var a = f(x);\n  return |a;\n}", "fun f(x) {\n  return f(x);\n}"),
      ("fun f(x) {\n  var a = f(x);\n  return -|a;\n}", "fun f(x) {\n  return -f(x);\n}"),
      ("fun f(x) {\n  var a = -x;\n  return -|a;\n}", "fun f(x) {\n  return -(-x);\n}"),
      ("fun f(x) { var a = x.b; print x; return |a; }", nil),
      ("fun f(x) { var a = f(x); return f(1) + |a; }", nil),
      ("fun f(x) { var |a = 1; a = 2; print a; }", nil), ("fun f(x) { var a = f(x); while (|a) {} }", nil),
      ("var |a = 1; print a;", nil), ("fun f(x) { var a = x; { var x = 2; print |a; } }", nil),
      ("fun f(x) { var a = f(x); print |a; print a; }", nil), ("fun f(x) { var |a = 1; }", nil),
    ] as [(String, String?)])
  func inlinedVariables(_ source: String, _ expected: String?) {
    #expect(refactored(Self.book + source, .inlineVariable) == expected.map { Self.book + $0 })
  }

  @Test(
    arguments: [
      (
        "fun add(a, b) { return a + b; }\nprint |add(1, 2) * 3;",
        "fun add(a, b) { return a + b; }\nprint (1 + 2) * 3;"
      ),
      (
        "fun add(a, b) { return a + b; }\nprint |add(2 - 1, 2);",
        "fun add(a, b) { return a + b; }\nprint (2 - 1) + 2;"
      ),
      ("fun same(a) { return a; }\nprint -|same(1 + 2);", "fun same(a) { return a; }\nprint -(1 + 2);"),
      (
        "fun f(x) { print x; }\nfun g(a) { return a.b; }\nprint |g(f(1));",
        "fun f(x) { print x; }\nfun g(a) { return a.b; }\nprint f(1).b;"
      ),
      // Arguments with effects that would be evaluated twice, not at all, in another order, or only sometimes.
      ("fun g(a) { return a + a; }\nprint |g(g(1));", nil), ("fun g(a) { return 1; }\nprint |g(g(1));", nil),
      ("fun g(a, b) { return b - a; }\nprint |g(g(1, 2), g(2, 3));", nil),
      ("fun g(a, b) { return a and b; }\nprint |g(1, g(2, 3));", nil),
      ("fun g(a) { return a; }\nprint |g(1, 2);", nil), ("fun g(a) { print a; }\nprint |g(1);", nil),
      ("print |g(1);\nfun g(a) { return a; }", nil), ("fun g(a) { return a; }\ng = 1;\nprint |g(1);", nil),
      ("var b = 1;\nfun g(a) { return a + b; }\nfun f(b) { return |g(b); }", nil),
    ] as [(String, String?)])
  func inlinedFunctions(_ source: String, _ expected: String?) {
    #expect(refactored(Self.book + source, .inlineFunction) == expected.map { Self.book + $0 })
  }

  /// Nothing is offered in sources with errors, and no selection is a problem.
  @Test func anySelection() {
    let source = MarkedSource(
      "fun f(a) {\n  var b = a + 1;\n  return f(b) or \"x\";\n}\nprint f(1) + f(2);\n")
    let broken = MarkedSource("fun f(a) { return a + ; }")
    let count = UInt32(source.text.utf8.count)
    var offered = 0
    for start in 0...count {
      for end in stride(from: start, through: count + 2, by: 3) {
        offered += source.index.refactorings(in: SourceSpan(start: start, end: end)).count
        #expect(broken.index.refactorings(in: SourceSpan(start: start, end: end)).isEmpty)
      }
    }
    #expect(offered > 10)
  }
}
