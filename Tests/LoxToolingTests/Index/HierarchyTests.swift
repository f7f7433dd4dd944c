import LoxSource
import LoxSyntax
import LoxTooling
import Testing

/// Who calls what, the places of local names, and the types of variables.
@Suite struct HierarchyTests {
  private static let text = """
    class A { init() { helper(); } go() { return this.other(); } other() {} }
    class B < A { init() { super.init(); fun inner() { helper(); } inner(); } }
    fun helper() {}
    fun make() { var a = A(); a.go(); return B(); }
    make();
    """

  private func names(_ groups: [CallGroup], _ index: DocumentIndex) -> [String] {
    groups.map { "\($0.symbol.map { index.signature(of: $0) } ?? "script") \($0.spans.count)" }
  }

  @Test(arguments: [
    ("helper", ["A.init() 1", "fun inner() 1"]), ("A", ["B.init() 1", "fun make() 1"]),
    ("B", ["fun make() 1"]),
    ("other", ["A.go() 1"]), ("go", ["fun make() 1"]), ("make", ["script 1"]), ("inner", ["B.init() 1"]),
  ])
  func callers(_ name: String, _ expected: [String]) throws {
    let index = MarkedSource(Self.text).index
    let symbol = try #require(
      index.symbols.indices.map { SymbolID($0) }.first {
        index.name(of: $0) == name && index[$0].kind != .undeclared
      })
    #expect(names(index.callers(at: index.calls(of: symbol)), index) == expected)
  }

  @Test(arguments: [
    ("A", ["fun helper() 1"]), ("B", ["A.init() 1", "fun inner() 1"]),
    ("make", ["class A 1", "A.go() 1", "class B < A 1"]),
    ("inner", ["fun helper() 1"]), ("go", ["A.other() 1"]), ("other", []), ("", ["fun make() 1"]),
  ])
  func callees(_ name: String, _ expected: [String]) {
    let index = MarkedSource(Self.text).index
    let symbol = index.symbols.indices.map { SymbolID($0) }.first { index.name(of: $0) == name }
    #expect(names(index.calls(from: symbol).own, index) == expected)
  }

  @Test func whatCanBeCalled() {
    let index = MarkedSource(Self.text).index
    #expect(index.callables(at: 6).map { index.name(of: $0) } == ["A"])
    #expect(index.callables(at: 0).isEmpty)
    let unknown = MarkedSource("class A { f() {} } class B { f() {} } fun g(x) { x.|f(); }")
    #expect(unknown.index.callables(at: unknown.offset).count == 2)
  }

  @Test(arguments: [
    ("fun f(|a) { print a + a; }", "fun f([a]) { print [a] + [a]; }"),
    ("var |a; print a;", "var a; print a;"),
    ("fun f() { fun |g() { g(); } }", "fun f() { fun [g]() { [g](); } }"),
    ("class A { |f() { this.f(); } }", "class A { f() { this.f(); } }"),
    ("// lox: extended\nfun f(|a) { print {a}; }", "// lox: extended\nfun f(a) { print {a}; }"),
  ])
  func linked(_ source: String, _ expected: String) {
    let marked = MarkedSource(source)
    #expect(marked.marking(marked.index.linkedSpans(at: marked.offset)) == expected)
  }

  @Test(arguments: [
    ("class P {} fun make() { return P(); } var p = make();", ["P"]),
    ("var a = 1; var b = a + 2; print b;", ["number"]),
    ("class P {} var p = P(); var q = p;", ["P"]), ("var a = \"x\"; var b = a < 1;", ["boolean"]),
    ("fun f(x) { var y = x; var z = x.a; var w = f(x); }", []), ("var a = 1; a = \"x\"; var b = a;", []),
    ("// lox: extended\nfun f(x) { const y = x - 1; }", []), ("// lox: extended\nvar b: Number = 1 + 2;", []),
    ("// lox: extended\nfun f(x) => \"${x}\";\nconst s = f(1);", ["string"]),
    ("var a = (1); var b; var c = -1;", []),
  ])
  func typeHints(_ source: String, _ expected: [String]) {
    let index = MarkedSource(source).index
    #expect(index.typeHints(in: SourceSpan(start: 0, end: .max)).map(\.type) == expected)
  }

  @Test(arguments: [
    ("|while (true) {}", "while (condition) statement"), ("print 1 |and 2;", "left and right"),
    ("// lox: extended\ntr|y { print 1; } catch (e) {}", "try { … } catch (error) { … }"),
    ("// lox: extended\nfor (x |in [1]) print x;", "element in values"), ("print |nil;", "nil"),
    ("class A { f() { return |this; } }", "this"), ("print |super;", "super.method(arguments)"),
  ])
  func keywords(_ source: String, _ signature: String) {
    let marked = MarkedSource(source)
    #expect(marked.index.hover(at: marked.offset)?.signature == signature)
  }

  /// Each keyword is described, and no name or text is taken for one.
  @Test func allKeywords() {
    for word in TokenKind.keywords.map(\.text) where word != "this" && word != "super" {
      #expect(MarkedSource("|" + word).index.hover(at: 0)?.summary.isEmpty == false, "\(word)")
    }
    for text in ["\"|while\";", "// |while", "var in = 1; print |in;", "print 1| + 2;"] {
      let marked = MarkedSource(text)
      let signature = marked.index.hover(at: marked.offset)?.signature
      #expect(signature == nil || signature == "var in", "\(text)")
    }
  }
}
