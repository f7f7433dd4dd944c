import LoxSemantics
import LoxSyntax
import Testing

/// Which variable each name refers to.
@Suite struct ResolverTests {
  @Test(arguments: [
    // Globals are bound late, even before their declaration.
    ("print a; var a; a = a;", "print a; var a; a = a;"),
    ("fun f() { return g; } var g;", "fun f() { return g; } var g;"),

    // Scopes.
    ("{ var a; a; } a;", "{ var a#0; a#0; } a;"),
    ("{ a; var a; a; }", "{ a; var a#0; a#0; }"),
    ("{ var a; { var a; a; } a; }", "{ var a#0; { var a#1; a#1; } a#0; }"),
    ("{ var a; { a; var a; a; } }", "{ var a#0; { a#0; var a#1; a#1; } }"),
    ("{ { var a; } { var a; a; } a; }", "{ { var a#0; } { var a#1; a#1; } a; }"),
    ("if (a) { var a; a; } else a;", "if (a) { var a#0; a#0; } else a;"),
    ("{ var a; while (a) { var b = a; b; } }", "{ var a#0; while (a#0) { var b#1 = a#0; b#1; } }"),

    // A loop variable is visible in the clauses and in the body, which may shadow it.
    (
      "for (var i = i0; i < 3; i = i + 1) print i; i;",
      "for (var i#0a = i0; i#0 < 3; i#0 = i#0 + 1) print i#0; i;"
    ),
    ("for (var i;;) { var i; i; }", "for (var i#0;;) { var i#1; i#1; }"),
    ("for (i = 1;;) {}", "for (i = 1;;) {}"),

    // Functions and parameters.
    ("fun f(a, b) { var c = a; return b + c; }", "fun f(a#0, b#1) { var c#2 = a#0; return b#1 + c#2; }"),
    ("fun f(f) { f; } f;", "fun f(f#0) { f#0; } f;"),
    ("{ fun f() {} f(); }", "{ fun f#0() {} f#0(); }"),
    ("{ fun f() { f(); } }", "{ fun f#0c() { f^0(); } }\nf: #0"),
    ("{ fun f() { g(); } fun g() {} }", "{ fun f#0() { g(); } fun g#1() {} }"),

    // Closures: each function in between passes the variable on.
    ("{ var a; fun f() { a; } }", "{ var a#0c; fun f#1() { a^0; } }\nf: #0"),
    (
      "fun f(a) { fun g() { fun h() { return a; } } }",
      "fun f(a#0c) { fun g#1() { fun h#2() { return a^0; } } }\nh: ^0\ng: #0"
    ),
    (
      "fun f(a, b) { fun g() { b; fun h() { a; b; } a; } }",
      "fun f(a#0c, b#1c) { fun g#2() { b^0; fun h#3() { a^0; b^1; } a^1; } }\nh: ^1 ^0\ng: #1 #0"
    ),
    (
      "fun f(a) { fun g() { a; } fun h() { a; fun i() { a; } } }",
      "fun f(a#0c) { fun g#1() { a^0; } fun h#2() { a^0; fun i#3() { a^0; } } }\ng: #0\ni: ^0\nh: #0"
    ),
    // The variable named by an assignment is looked up before its value.
    (
      "fun f(a, b) { fun g() { a = b; } }",
      "fun f(a#0ca, b#1c) { fun g#2() { a^1 = b^0; } }\ng: #1 #0"
    ),
    // Variables of the same name are different variables.
    (
      "{ var a; fun f() { a; } { var a; fun g() { a; } } }",
      "{ var a#0c; fun f#1() { a^0; } { var a#2c; fun g#3() { a^0; } } }\nf: #0\ng: #2"
    ),

    // Classes.
    ("class A {} A;", "class A {} A;"),
    ("{ class A {} A; }", "{ class A#0 {} A#0; }"),
    ("{ class A { m() { A; } } }", "{ class A#0c { m#1() { A^0; } } }\nm: #0"),
    ("class A { m(a) { this.a = a; } }", "class A { m#0(a#1) { this#0.a = a#1; } }"),
    (
      "class A { m() { fun f() { this; } } }",
      "class A { m#0c() { fun f#1() { this^0; } } }\nf: #0"
    ),
    (
      "class A < B { m() { super.m(); super.n; } }",
      "class A < B#0c { m#1() { super^0.m(); super^0.n; } }\nm: #0"
    ),
    (
      "{ class B {} class A < B { m() { fun f() { super.m(); } } } }",
      "{ class B#0 {} class A#1 < B#0#2c { m#3c() { fun f#4() { super^1.m(); } } } }\nf: #3 ^0\nm: #2"
    ),
    // The receiver is looked up before the arguments, and the superclass after them.
    (
      "fun f(x) { class A < B { m() { fun g() { super.m(x); } } } }",
      "fun f(x#0c) { class A#1 < B#2c { m#3c() { fun g#4() { super^1.m(x^2); } } } }\ng: #3 ^0 ^1\nm: #2 #0"
    ),
    // Each class has its own `this`.
    (
      "class A { m() { class B { n() { this; } } this; } }",
      "class A { m#0() { class B#1 { n#2() { this#2; } } this#0; } }"
    ),
  ])
  func snapshot(source: String, expected: String) {
    #expect(ResolutionSnapshot(source).description == expected)
  }

  @Test func declarationsOfStatements() {
    let resolved = Resolved("var a; { var b; fun c() {} class D {} print b; }")
    #expect(
      resolved.ast.statements.indices.map { resolved.resolution.declarations[$0] }
        == [.global, .local(VariableID(0)), .local(VariableID(1)), .local(VariableID(2)), .none, .none])
    #expect(resolved.variable("b")?.kind == .local)
    #expect(resolved.variable("c")?.kind == .function)
    #expect(resolved.variable("D")?.kind == .class)
  }

  @Test func functionScopes() throws {
    let resolved = Resolved("class A { m(x, y) { fun f(z) { return this; } } n() {} }")
    let m = try #require(resolved.function("m"))
    let f = try #require(resolved.function("f"))
    let n = try #require(resolved.function("n"))
    #expect(m.enclosing == nil)
    #expect(m.this == .local(VariableID(0)))
    #expect(m.usesThis)
    #expect(m.firstParameter == VariableID(1))
    #expect(f.enclosing != nil)
    #expect(f.this == .capture(0))
    #expect(f.usesThis)
    #expect(!n.usesThis)
    #expect(resolved.resolution.script.captures.count == 0)
  }

  @Test func containsAssignment() {
    let resolved = Resolved("1 + f(a, (b = 2)) == x.y; x.y = 1; -(a and (c = 1)).d;")
    let marked = resolved.ast.expressions.indices.filter { resolved.resolution.containsAssignment[$0] }
    let texts = marked.map { resolved.ast.source.text(of: resolved.ast.span(of: ExpressionID($0))) }
    #expect(
      texts.map { String(decoding: $0, as: UTF8.self) } == [
        "b = 2", "(b = 2)", "f(a, (b = 2))", "1 + f(a, (b = 2))", "1 + f(a, (b = 2)) == x.y",
        "c = 1", "(c = 1)", "a and (c = 1)", "(a and (c = 1))", "(a and (c = 1)).d", "-(a and (c = 1)).d",
      ])
  }

  @Test func fieldHints() {
    let resolved = Resolved(
      """
      class A {
        init() { this.a = 1; this.b = this.c = 2; this.a = 3; other.d = 4; }
        m() {
          class Inner { m() { this.a = 1; this.x = 1; } }
          fun f() { this.e = 5; this.a = 6; }
        }
      }
      class B { m() { this.a = 1; this.m(); } }
      class C {}
      """)
    #expect(resolved.class("A")?.fieldHint == 4)
    #expect(resolved.class("Inner")?.fieldHint == 2)
    #expect(resolved.class("B")?.fieldHint == 1)
    #expect(resolved.class("C")?.fieldHint == 0)
  }

  @Test func classScopes() {
    let resolved = Resolved("class A {} { class B < A {} }")
    #expect(resolved.class("A")?.declaration == .global)
    #expect(resolved.class("A")?.superVariable == nil)
    #expect(resolved.class("B")?.declaration == .local(VariableID(0)))
    #expect(resolved.class("B")?.superVariable == VariableID(1))
  }
}
