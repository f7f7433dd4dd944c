import LoxSource
import LoxSyntax
import Testing

/// The parts of the source from which nodes come.
@Suite struct NodePlaceTests {
  private func text(_ span: SourceSpan, _ ast: AST) -> String {
    String(decoding: ast.source.text(of: span), as: UTF8.self)
  }

  /// Each expression, children first, with `^` after the byte at its operator offset.
  private func marked(_ text: String) -> [String] {
    let ast = parse(text).ast
    return ast.expressions.indices.map { index in
      let span = ast.span(of: ExpressionID(index))
      let middle = ast.operatorOffset(of: ExpressionID(index)) + 1
      return self.text(SourceSpan(start: span.start, end: middle), ast) + "^"
        + self.text(SourceSpan(start: middle, end: span.end), ast)
    }
  }

  @Test(arguments: [
    ("a + b * c;", ["a^", "b^", "c^", "b * c^", "a + b * c^"]),
    ("-(a);", ["a^", "(a)^", "-(a)^"]),
    ("a or b and c;", ["a^", "b^", "c^", "b and^ c", "a or^ b and c"]),
    ("a = b;", ["b^", "a = b^"]),
    ("a.b . c = d;", ["a^", "a.b^", "d^", "a.b . c = d^"]),
    ("f(a) (b ) ;", ["f^", "a^", "f(a)^", "b^", "f(a) (b )^"]),
    ("a.m(1);", ["a^", "a.m^", "1^", "a.m(1)^"]),
    ("\"a\nb\" + 1;", ["\"a\nb\"^", "1^", "\"a\nb\" + 1^"]),
  ])
  func expressions(source: String, expected: [String]) {
    #expect(marked(source) == expected)
  }

  @Test func methodsAndSuperclass() {
    let places = marked("class A < B { m() { super . m ( this ) ; } }")
    #expect(places == ["B^", "super . m^", "this^", "super . m ( this )^"])
  }

  @Test func statements() {
    let ast = parse("var a = 1 ; { print a ; } while (a) return; if (a) 1; else 2;").ast
    let texts = ast.statementSpans.map { text($0, ast) }
    #expect(
      texts == [
        "var a = 1 ;", "print a ;", "{ print a ; }", "return;", "while (a) return;", "1;", "2;",
        "if (a) 1; else 2;",
      ])
  }

  @Test func statementOffsets() {
    let ast = parse("var abc = 1; for (;; abc = 2) { } print 3;").ast
    #expect(ast.statementOffsets == [6, 32, 28, 41])
    #expect(text(ast.nameSpan(ofVariable: StatementID(0)), ast) == "abc")
    #expect(text(ast.nameSpan(ofVariable: StatementID(3)), ast) == "print 3;")
  }

  @Test func functions() {
    let source = "class A < B { init ( x ) { fun f () { } } }"
    let ast = parse(source).ast
    #expect(ast.functions.map { text($0.span, ast) } == ["fun f () { }", "init ( x ) { fun f () { } }"])
    #expect(ast.functions.map { text($0.nameSpan, ast) } == ["f", "init"])
    #expect(ast.parameters.map { text($0.span, ast) } == ["x"])
    #expect(ast.classes.map { text($0.span, ast) } == [source])
    #expect(ast.classes.map { text($0.nameSpan, ast) } == ["A"])
  }

  @Test func names() {
    let ast = parse("class A < B { m() { ab = 1; x /* */ ; } }\n(a). // b\n bc = 2; a.cd; super . ef;").ast
    var names: [String] = []
    for index in ast.expressions.indices {
      switch ast.expressions[index] {
      case .assign, .get, .set, .superMethod: names.append(text(ast.nameSpan(of: ExpressionID(index)), ast))
      default: break
      }
    }
    #expect(names == ["ab", "bc", "cd", "ef"])
  }
}
