import LoxTooling
import Testing

@Suite struct RenameTests {
  @Test(arguments: [
    ("var |a = 1; fun f(b) { a = a + b; } print a;", "x", "var x = 1; fun f(b) { x = x + b; } print x;"),
    ("{ var |a; { var a; a; } a; }", "longer", "{ var longer; { var a; a; } longer; }"),
    ("class |A {} class B < A {} A();", "C", "class C {} class B < C {} C();"),
    ("fun f(|p) { fun g() { return p; } }", "q", "fun f(q) { fun g() { return q; } }"),
    (
      "class A { m() { this.|f = 1; } } print A().f; var f;", "g",
      "class A { m() { this.g = 1; } } print A().g; var f;"
    ),
    // Only those of the class, if the class of all is known.
    (
      "class A { |m() {} } class B { m() {} } A().m(); B().m();", "n",
      "class A { n() {} } class B { m() {} } A().n(); B().m();"
    ),
    // One that is not known might belong to any class.
    (
      "class A { |m() {} } class B { m() {} } fun f(x) { x.m(); }", "n",
      "class A { n() {} } class B { n() {} } fun f(x) { x.n(); }"
    ),
    (
      "class A { m() {} } class B < A { m() { super.|m(); } } B().m();", "n",
      "class A { n() {} } class B < A { n() { super.n(); } } B().n();"
    ),
    ("var |a = 1; print a", "b", "var b = 1; print b"),
    ("var |a;", "a", "var a;"),
  ])
  func renames(_ source: String, _ name: String, _ expected: String) {
    #expect(MarkedSource(source).renamed(to: name) == expected)
  }

  @Test(arguments: [
    // Not names.
    ("var |a;", "1a", "is not a name"), ("var |a;", "", "is not a name"), ("var |a;", "a b", "is not a name"),
    ("var |a;", "class", "is not a name"), ("var |a;", "é", "is not a name"),
    ("var |a;", "a.b", "is not a name"),
    ("var |a;", " b", "is not a name"), ("var |a;", "b//", "is not a name"),
    // There is nothing that could be renamed.
    ("print |1;", "x", "There is no name here"), ("|print 1;", "x", "There is no name here"),
    ("|clock();", "x", "not defined in this file"), ("|unknown();", "x", "not defined in this file"),
    ("class A { m() { |this; } }", "x", "is a keyword"),
    ("class A { |init() {} }", "x", "initializer"),
    ("class A { init() {} } A().|init();", "x", "initializer"),
    ("x.|unknown;", "y", "not defined in this file"),
    // Collisions.
    ("var |a; var b;", "b", "already in use"), ("var |a; print b;", "b", "already in use"),
    ("var |a;", "clock", "The host already defines"),
    ("{ var |a; var b; }", "b", "would be an error"), ("fun f(|a, b) {}", "b", "would be an error"),
    // The new name would be hidden by an inner variable, or hide an outer one.
    ("var |a; { var b; print a; }", "b", "already in use"),
    ("var b; { var |a; print b; }", "b", "already in use"),
    ("{ var |a; fun f() { print clock(); } }", "clock", "already in use"),
    ("fun f(|a) { { var b; print a; } }", "b", "already in use"),
    ("class A { |m() {} n() {} }", "n", "already has a member"),
    ("class A { n() {} } class B < A { |m() {} }", "n", "already has a member"),
    ("class A { |m() {} }", "init", "initializer"),
    ("class A { init() { this.|x = 1; this.y = 2; } }", "y", "already has a member"),
  ])
  func refuses(_ source: String, _ name: String, _ reason: String) {
    let result = MarkedSource(source).renamed(to: name)
    #expect(result.hasPrefix("error: ") && result.contains(reason), "\(result)")
  }

  @Test func hiddenNamesAreNoCollision() {
    #expect(
      MarkedSource("{ var |a; print a; } { var b; print b; }").renamed(to: "b")
        == "{ var b; print b; } { var b; print b; }")
    #expect(
      MarkedSource("var b; { var |a; print a; } print b;").renamed(to: "b")
        == "var b; { var b; print b; } print b;")
  }
}
