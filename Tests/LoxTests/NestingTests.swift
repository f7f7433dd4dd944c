import Lox
import Testing

/// Sources that nest without end are errors, whatever the thread; those that are merely long are not.
@Suite struct NestingTests {
  /// A source with something 100,000 levels deep: what each level begins and ends with, around something.
  struct Nest: CustomStringConvertible, Sendable {
    var description: String
    var start = ""
    var opening: String
    var middle: String
    var closing = ""
    var end = ";"

    var text: String {
      let depth = 100_000
      return start + String(repeating: opening, count: depth) + middle
        + String(repeating: closing, count: depth)
        + end
    }
  }

  static let nests = [
    Nest(description: "parentheses", opening: "(", middle: "1", closing: ")"),
    Nest(description: "open parentheses", opening: "(", middle: ""),
    Nest(description: "blocks", opening: "{", middle: "", closing: "}", end: ""),
    Nest(description: "open blocks", opening: "{", middle: "", end: ""),
    Nest(description: "arguments", start: "fun f(x) {} ", opening: "f(", middle: "1", closing: ")"),
    Nest(description: "functions", opening: "fun f() {", middle: "", closing: "}", end: ""),
    Nest(description: "classes", opening: "class A { m() {", middle: "", closing: "}}", end: ""),
    Nest(description: "negations", opening: "-", middle: "1"),
    Nest(description: "inversions", opening: "!", middle: "true"),
    Nest(description: "assignments", start: "var a; ", opening: "a = ", middle: "1"),
    Nest(description: "assignments to fields", start: "var a; ", opening: "a.b = ", middle: "1"),
    Nest(description: "if", opening: "if (true) ", middle: "1"),
    Nest(description: "else", opening: "if (true) 1; else { ", middle: "1;", closing: "}", end: ""),
    Nest(description: "while", opening: "while (false) ", middle: "1"),
    Nest(description: "for", opening: "for (;false;) ", middle: "1"),
    Nest(description: "sums to the right", opening: "1 + (", middle: "1", closing: ")"),
    Nest(description: "conditions", opening: "true and (false or (", middle: "1", closing: "))"),
    Nest(description: "methods", start: "var a; ", opening: "a.m(a.", middle: "b", closing: ")"),
  ]

  @Test(arguments: nests, Program.Language.allCases)
  func nestingEnds(nest: Nest, language: Program.Language) async throws {
    // The smallest stack that hosts give their threads.
    let outcome = await LargeStack.run(size: 512 << 10) { try? ScriptRun().run(nest.text, language) }
    #expect(outcome?.ending == .compileErrors)
    #expect(outcome?.errorText.contains("Too much nesting.") == true)
  }

  /// Some nesting is fine, on the smallest stack, too.
  @Test(arguments: Program.Language.allCases) func someNesting(language: Program.Language) async {
    let depth = 60
    let text =
      String(repeating: "{ fun f() { if (true) {", count: depth / 4) + "print "
      + String(repeating: "(-", count: depth) + "1" + String(repeating: ")", count: depth) + ";"
      + String(repeating: "}} f(); }", count: depth / 4)
    let outcome = await LargeStack.run(size: 512 << 10) { try? ScriptRun().run(text, language) }
    #expect(outcome?.outputText == "1\n")
  }

  // MARK: - Length

  private func output(_ text: String) async -> String? {
    await LargeStack.run(size: 512 << 10) {
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
