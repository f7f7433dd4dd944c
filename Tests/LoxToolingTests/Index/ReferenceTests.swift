import LoxSource
import LoxSyntax
import LoxTooling
import Testing

@Suite struct ReferenceTests {
  @Test(arguments: [
    // Globals are one variable, wherever they are declared.
    (
      "var |a = 1; fun f() { a = a + 1; } { var a; a; } print a;",
      "var [a] = 1; fun f() { [a] = [a] + 1; } { var a; a; } print [a];"
    ),
    ("fun f() { g(); } fun |g() {} g();", "fun f() { [g](); } fun [g]() {} [g]();"),
    ("var a; var |a; a;", "var [a]; var [a]; [a];"),
    // Locals.
    (
      "var a; { var |a = 1; { var a; a; } fun f() { fun g() { return a; } } } a;",
      "var a; { var [a] = 1; { var a; a; } fun f() { fun g() { return [a]; } } } a;"
    ),
    ("fun f(a, b) { return |b + b; }", "fun f(a, [b]) { return [b] + [b]; }"),
    (
      "for (var |i = 0; i < 3; i = i + 1) print i; var i;",
      "for (var [i] = 0; [i] < 3; [i] = [i] + 1) print [i]; var i;"
    ),
    ("{ var a = 1; print a|; }", "{ var [a] = 1; print [a]; }"),
    // Members, by the class of the receiver.
    (
      "class A { m() { this.m(); } } class B { m() {} } A().|m(); B().m();",
      "class A { [m]() { this.[m](); } } class B { m() {} } A().[m](); B().m();"
    ),
    (
      "class A { |m() {} } class B < A { m() { super.m(); } } fun f(x) { x.m(); }",
      "class A { [m]() {} } class B < A { [m]() { super.[m](); } } fun f(x) { x.[m](); }"
    ),
    (
      "class A { init() { this.|x = 1; } } var a = A(); a.x = a.x + 1; fun f(o) { o.y = o.x; }",
      "class A { init() { this.[x] = 1; } } var a = A(); a.[x] = a.[x] + 1; fun f(o) { o.y = o.[x]; }"
    ),
    // Of `this` in its class.
    (
      "class A { m() { |this.x = this; } } class B { n() { this; } }",
      "class A { m() { [this].x = [this]; } } class B { n() { this; } }"
    ),
    // Names in sources with errors.
    (
      "var |a = ; print a; fun 1( { a; } class { } print a.",
      "var [a] = ; print [a]; fun 1( { [a]; } class { } print [a]."
    ),
    ("nothing|.here", "[nothing].here"),
  ])
  func references(_ source: String, _ expected: String) {
    #expect(MarkedSource(source).references == expected)
  }

  @Test(arguments: [
    ("var a; var b = |a;", "var [a]; var b = a;"),
    ("class A { m() {} } var a = A(); a.|m();", "class A { [m]() {} } var a = A(); a.m();"),
    (
      "class A { m() {} } class B < A {} fun make() { return B(); } make().|m();",
      "class A { [m]() {} } class B < A {} fun make() { return B(); } make().m();"
    ),
    (
      "class A { m() { return this; } } A().m().m().|m();",
      "class A { [m]() { return this; } } A().m().m().m();"
    ),
    (
      "class A { m() {} } class B { m() {} } fun f(x) { x.|m(); }",
      "class A { [m]() {} } class B { [m]() {} } fun f(x) { x.m(); }"
    ),
    (
      "class E { go() {} } class C { init() { this.e = nil; this.e = E(); } m() { this.e.|go(); } } class D { go() {} }",
      "class E { [go]() {} } class C { init() { this.e = nil; this.e = E(); } m() { this.e.go(); } } class D { go() {} }"
    ),
    // A variable that gets different values has no certain class.
    (
      "class A { m() {} } class B { m() {} } var x = A(); x = B(); x.|m();",
      "class A { [m]() {} } class B { [m]() {} } var x = A(); x = B(); x.m();"
    ),
    // A method that subclasses have.
    (
      "class A { run() { this.|step(); } } class B < A { step() {} } class C { step() {} }",
      "class A { run() { this.step(); } } class B < A { [step]() {} } class C { step() {} }"
    ),
    (
      "class A { m() {} } class B < A { m() { super.|m(); } }",
      "class A { [m]() {} } class B < A { m() { super.m(); } }"
    ),
    ("class A {} class B < A { m() { |super.m(); } }", "class [A] {} class B < A { m() { super.m(); } }"),
    ("class A { m() { |this; } }", "class [A] { m() { this; } }"),
    ("class A { init() { this.x = 1; } } A().|x;", "class A { init() { this.[x] = 1; } } A().x;"),
    (
      "class A {} var a = A(); a.color = 1; print a.|color;",
      "class A {} var a = A(); a.[color] = 1; print a.color;"
    ),
    ("|clock();", "clock();"),
    // Linked lists refer to themselves.
    (
      "class N { init(n) { this.next = nil; this.v = 1; } add() { this.next = N(this); } } var n = N(nil); while (n) { print n.|v; n = n.next; } class M { init() { this.v = 2; } }",
      "class N { init(n) { this.next = nil; this.[v] = 1; } add() { this.next = N(this); } } var n = N(nil); while (n) { print n.v; n = n.next; } class M { init() { this.v = 2; } }"
    ),
  ])
  func definitions(_ source: String, _ expected: String) {
    #expect(MarkedSource(source).definitions == expected)
  }

  @Test func noReferencesWhereNoNameIs() {
    #expect(MarkedSource("var a = |1;").index.references(at: 8).isEmpty)
    #expect(MarkedSource("").index.references(at: 0).isEmpty)
    #expect(MarkedSource("a").index.references(at: 4_000_000_000).isEmpty)
  }

  @Test func globalsMayBeUsedBeforeTheyAreDeclared() throws {
    let source = MarkedSource("fun f() { return later; } unknown; var later;")
    let later = try #require(source.index.global(named: "later"))
    #expect(source.index[later].kind == .variable)
    #expect(source.index[later].nameSpan == SourceSpan(start: 39, end: 44))
    let unknown = try #require(source.index.global(named: "unknown"))
    #expect(source.index[unknown].kind == .undeclared)
  }

  @Test func classesInCircles() {
    // No such class can be made at run time, but it can be written.
    let source = MarkedSource("class A < B { m() { this.|x(); } } class B < A { n() { this.x = A(); } }")
    #expect(
      source.references == "class A < B { m() { this.[x](); } } class B < A { n() { this.[x] = A(); } }")
  }
}
