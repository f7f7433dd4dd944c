import Lox
import Testing

/// Very deeply nested sources run, or are errors, on a thread with a small stack, and so do sources that are merely long.
@Suite struct NestingTests {
  /// Something that nests: the beginning and the end of each level, what is inside, and what it prints.
  struct Nest: CustomStringConvertible, Sendable {
    var description: String
    var start = ""
    var opening: String
    var middle: String
    var closing = ""
    var end = ";"
    var output: String
    /// Whether each level takes a register, of which there are 65,500; and whether that is for a variable.
    var takesRegisters = false
    var declaresVariables = false

    var outputIfTooDeep: String {
      !takesRegisters
        ? output : declaresVariables ? "Too many local variables in function." : "Too much nesting."
    }

    func text(_ depth: Int) -> String {
      start + String(repeating: opening, count: depth) + middle + String(repeating: closing, count: depth)
        + end
    }
  }

  static let nests = [
    Nest(description: "parentheses", start: "print ", opening: "(", middle: "1", closing: ")", output: "1"),
    Nest(description: "blocks", opening: "{", middle: "print 1;", closing: "}", end: "", output: "1"),
    Nest(
      description: "blocks with variables", opening: "{ var a = 1; ", middle: "print a;", closing: "}",
      end: "",
      output: "1", takesRegisters: true, declaresVariables: true),
    Nest(
      description: "arguments", start: "fun f(x) { return x; } print ", opening: "f(", middle: "1",
      closing: ")",
      output: "1", takesRegisters: true),
    Nest(
      description: "methods", start: "class A { m(x) { return x; } } var a = A(); print ", opening: "a.m(",
      middle: "1", closing: ")", output: "1", takesRegisters: true),
    Nest(
      description: "functions", opening: "fun f() {", middle: "", closing: "}", end: "print f;",
      output: "<fn f>"),
    Nest(
      description: "captures", start: "fun f() { var x;", opening: "fun g() {", middle: "print x;",
      closing: "}",
      end: "} print f;", output: "<fn f>"),
    Nest(
      description: "classes", opening: "class A { m() {", middle: "", closing: "}}", end: "print A;",
      output: "A"),
    Nest(description: "negations", start: "var a = 1; print ", opening: "-", middle: "a", output: "1"),
    Nest(description: "inversions", start: "var a = 1; print ", opening: "!", middle: "a", output: "true"),
    Nest(
      description: "assignments", start: "var a; ", opening: "a = ", middle: "1", end: "; print a;",
      output: "1"),
    Nest(
      description: "assignments to fields", start: "class A {} var a = A(); ", opening: "a.b = ", middle: "1",
      end: "; print a.b;", output: "1", takesRegisters: true),
    Nest(description: "if", start: "var a = 1; ", opening: "if (a) ", middle: "print 1", output: "1"),
    Nest(
      description: "else", start: "var a; ", opening: "if (a) 1; else { ", middle: "print 1;", closing: "}",
      end: "", output: "1"),
    Nest(
      description: "dangling else", start: "var a = 1; ", opening: "if (a) ", middle: "print 1;",
      closing: " else print 2;", end: "", output: "1"),
    Nest(
      description: "while", start: "var a = 1; ", opening: "while (a) ", middle: "a = nil", end: "; print 1;",
      output: "1"),
    Nest(
      description: "for", start: "var a = 1; ", opening: "for (; a;) ", middle: "a = nil", end: "; print 1;",
      output: "1"),
    Nest(
      description: "sums to the right", start: "var a = 0; print 1 + ", opening: "(a + ", middle: "0",
      closing: ")", output: "1", takesRegisters: true),
    Nest(
      description: "conditions", start: "var a = 1; print ", opening: "a and (", middle: "1",
      closing: ")", output: "1"),
  ]

  /// In debug builds, there are more levels than registers only where these count, and only some kinds are never closed.
  #if DEBUG
    private static func depth(_ nest: Nest) -> Int { nest.takesRegisters ? 70_000 : 20_000 }
    private static let endless = ["parentheses", "functions", "else"]
    static let endlessNests = nests.filter { endless.contains($0.description) }
  #else
    private static func depth(_ nest: Nest) -> Int { 100_000 }
    static let endlessNests = nests
  #endif

  private static let limits = [
    "Too much nesting.", "Too many constants in one chunk.", "Too many local variables in function.",
    "Too much code to jump over.", "Loop body too large.",
  ]

  /// The output without its line end, or the first error if it is one of the limits.
  private func outcome(
    _ text: String, _ language: Program.Language, _ mode: Mode
  ) async -> String? {
    let outcome = await LargeStack.run(size: 128 << 10) { try? ScriptRun(mode).run(text, language) }
    guard let outcome, outcome.ending == .compileErrors else {
      return outcome.map { String($0.outputText.dropLast()) + $0.errorText }
    }
    let message = outcome.errorText.split(separator: "\n").first ?? ""
    return Self.limits.first { message.hasSuffix($0) } ?? outcome.errorText
  }

  @Test(arguments: nests)
  func nestsDeep(nest: Nest) async throws {
    for mode in [Mode.plain, .unoptimized] {
      #expect(await outcome(nest.text(5_000), .extended, mode) == nest.output)
    }
    let deep = await outcome(nest.text(Self.depth(nest)), .extended, .unoptimized)
    #expect(deep == nest.outputIfTooDeep)
  }

  @Test(arguments: nests)
  func nestsInTheBook(nest: Nest) async throws {
    for depth in [50, 500, 20_000] {
      let result = await outcome(nest.text(depth), .book, .plain)
      let isLimit = depth > 50 && Self.limits.contains(result ?? "")
      #expect(result == nest.output || isLimit)
    }
  }

  @Test(arguments: endlessNests)
  func nestingEnds(nest: Nest) async throws {
    #expect(await outcome(nest.text(300_000), .extended, .plain) == "Too much nesting.")
  }

  // MARK: - Length

  private func output(_ text: String) async -> String? {
    await LargeStack.run(size: 128 << 10) {
      let outcome = try? ScriptRun().run(text)
      return outcome.map { $0.outputText + $0.errorText }
    }
  }

  @Test func longSum() async {
    #expect(await output("print 1" + String(repeating: " + 1", count: 9_999) + ";") == "10000\n")
  }

  @Test func longCondition() async {
    let conditions = String(repeating: " and true or false", count: 5_000)
    #expect(await output("print true\(conditions);") == "true\n")
  }

  @Test func manyBranches() async {
    let branches = (0..<10_000).map { "if (x == \($0)) print \($0);" }.joined(separator: " else ")
    #expect(await output("var x = 9999; \(branches)") == "9999\n")
  }

  @Test func manyStatements() async {
    let text = "var x = 0;\n" + String(repeating: "x = x + 1;\n", count: 100_000) + "print x;"
    #expect(await output(text) == "100000\n")
  }

  @Test func longString() async {
    let text =
      "var s = \"" + String(repeating: "0123456789abcde\n", count: 655_360) + "\"; print s == s + \"\";"
    #expect(await output(text) == "true\n")
  }

  @Test func longChain() async {
    let text =
      "class A { next() { this.n = this.n + 1; return this; } } var a = A(); a.n = 0; a"
      + String(repeating: ".next()", count: 10_000) + "; print a.n;"
    #expect(await output(text) == "10000\n")
  }

  @Test func longName() async {
    let name = String(repeating: "x", count: 1 << 20)
    #expect(await output("var \(name) = 1; print \(name) + 1;") == "2\n")
  }
}
