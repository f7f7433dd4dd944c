import LoxSource
import LoxTooling
import Testing

/// What is fixed without asking.
@Suite struct AutomaticFixTests {
  private func fixes(_ text: String) -> AutomaticFixes {
    AutomaticFixes(of: Source(name: "", text: text), by: Linter())
  }

  private func text(_ fixes: AutomaticFixes) -> String {
    String(decoding: fixes.source.bytes, as: UTF8.self)
  }

  @Test(arguments: [
    // Errors, the findings behind them, and what fixes uncover.
    ("let a = null;\nif (a = 1) print a\n", "var a = nil;\nif (a == 1) print a;\n", 4),
    ("print 'a' && !None;\nprint True", "print \"a\" and !nil;\nprint true;", 5),
    ("var a = [];\na == 1;\nprint a;\n", "var a = [];\na = 1;\nprint a;\n", 1),
    // Each line of a script.
    ("var a = 1\nvar b = 2\nprint a + b\n", "var a = 1;\nvar b = 2;\nprint a + b;\n", 3),
  ])
  func fixed(_ source: String, _ expected: String, _ count: Int) {
    let fixes = fixes(source)
    #expect(text(fixes) == expected)
    #expect(fixes.count == count)
  }

  /// What is a guess, or may be wanted.
  @Test(arguments: [
    "fun f() { var unused = 1; }\nprint f();\n", "var counter = 1;\nprint conter;\n", "print 1 2;\n",
    "print 1;\n", "", "fun f() {\n  return 1;\n  print 2;\n}\nprint f();\n", "(", "print (((;",
  ])
  func left(_ source: String) {
    let fixes = fixes(source)
    #expect(text(fixes) == source)
    #expect(fixes.count == 0)
    #expect(fixes.edit(of: Source(name: "", text: source)) == nil)
  }

  /// The edit covers whole lines, and no more of them than have changed.
  @Test func edit() throws {
    let source = Source(name: "", text: "print 1;\nprint \"\u{E9}\"\nprint 2;\n")
    let edit = try #require(fixes(String(decoding: source.bytes, as: UTF8.self)).edit(of: source))
    #expect(edit.span == SourceSpan(start: 9, end: 20))
    #expect(edit.text == "print \"\u{E9}\";\n")
  }

  /// Each round must leave less to do, whatever the source is.
  @Test func ends() {
    let parts = [
      "let ", "x", " := ", "'", "\"", "(", ")", "{", "}", ";", " and ", " && ", "print ", "not ", "\n", "++",
      "[", ":",
    ]
    var state: UInt64 = 7
    for _ in 0..<300 {
      var text = ""
      for _ in 0..<20 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text += parts[Int(state >> 33) % parts.count]
      }
      let fixes = fixes(text)
      #expect(fixes.count < 100)
    }
  }
}
