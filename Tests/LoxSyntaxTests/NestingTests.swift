import LoxSyntax
import Testing

/// Sources that are extremely nested or long: on a small thread, in every build.
@Suite struct NestingTests {
  /// A construct that contains itself: what comes before and after the inner one, and the levels that it counts for.
  struct Construct: Sendable, CustomTestStringConvertible {
    var prefix: String
    var suffix = ""
    var core = "1;"
    var levels = 1

    var testDescription: String { prefix }

    func nested(_ count: Int) -> String { prefix.repeated(count) + core + suffix.repeated(count) }
  }

  static let constructs = [
    Construct(prefix: "(", suffix: ")", core: "1"), Construct(prefix: "-", core: "1"),
    Construct(prefix: "!", core: "1"), Construct(prefix: "f(", suffix: ")", core: "1"),
    Construct(prefix: "f(1, ", suffix: ")", core: "1"), Construct(prefix: "a.m(", suffix: ")", core: "1"),
    Construct(prefix: "a = ", core: "1"), Construct(prefix: "a.b = ", core: "1"),
    Construct(prefix: "1 + (", suffix: ")", core: "1", levels: 2),
    Construct(prefix: "1 or 2 and 3 == 4 < 5 + 6 * -(", suffix: ")", core: "1", levels: 8),
    Construct(prefix: "{", suffix: "}"), Construct(prefix: "if (a) "), Construct(prefix: "while (a) "),
    Construct(prefix: "for (;;) "), Construct(prefix: "if (a) b; else while (c) ", levels: 2),
    Construct(prefix: "if (a) {", suffix: "}", levels: 2),
    Construct(prefix: "fun f() {", suffix: "}"),
    Construct(prefix: "class A { m() {", suffix: "}}", levels: 2),
  ]

  /// Constructs that are never closed.
  #if DEBUG
    static let endlessConstructs = constructs.filter {
      ["(", "a.b = ", "{", "fun f() {"].contains($0.prefix)
    }
  #else
    static let endlessConstructs = constructs
  #endif

  private func source(_ construct: Construct, _ count: Int) -> String {
    construct.core == "1" ? construct.nested(count) + ";" : construct.nested(count)
  }

  @Test(arguments: constructs)
  func limit(construct: Construct) async {
    var options = Parser.Options()
    #expect(options.maximumNesting >= 100_000)
    options.maximumNesting = 10_000
    let most = options.maximumNesting / construct.levels
    let allowed = source(construct, most)
    let refused = source(construct, most + 1)
    let limited = options
    await onSmallStack {
      let result = parse(allowed, options: limited)
      #expect(result.messages == [])
      #expect(ASTPrinter.print(result.ast).utf8.count > most)
      let messages = parse(refused + "\n print 1 2;", options: limited).messages
      #expect(messages.count == 1)
      #expect(messages.first?.hasSuffix(": Too much nesting.") == true)
    }
  }

  @Test(arguments: endlessConstructs)
  func endless(construct: Construct) async {
    let text = construct.prefix.repeated(300_000)
    let messages = await onSmallStack { parse(text).messages }
    #expect(messages.count == 1)
    #expect(messages.first?.hasSuffix(": Too much nesting.") == true)
  }

  @Test func theLimitIsAnOption() {
    var options = Parser.Options()
    options.maximumNesting = 1
    #expect(parse("(1);", options: options).messages == [])
    #expect(parse("a;\n((1));\n@", options: options).messages == ["[line 2] Error at '1': Too much nesting."])
    options.maximumNesting = 0
    #expect(parse("(1);", options: options).messages == ["[line 1] Error at '1': Too much nesting."])
    #expect(parse("{}", options: options).messages == ["[line 1] Error at '}': Too much nesting."])
    #expect(parse("1;", options: options).messages == [])
  }

  /// If the limit is reached during a panic, only the earlier error is reported.
  @Test func theLimitInAPanic() {
    var options = Parser.Options()
    options.maximumNesting = 255
    let messages = parse("{ f(*, " + "(".repeated(300), options: options).messages
    #expect(messages == ["[line 1] Error at '*': Expect expression."])
  }

  @Test(arguments: [
    ("1 + ", "1;", 20_000), ("a * b / ", "1;", 20_000), ("a or ", "b;", 20_000), ("a and ", "b;", 20_000),
    ("a or b and ", "c;", 20_000), ("1 == ", "1;", 20_000), ("if (a) b; else ", "c;", 10_000),
    ("a;", "", 100_000), ("fun f() {} ", "", 20_000), ("var a = 1 < 2;\n", "", 20_000),
    ("{}", "", 20_000), ("// comment\n", "", 20_000), ("class A { m() { return this; } }\n", "", 5_000),
  ])
  func flat(prefix: String, end: String, count: Int) async {
    let text = prefix.repeated(count) + end
    let result = await onSmallStack { parse(text) }
    #expect(result.messages == [])
    let printed = await onSmallStack { ASTPrinter.print(result.ast).utf8.count }
    #expect(printed > 0 || prefix.hasPrefix("//"))
  }

  @Test(arguments: [".b", "()", ".b()", "(1)(2).c"])
  func flatChains(link: String) async {
    let text = "a" + link.repeated(20_000) + ";\n" + "a" + link.repeated(20_000) + ".x = 1;"
    let result = await onSmallStack { parse(text) }
    #expect(result.messages == [])
    let printed = await onSmallStack { ASTPrinter.print(result.ast).utf8.count }
    #expect(printed > 20_000)
  }

  /// Many arguments and statements within one list, and lists within lists.
  @Test func lists() {
    let arguments = (0..<255).map { "f(\($0), g(\($0)))" }.joined(separator: ", ")
    let result = parse("f(\(arguments));")
    #expect(result.messages == [])
    guard case .call(_, let list)? = result.ast.expressions.last else {
      Issue.record("not a call")
      return
    }
    #expect(list.count == 255)
    for argument in result.ast[list] {
      if case .call(_, let inner) = result.ast[argument] {
        #expect(inner.count == 2)
      } else {
        Issue.record("not a call")
      }
    }
  }
}
