import LoxSemantics
import LoxSource
import LoxSyntax
import Testing

/// What the optimiser makes of programs.
@Suite struct OptimizerTests {
  @Test(arguments: [
    // Numbers.
    ("1 + 2 * 3 - 4 / 8", "6.5"), ("-(1)", "-1"), ("--1", "1"), ("-0", "-0"),
    ("0.1 + 0.2", "0.30000000000000004"),
    ("1 / 0", "inf"), ("0 / 0", "nan"), ("-(0 / 0)", "nan"),
    ("1 < 2", "true"), ("2 <= 1", "false"), ("1 > 2", "false"), ("2 >= 2", "true"),
    ("1 == 1", "true"), ("0 == -0", "true"), ("0 / 0 == 0 / 0", "false"),
    // Strings.
    (#""a" == "a""#, "true"), (#""a" != "a""#, "false"), (#""a" + "b" == "ab""#, "true"),
    // Equality of different types.
    ("nil == false", "false"), ("nil == nil", "true"), (#"1 != "1""#, "true"), ("true == true", "true"),
    // Truth.
    ("!nil", "true"), ("!0", "false"), (#"!!"""#, "true"), ("!(1 < 2)", "false"),
    ("nil and f()", "nil"), ("1 and f()", "(call f)"), ("1 or f()", "1"), ("false or f()", "(call f)"),
    ("nil or false or 3", "3"), ("1 and 2 and a", "a"), ("1 and nil and a", "nil"),
    // Groupings.
    ("(1 + (2))", "3"), ("(a)", "a"), ("((a) + b)", "(+ a b)"), ("(f)(1)", "(call f 1)"),
    ("(a = 1)", "(= a 1)"), ("(a).b", "(get b a)"),
    // A call of a property is not the same as a call of a property's value.
    ("(a.b)(1)", "(call (group (get b a)) 1)"), ("(1 and a.b)(1)", "(call (group (get b a)) 1)"),
    ("((a.b))(1)", "(call (group (get b a)) 1)"), ("(super.m)()", "(call (group (super m)))"),
    // Both `a < b` and `a >= b` may be false.
    ("!(a < b)", "(! (< a b))"), ("0 / 0 < 1", "(< nan 1)"), ("1 >= 0 / 0", "(>= 1 nan)"),
  ])
  func expression(source: String, expected: String) {
    #expect(optimized("print \(source);") == "(print \(expected))")
  }

  /// What is, or may be, a run-time error, and what is known only at run time.
  @Test(arguments: [
    "1 + nil", "-\"a\"", "1 + \"a\"", "\"a\" + 1", "nil < 1", "\"a\" < \"b\"", "a + 1", "a == a", "!a", "-a",
    "a and 1", "a or 1", "1 + a + 2", "f() and nil",
  ])
  func untouchedExpression(source: String) {
    #expect(optimized("print \(source);") == printed("print \(source);"))
  }

  @Test func concatenation() {
    #expect(optimizedString(#""a" + "b" + "c""#) == "abc")
    #expect(optimizedString(#""" + """#) == "")
    #expect(optimizedString("\"a\nb\" + (\"c\" + \"d\")") == "a\nbcd")
    let half = String(repeating: "x", count: 32)
    #expect(optimizedString("\"\(half)\" + \"\(half.dropLast())\"") == half + half.dropLast())
    #expect(optimizedString("\"\(half)\" + \"\(half)\"") == nil)
    #expect(optimizedString("a + \"b\" + \"c\"") == nil)
  }

  @Test(arguments: [
    // Branches.
    ("if (true) a(); else b();", "(expression (call a))"),
    ("if (nil) a(); else b();", "(expression (call b))"),
    ("if (1 > 2) a();", "(empty)"),
    ("if (0) { var x = 1; a(x); }", "(block (var x 1) (expression (call a x)))"),
    ("if (a) b();", "(if a (expression (call b)))"),
    ("if (false) a(); else if (true) b(); else c();", "(expression (call b))"),
    // Loops.
    ("while (false) a();", "(empty)"),
    ("while (nil and f()) a();", "(empty)"),
    ("for (;false;) a();", "(empty)"),
    ("for (a(); nil; b()) c();", "(block (expression (call a)))"),
    ("for (var i = a(); nil; b()) c();", "(block (var i (call a)))"),
    // Statements without effect.
    ("1; nil; \"a\"; !true; 1 == a;", "(empty) (empty) (empty) (empty) (expression (== 1 a))"),
    ("{ var x; x; !x; x == x; x and 1; }", "(block (var x) (empty) (empty) (empty) (empty))"),
    ("{ var x; -x; x(); }", "(block (var x) (expression (- x)) (expression (call x)))"),
    ("a; a.b; a();", "(expression a) (expression (get b a)) (expression (call a))"),
    ("{}", "(empty)"),
    // Dead code.
    ("fun f() { return; a(); }", "(fun (f () (return)))"),
    ("fun f() { { return 1; } a(); }", "(fun (f () (block (return 1))))"),
    ("fun f() { { a(); return; b(); } c(); }", "(fun (f () (block (expression (call a)) (return))))"),
    ("fun f() { if (x) return; else return; a(); }", "(fun (f () (if x (return) (return))))"),
    ("fun f() { if (true) return; a(); }", "(fun (f () (return)))"),
    ("fun f() { while (true) { a(); } b(); }", "(fun (f () (while true (block (expression (call a))))))"),
    ("class C { m() { return this; var x; } }", "(class C (m () (return this)))"),
    ("while (true) a(); fun f() {}", "(while true (expression (call a)))"),
  ])
  func statements(source: String, expected: String) {
    #expect(optimized(source).split(separator: "\n").joined(separator: " ") == expected)
  }

  @Test(arguments: [
    "fun f() { if (x) return; a(); }", "fun f() { if (x) return; else a(); b(); }", "while (a) b();",
    "fun f() { while (x) return; a(); }", "fun f() { for (; x;) return; a(); }",
    "fun f() { fun g() { return; } a(); }", "if (a) b(); else c();",
  ])
  func untouchedStatements(source: String) {
    #expect(optimized(source) == printed(source))
  }

  /// A replacement keeps the node's span and the place that errors report.
  @Test func replacedNodesKeepTheirPlaces() throws {
    let text = "fun f(a) { return (\n1 and (\na\n.b(\n))\n); }"
    let original = Resolved(text).ast
    let call = try #require(original.expressions.firstIndex { if case .call = $0 { true } else { false } })

    let (ast, _) = optimizedTree(text)
    let value = try #require(returnedValue(ast))
    #expect(ASTPrinter.print(value, in: ast) == ASTPrinter.print(ExpressionID(call), in: original))
    #expect(ast.span(of: value) == original.span(of: ExpressionID(call)))
    #expect(ast.operatorOffset(of: value) == original.operatorOffset(of: ExpressionID(call)))
  }

  @Test func replacedNodesKeepTheirBindings() throws {
    let (ast, resolution) = optimizedTree("fun f(a) { return (true and (a)); }")
    let value = try #require(returnedValue(ast))
    #expect(resolution.binding(of: value) == .local(VariableID(0)))
  }

  @Test func deepAndLongSources() {
    let sum = optimized("print 1" + String(repeating: " + 1", count: 10_000) + ";")
    #expect(sum == "(print 10001)")
    let chain = optimized("if (a) b();" + String(repeating: " else if (a) b();", count: 10_000))
    #expect(chain.hasPrefix("(if a"))
    let strings = optimizedTree("print \"\"" + String(repeating: " + \"x\"", count: 10_000) + ";").ast
    // 63 folded prefixes, then one sum that remains.
    #expect(strings.synthesizedBytes.count == 63 * 64 / 2)
  }

  // MARK: - Programs

  private func optimized(_ text: String) -> String {
    let (ast, _) = optimizedTree(text)
    return plain(ASTPrinter.print(ast))
  }

  private func optimizedTree(_ text: String) -> (ast: AST, resolution: Resolution) {
    var parser = Parser(source: Source(name: "test", text: text), profile: .book)
    var ast = parser.parse().ast
    var (resolution, _) = Resolver.resolve(ast)
    Optimizer.optimize(&ast, &resolution)
    return (ast, resolution)
  }

  private func printed(_ text: String) -> String {
    var parser = Parser(source: Source(name: "test", text: text), profile: .book)
    return plain(ASTPrinter.print(parser.parse().ast))
  }

  /// The text without the last line feed, and with whole numbers as they are written in Lox.
  private func plain(_ text: String) -> String {
    String(text.dropLast()).replacing(".0", with: "")
  }

  /// The string to which an expression is folded, if any.
  private func optimizedString(_ expression: String) -> String? {
    let (ast, _) = optimizedTree("fun f() { return \(expression); }")
    guard let value = returnedValue(ast), case .string(let id) = ast[value] else { return nil }
    return String(decoding: ast.bytes(of: id), as: UTF8.self)
  }

  /// What the first `return` of a program returns.
  private func returnedValue(_ ast: AST) -> ExpressionID? {
    for statement in ast.statements {
      if case .return(let value) = statement { return value }
    }
    return nil
  }
}
