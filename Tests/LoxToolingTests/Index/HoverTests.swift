import LoxSource
import LoxSyntax
import LoxTooling
import Testing

@Suite struct HoverTests {
  @Test(arguments: [
    (
      "// Adds.\nfun add(a, b) { return 1; } |add(1, 2);",
      ["fun add(a, b)", "A function. Returns a number.", "Adds."]
    ),
    ("var |a = \"x\";", ["var a", "A global variable, never assigned again. Its value is a string."]),
    ("{ var |a = 1; a = \"x\"; }", ["var a", "A local variable."]),
    ("fun f(|p) {}", ["p", "A parameter of `f`."]),
    ("class P { init(x, y) {} } |P(1, 2);", ["class P", "Make an instance with `P(x, y)`."]),
    ("class A {} class |B < A {}", ["class B < A"]),
    ("class A { // The m.\n m(x) {} } A().|m(1);", ["A.m(x)", "A method of `A`."]),
    ("class A {\n // The m.\n m(x) {} }\nA().|m(1);", ["A.m(x)", "The m."]),
    ("class A { init() { this.|f = A(); } }", ["A.f", "A field of `A`. Its value is an instance of `A`."]),
    ("class A { m() { |this; } }", ["this", "The instance of `A`"]),
    ("class A { m() {} } class B < A { m() { |super.m(); } }", ["super", "The methods of `A`"]),
    ("|clock();", ["fun clock(): number", "seconds"]),
    ("|nothing;", ["var nothing", "does not define"]),
    ("fun |f(a: Number, b: m.T? = 1): List {}", ["fun f(a: Number, b: m.T? = 1): List", "Returns a list."]),
    ("const |c: String? = g();", ["const c: String?", "Its value is a string."]),
    ("class A { |x: Number; }", ["A.x: Number", "A field of `A`. Its value is a number."]),
    ("class A { x: Number; } fun f(a: A) { a.|x; }", ["A.x: Number"]),
    ("class A { |x: Number => 1; class y: A = A(); }", ["A.x: Number", "Its value is a number."]),
    ("fun f(|a: Number?) {}", ["a: Number?"]),
    ("class A { m() {} } class B { m() {} } fun f(x) { x.|m(); }", ["A.m()", "in `A`, `B`"]),
    ("x.|y;", [".y"]),
  ])
  func hover(_ source: String, _ parts: [String]) throws {
    let source = MarkedSource(source)
    let markdown = try #require(source.index.hover(at: source.offset)).markdown
    for part in parts { #expect(markdown.contains(part), "\(markdown)") }
  }

  @Test func noHover() {
    #expect(MarkedSource("var a = 1;").index.hover(at: 8) == nil)
    #expect(MarkedSource("// a").index.hover(at: 3) == nil)
  }

  @Test(arguments: [
    ("fun f(a: Number, b): List {} f(1, |)", "f(a: Number, b): List", 1),
    ("fun f(a, b) {} f(1, |)", "f(a, b)", 1), ("fun f(a, b) {} f(|1, 2);", "f(a, b)", 0),
    ("fun f(a, b) {} f(|", "f(a, b)", 0), ("fun f(a, b) {} f(g(1, 2), |", "f(a, b)", 1),
    ("fun g(c) {} fun f(a, b) {} f(1, g(|", "g(c)", 0), ("class P { init(x, y) {} } P(1, |);", "P(x, y)", 1),
    ("class A { m(k) {} } A().m(|)", "A.m(k)", 0), ("class A { m(k) { this.m(|) } }", "A.m(k)", 0),
    ("class A { m(k) {} } class B < A { m(k) { super.m(|); } }", "A.m(k)", 0),
    ("class A { m(k) {} } fun f(x) { x.m(|); }", "A.m(k)", 0), ("clock(|", "clock(): number", 0),
    ("class A {} A(|", "A()", 0), ("fun f(a) { f(|\n print 1; }", "f(a)", 0),
    ("fun f(a) {} f(1 + (2 * |3));", "f(a)", 0), ("fun f(a, b, c) {} f((1), (2), |", "f(a, b, c)", 2),
  ])
  func signatureHelp(_ source: String, _ label: String, _ argument: Int) throws {
    let source = MarkedSource(source)
    let help = try #require(source.index.signatureHelp(at: source.offset).first)
    #expect(help.label == label)
    #expect(help.activeParameter == argument)
  }

  @Test(arguments: ["f|()", "fun f(|a) {}", "if (|a) {}", "(|1)", "f(); |", "f(1)|", "unknown(|)", "f(1; |2"])
  func noSignatureHelp(_ source: String) {
    let source = MarkedSource(source)
    #expect(source.index.signatureHelp(at: source.offset).isEmpty)
  }

  @Test func outline() {
    let source = MarkedSource(
      """
      var a; fun f(x) { var hidden; fun g() {} }
      class C < B { init() { this.field = 1; } m() {} }
      """)
    let items = source.index.outline.map { String(repeating: " ", count: $0.depth) + $0.name + $0.detail }
    #expect(items == ["a", "f(x)", " g()", "C< B", " init()", " field", " m()"])
  }

  @Test func folding() {
    let source = MarkedSource(
      "fun f() {\n  if (a) {\n    b;\n  }\n}\n// 1\n// 2\nvar s = \"\n\n\";\nf(\n1\n);")
    let ranges = source.index.foldingRanges.map { "\($0.firstLine)-\($0.lastLine)\($0.isComment ? "c" : "")" }
    #expect(ranges == ["0-3", "1-2", "5-6c", "7-9", "10-11"])
  }

  @Test func selectionRanges() {
    let source = MarkedSource("fun f() { print 1 + a|b * 2; }")
    let texts = source.index.selectionRanges(at: source.offset).map { span in
      String(decoding: source.index.source.text(of: span), as: UTF8.self)
    }
    #expect(texts == ["ab", "ab * 2", "1 + ab * 2", "print 1 + ab * 2;", source.text])
  }

  @Test func semanticTokens() {
    let source = MarkedSource(
      """
      // c
      class A { m(p) { this.f = p; return clock() + "s" + 1; } }
      A().m(g);
      """)
    let tokens = source.index.semanticTokens(in: SourceSpan(start: 0, end: .max)).map { token in
      String(decoding: source.index.source.text(of: token.span), as: UTF8.self) + ":\(token.kind)"
    }
    #expect(
      tokens == [
        "// c:comment", "class:keyword", "A:class", "m:method", "p:parameter", "this:keyword", "f:property",
        "=:operator", "p:parameter", "return:keyword", "clock:function", "+:operator", "\"s\":string",
        "+:operator", "1:number", "A:class", "m:method", "g:variable",
      ])
    let part = source.index.semanticTokens(in: SourceSpan(start: 11, end: 12))
    #expect(part.map(\.kind) == [.class])
    #expect(part.first?.modifiers == [.declaration, .readOnly])
  }
}
