import LoxSemantics
import LoxSyntax
import Testing

/// The size limits of the book's encoding, at their edges.
@Suite struct BookLimitTests {
  // MARK: - Constants

  @Test func constantsOfTheScript() {
    #expect(messages(of: lines(256, "1;")) == [])
    #expect(messages(of: lines(257, "1;")) == ["[line 257] Error at '1': Too many constants in one chunk."])
    #expect(messages(of: lines(258, "1;")).count == 2)
    #expect(messages(of: lines(300, "1;"), profile: .extended) == [])
  }

  /// Literals, names and functions count every time; `nil`, `true` and `false` don't count.
  @Test(arguments: [
    ("2.5", 1), ("\"s\"", 1), ("g", 1), ("g = nil", 1), ("nil", 0), ("true == false", 0), ("nil.f", 1),
    ("nil.f = true", 1), ("nil.f()", 1), ("g.f(g)", 3), ("g.f = g", 3),
  ])
  func constantsOfExpressions(expression: String, count: Int) {
    checkConstants(of: expression + ";", count)
  }

  @Test(arguments: [
    ("var v;", 1), ("var v = g;", 2), ("fun f() { 1; 2; 3; }", 2), ("class C {}", 2), ("class C < B {}", 4),
    ("class C { m() { 1; 2; } }", 4), ("class C < B { m() { super.m(); } }", 6), ("{ var v; v; }", 0),
    ("{ fun f() { f(); } }", 1), ("{ class C {} }", 1), ("{ class C < B {} }", 2),
  ])
  func constantsOfDeclarations(declaration: String, count: Int) {
    checkConstants(of: declaration, count)
  }

  private func checkConstants(of code: String, _ count: Int) {
    #expect(messages(of: lines(256 - count, "1;") + code) == [], "\(code)")
    #expect(messages(of: lines(257 - count, "1;") + code) != [], "\(code)")
  }

  @Test func constantsOfFunctions() {
    let body = lines(256, "1;")
    #expect(messages(of: "fun f() {\n\(body)}\nfun g() {\n\(body)}\nclass C { m() {\n\(body)} }") == [])
    #expect(
      messages(of: "fun f() {\n\(body)2; }\nfun g() {\n\(body)3; }") == [
        "[line 258] Error at '2': Too many constants in one chunk.",
        "[line 516] Error at '3': Too many constants in one chunk.",
      ])
    // The closure itself is a constant of the function around it, made at the closing brace.
    #expect(
      messages(of: body + "fun\nf() { nil;\n}\nprint 1;") == [
        "[line 258] Error at 'f': Too many constants in one chunk.",
        "[line 259] Error at '}': Too many constants in one chunk.",
        "[line 260] Error at '1': Too many constants in one chunk.",
      ])
    #expect(
      messages(of: "{\n\(body)fun f() {\n}\n}") == [
        "[line 259] Error at '}': Too many constants in one chunk.",
        "[line 260] Error at end: Expect '}' after block.",
      ])
  }

  // MARK: - Locals

  /// The callee occupies a slot, so 255 remain.
  @Test func localsOfFunctions() {
    #expect(messages(of: "fun f() {\n\(variables(255))}") == [])
    #expect(
      messages(of: "fun f() {\n\(variables(256))}") == [
        "[line 257] Error at 'v255': Too many local variables in function."
      ])
    #expect(messages(of: "{\n\(variables(255))}") == [])
    #expect(messages(of: "{\n\(variables(256))}").count == 1)
    #expect(messages(of: "{\n\(variables(300))}", profile: .extended) == [])
    #expect(messages(of: "fun f(a, b) {\n\(variables(253))}") == [])
    #expect(messages(of: "fun f(a, b) {\n\(variables(254))}").count == 1)
    #expect(messages(of: "class C { m(a) {\n\(variables(254))} }") == [])
    #expect(messages(of: "class C { m(a) {\n\(variables(255))} }").count == 1)
    #expect(messages(of: "{ class C < B { m() {} }\n\(variables(254))}") == [])
    #expect(messages(of: "{ \(variables(253)) class C < B { m() {} } }") == [])
    #expect(
      messages(of: "{\n\(variables(254))class C < B { m() {} }\n}") == [
        "[line 256] Error at 'B': Too many local variables in function.",
        "[line 257] Error at end: Expect '}' after block.",
      ])
  }

  @Test func slotsAreUsedAgain() {
    let blocks = String(repeating: "{ var x; var y; }\n", count: 200)
    #expect(messages(of: "fun f() {\n\(variables(253))\(blocks)}") == [])
    #expect(messages(of: "fun f() {\n\(variables(254))\(blocks)}").count == 200)
    #expect(messages(of: "{\n\(variables(255))fun f() {\n\(variables(254))} }").count == 1)
  }

  /// The book's compiler moves the last local into the scope of one that found no slot.
  @Test func lastSlotIsLost() {
    #expect(
      messages(of: "{\n\(variables(255)){ var x; }\nvar y;\nvar z;\n}") == [
        "[line 257] Error at 'x': Too many local variables in function.",
        "[line 259] Error at 'z': Too many local variables in function.",
      ])
  }

  // MARK: - Upvalues

  @Test func upvalues() {
    #expect(messages(of: closure(capturing: 256)) == [])
    #expect(
      messages(of: closure(capturing: 257)) == [
        "[line 560] Error at 'w56': Too many closure variables in function."
      ])
    #expect(messages(of: closure(capturing: 300), profile: .extended) == [])
    // The same variable counts only once.
    #expect(messages(of: closure(capturing: 256, andAgain: "v0; w0; v0 = w0;")) == [])
    #expect(messages(of: closure(capturing: 256, andAgain: "w60;")).count == 1)
  }

  /// 200 variables of one function and the others of the next one, used by a function inside it.
  private func closure(capturing count: Int, andAgain uses: String = "") -> String {
    let outer = (0..<200).map { "v\($0)" }
    let inner = (0..<count - 200).map { "w\($0)" }
    let names = outer + inner
    return "fun f() {\n" + variables(200) + "fun g() {\n" + variables(100, "w") + "fun h() {\n"
      + names.map { "\($0);" }.joined(separator: "\n") + uses
      + "\n}}}"
  }

  // MARK: - Jumps

  @Test(arguments: [
    ("{ var l; if (l) {$} l; }", 65_531), ("{ var l; if (l) nil; else {$} l; }", 65_534),
    // Locals are popped inside the branch.
    ("{ var l; if (l) { var a; $} l; }", 65_529),
    // A closure takes two bytes, and two for each capture.
    ("{ var l; if (l) { $ fun f() { l; } } l; }", 65_526),
  ])
  func branches(source: String, size: Int) {
    checkJump(source, size, "Too much code to jump over.")
  }

  @Test(arguments: [
    ("{ var l; while (l) {$} l; }", 65_526), ("{ var l; for (;;) {$} l; }", 65_532),
    ("{ var l; for (; l;) {$} l; }", 65_526), ("{ var l; for (;; l = nil) {$} l; }", 65_525),
  ])
  func loops(source: String, size: Int) {
    checkJump(source, size, "Loop body too large.")
  }

  private func checkJump(_ source: String, _ size: Int, _ message: String) {
    let fitting = source.replacing("$", with: code(size))
    let tooLarge = source.replacing("$", with: code(size + 1))
    #expect(messages(of: fitting) == [], "\(source)")
    #expect(messages(of: tooLarge).first == "[line 1] Error at '}': \(message)", "\(source)")
    #expect(messages(of: tooLarge, profile: .extended) == [], "\(source)")
  }

  @Test func logicalOperators() {
    #expect(messages(of: "{ var l; l and \(operand(65_534)); }") == [])
    #expect(
      messages(of: "{ var l; l and \(operand(65_535)); }") == [
        "[line 1] Error at 'l': Too much code to jump over."
      ])
    #expect(messages(of: "{ var l; l or !\(operand(65_533)); }") == [])
    #expect(messages(of: "{ var l; l or !\(operand(65_534)); }").count == 1)
  }

  // MARK: - Sources

  private func lines(_ count: Int, _ line: String) -> String {
    String(repeating: line + "\n", count: count)
  }

  private func variables(_ count: Int, _ name: String = "v") -> String {
    (0..<count).map { "var \(name)\($0);\n" }.joined()
  }

  /// Statements with this many bytes of code, which use a local `l`, but no constants.
  private func code(_ size: Int) -> String {
    String(repeating: "nil;", count: size % 2 == 0 ? size / 2 : size / 2 - 1) + (size % 2 == 0 ? "" : "l;")
  }

  /// An operand with this many bytes of code, which compares and negates a local `l`.
  private func operand(_ size: Int) -> String {
    let rest = (size - 2) % 3
    return String(repeating: "!", count: rest) + "l" + String(repeating: "==l", count: (size - 2 - rest) / 3)
  }
}
