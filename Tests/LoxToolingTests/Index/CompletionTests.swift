import LoxTooling
import Testing

@Suite struct CompletionTests {
  @Test(arguments: [
    (
      "fun outer(par) { var local; |  } var global;",
      ["par", "local", "outer", "global", "clock", "print", "return"]
    ),
    ("fun f() { var early; ea| ; }", ["early", "f"]),
    ("print |", ["clock", "nil", "true", "false"]),
    ("class A { m() { var x = |; } }", ["A", "this"]),
    ("class A < B { m() { | } }", ["this", "super"]),
    ("{ fun g() {} class K {} | }", ["g", "K"]),
    ("f(1, |); fun f() {}", ["f", "clock"]),
    ("if (|) {}", ["clock", "nil"]),
    ("if (true) { } |", ["else", "print"]),
    ("1 |", ["and", "or"]),
    ("class B < |{} class A {}", ["A"]),
    ("class A { go() {} } class B < A { | }", ["init", "go"]),
    // Types.
    ("class A {} fun f(a: |", ["A", "Number", "String"]), ("class A {} fun f(a, b: N|) {}", ["A", "Number"]),
    ("class A {} fun f(a): | {}", ["A", "List"]), ("class A {} var x: | = 1;", ["A", "Number"]),
    ("const x: |", ["Number"]), ("class A { x: |; }", ["A", "Number"]),
    ("class A { x: | => 1; }", ["A", "Map"]),
    ("class A { m(a: |", ["A", "Number"]), ("var f = (a: |", ["Number"]),
    ("var f = (a, b: |) => a;", ["Number"]),
    ("fun f(a = |", ["clock", "nil"]), ("print true ? 1 : |", ["clock", "nil"]),
    ("print {a: |};", ["clock", "nil"]),
    ("switch (1) { case 1: |", ["print", "var"]),
  ])
  func offers(_ source: String, _ expected: [String]) {
    let labels = MarkedSource(source).labels
    for label in expected { #expect(labels.contains(label), "\(label) of \(labels)") }
  }

  @Test(arguments: [
    ("{ var inner; } |", ["inner"]), ("fun f(p) {} |", ["p", "return", "this"]),
    ("| { var later; }", ["later"]),
    ("class A { m() { | } }", ["super"]), ("print |", ["var", "print", "class"]),
    ("1 |", ["clock", "print"]), ("class A { | }", ["print", "A"]),
    ("var v; fun f(a: |", ["v", "print", "nil", "clock"]),
  ])
  func doesNotOffer(_ source: String, _ unexpected: [String]) {
    let labels = MarkedSource(source).labels
    #expect(!labels.isEmpty)
    for label in unexpected { #expect(!labels.contains(label), "\(label) of \(labels)") }
  }

  @Test(arguments: [
    "// comm|ent", "var a = \"te|xt\";", "var a = \"op|", "var |", "fun |", "class |", "fun f(a|",
    "fun f(a, |) {}",
    "12|", "var na|", "class A { m(|) {} }", "var a; // |",
  ])
  func nothingWhereNothingFits(_ source: String) {
    #expect(MarkedSource(source).labels == [])
  }

  @Test(arguments: [
    ("class A { init() { this.x = 1; } m() { this.| } n() {} }", ["x", "m", "n"]),
    ("class A { m() {} } class B < A { n() { this.f = 1; } } var b = B(); b.|", ["n", "f", "m"]),
    ("class A { m() {} } class B < A { m() { super.| } n() {} }", ["m"]),
    ("class A { init() {} m() {} } class B < A { init() { super.| } }", ["init", "m"]),
    ("class A { m() {} } fun f() { return A(); } f().|\nprint 1;", ["m"]),
    ("class A { m() {} } class B { n() {} } var a = A(); a.m|", ["m"]),
    ("class E { go() {} } class C { init() { this.e = E(); } m() { this.e.| } }", ["go"]),
    ("class A { m() {} } class B { n() {} } fun f(a: A?) { a.| }", ["m"]),
    ("class A { m() {} } class B { n() {} } fun f(): B {} f().|", ["n"]),
    ("class A { b: B; m() { this.b.| } } class B { n() {} }", ["n"]),
    ("// lox: book\nvar a = 1; a.|", []),
    ("// lox: book\nvar a = \"text\"; print a.|;", []),
    // Nothing is known, so every property in the file is offered.
    ("// lox: book\nclass A { m() {} } class B { n() {} } fun f(x) { x.z; x.| }", ["m", "n", "z"]),
  ])
  func members(_ source: String, _ expected: [String]) {
    #expect(Set(MarkedSource(source).labels) == Set(expected), "\(source)")
  }

  @Test func replacesWhatWasTyped() {
    let source = MarkedSource("var counter; print cou|nt;")
    let completions = source.index.completions(at: source.offset)
    #expect(source.marking([completions.span]) == "var counter; print [cou]nt;")
    let item = completions.items.first { $0.label == "counter" }
    #expect(item?.kind == .variable)
  }

  @Test func documentationComesFromComments() throws {
    let source = MarkedSource(
      """
      // Adds two numbers,
      // as one does.
      fun add(a, b) { return a + b; }
      var answer = 42; // The answer.
      |
      // Behind.
      class Late {
        // Does.
        go() { this.speed = 1; // In km/h.
        }
      }
      """)
    let items = source.index.completions(at: source.offset).items
    func documentation(_ label: String) throws -> String? {
      source.index.documentation(of: try #require(items.first { $0.label == label }))
    }
    #expect(try documentation("add") == "Adds two numbers,\nas one does.")
    #expect(try documentation("answer") == "The answer.")
    #expect(try documentation("Late") == "Behind.")
    #expect(try documentation("clock")?.contains("seconds") == true)
    #expect(items.first { $0.label == "add" }?.detail == "fun add(a, b)")
    #expect(items.first { $0.label == "answer" }?.detail == "number")
  }
}
