import Foundation
import LoxSemantics
import LoxSource
import LoxSyntax
import Testing

/// Profiles, the order of messages, and sources that try to exhaust something.
@Suite struct FrontEndTests {
  #if DEBUG
    private static let depth = 20_000
  #else
    private static let depth = 100_000
  #endif

  @Test func firstLineSelectsTheProfile() {
    let tooMany = String(repeating: "1;", count: 300)
    #expect(messages(of: tooMany).count == 44)
    #expect(messages(of: "// lox: extended\n" + tooMany) == [])
    #expect(messages(of: "//lox: extended\n" + tooMany).count == 44)
    #expect(messages(of: "\n// lox: extended\n" + tooMany).count == 44)
    #expect(messages(of: "// lox: book\n" + tooMany, profile: .extended).count == 44)
    let source = Source(name: "test", text: "//  lox:  extended\r\n")
    #expect(FrontEnd.analyze(source: source, profile: .book).profile == .extended)
  }

  @Test func extendedProfileReportsEverythingByPlace() {
    #expect(
      messages(of: "{ var a; var a = a + ; var b = b; }\nprint ;", profile: .extended) == [
        "[line 1] Error at 'a': Already a variable with this name in this scope.",
        "[line 1] Error at 'a': Can't read local variable in its own initializer.",
        "[line 1] Error at ';': Expect expression.",
        "[line 1] Error at 'b': Can't read local variable in its own initializer.",
        "[line 2] Error at ';': Expect expression.",
      ])
  }

  /// The token that replaces a missing name is not a variable that could be declared twice.
  @Test func missingNamesAreNoVariables() {
    #expect(
      messages(of: "{ var ; var ; }", profile: .extended) == [
        "[line 1] Error at ';': Expect variable name.", "[line 1] Error at ';': Expect variable name.",
      ])
  }

  @Test func ownLimitsAreReportedInBothProfiles() {
    let deep = "print " + String(repeating: "(", count: 300_000) + ";"
    for profile in LanguageProfile.allCases {
      #expect(messages(of: deep, profile: profile) == ["[line 1] Error at '(': Too much nesting."])
      let mixed = "{ var a; var a; }\nprint " + String(repeating: "a and !(", count: 150_000) + ";"
      #expect(messages(of: mixed, profile: profile).last?.hasSuffix("Too much nesting.") == true)
    }
    var options = FrontEnd.Options()
    options.parser.maximumSourceSize = 10
    let source = Source(name: "test", text: "print 1; print ;")
    #expect(FrontEnd.analyze(source: source, profile: .book, options: options).diagnostics.count == 1)
  }

  /// As deep as the parser accepts and deeper, through each pass, on a thread with a small stack.
  @Test(arguments: [
    ("(", ")"), ("-", ""), ("f(", ")"), ("a = ", ""), ("!(a and b + ", ")"), ("a.b = ", ""), ("a or -", ""),
    ("{ ", "}"), ("if (a) ", ""), ("while (a) ", ""), ("for (;;) ", ""), ("fun f() { ", "}"),
    ("class A { m() { ", "} }"),
  ])
  func deepNesting(opening: String, closing: String) async {
    let sources = [60, 500, Self.depth].map { depth in
      let head = "{ var a; var a; } " + String(repeating: opening, count: depth)
      let tail = String(repeating: closing, count: depth)
      return Source(name: "test", text: head + (closing.hasSuffix("}") ? "a;" + tail : "a" + tail + ";"))
    }
    let counts = await withCheckedContinuation { continuation in
      let thread = Thread {
        continuation.resume(
          returning: sources.map { FrontEnd.analyze(source: $0, profile: .book).diagnostics.count })
      }
      thread.stackSize = 128 << 10
      thread.start()
    }
    #expect(counts.allSatisfy { $0 > 0 })
  }

  /// Each function between a variable and its use has a capture: very many variables through very many functions are an
  /// error in each profile, and a few are not.
  @Test func captures() {
    func nest(variables: Int, functions: Int) -> String {
      "fun f() {" + (0..<variables).map { "var v\($0);" }.joined()
        + String(repeating: "fun g() {", count: functions) + (0..<variables).map { "v\($0);" }.joined()
        + String(repeating: "}", count: functions) + "}"
    }
    #expect(messages(of: nest(variables: 200, functions: 1_000)) == [])
    #expect(messages(of: nest(variables: 2, functions: Self.depth)) == [])
    for profile in LanguageProfile.allCases {
      let found = messages(
        of: nest(variables: 2_000_000 / Self.depth, functions: Self.depth), profile: profile)
      #expect(found.first?.hasSuffix("Too many closure variables in function.") == true)
    }
  }

  /// With many errors, each takes no more time than with few.
  @Test func manyErrors() {
    #expect(messages(of: "{" + String(repeating: "var a;", count: 20_000) + "}").count == 19_999)
    #expect(messages(of: String(repeating: "fun f(a, a) {} print ;", count: 10_000)).count == 20_000)
    #expect(messages(of: String(repeating: "1;", count: 50_000)).count == 50_000 - 256)
  }

  @Test func longChains() {
    for text in [
      "print 1" + String(repeating: " + nil", count: 20_000) + ";",
      "if (a) b;" + String(repeating: " else if (a) b;", count: 5_000),
      "print a" + String(repeating: " and a or a", count: 5_000) + ";",
      "a" + String(repeating: ".b(nil)", count: 20_000) + ";",
    ] {
      #expect(messages(of: text, profile: .extended) == [])
      // With an error in front, the book's own pass has to go through the source as well.
      #expect(!messages(of: "{ var a; var a; }\n" + text).isEmpty)
    }
  }

  @Test func anyBytes() {
    var state: UInt64 = 1
    for length in 0..<300 {
      let bytes = (0..<length).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 56)
      }
      for profile in LanguageProfile.allCases {
        _ = FrontEnd.analyze(source: Source(name: "test", bytes: bytes), profile: profile)
      }
    }
  }
}
