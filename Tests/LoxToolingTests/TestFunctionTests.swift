import Foundation
import LoxSource
import LoxSyntax
import LoxTooling
import Testing

/// Functions that are tests, in the tools.
@Suite struct TestFunctionTests {
  @Test func namesOfTests() {
    for name in ["testA", "test1", "test_a", "test_"] { #expect(CalledFunction.isName(name.utf8)) }
    for name in ["test", "testa", "Test1", "tesT1", "atestA", ""] {
      #expect(!CalledFunction.isName(name.utf8))
    }
  }

  @Test func testsOfASource() {
    let source = Source(
      name: "",
      text: "var a;\nfun testB() {}\nfun f() {}\nfun testA(a = 1) {}\nfun testC(a) {}\nclass testD {}\n")
    let tests = CalledFunction.all(in: source, profile: .extended)
    #expect(tests.map(\.name) == ["testB", "testA"])
    #expect(tests.map(\.line) == [2, 4])
    #expect(CalledFunction.all(in: Source(name: "", text: "fun testA() {} }"), profile: .book) == [])
  }

  private func findings(_ text: String) throws -> [String] {
    try Linter().lint(Source(name: "", text: text)).map(\.rule.id)
  }

  @Test(arguments: ["", "// lox: book\n"]) func lintKnowsExpectInTests(_ start: String) throws {
    let test = "\(start)fun testA() { expect(1).toBe(1); }"
    #expect(try findings(test) == [])
    #expect(try findings("\(start)fun f() { expect(1).toBe(1); }") == ["undefined-global"])
    #expect(try findings("\(start)fun testA() { expect(); }") == ["wrong-argument-count"])
    // It is the class of what `expect` returns, but no global.
    #expect(try findings("\(start)fun testA() { print Expectation; }") == ["undefined-global"])
  }

  private static let matchers = [
    "not", "toBe", "toBeA", "toBeCloseTo", "toBeFalse", "toBeNil", "toBeTrue", "toContain", "toEqual",
    "toThrow",
  ]

  @Test func completionKnowsTheMatchers() {
    let source = MarkedSource("fun testA() { expect(1).|; }")
    #expect(source.labels.sorted() == Self.matchers)
    #expect(MarkedSource("fun testA() { expect(1).not.to|; }").labels.contains("toContain"))
    #expect(MarkedSource("fun testA() { exp|; }").labels.contains("expect"))
    #expect(!MarkedSource("fun testA() { Exp|; }").labels.contains("Expectation"))
    #expect(!MarkedSource("fun f() { exp|; }").labels.contains("expect"))
  }

  @Test func hoverShowsTheCommentsOfTheSource() throws {
    let function = MarkedSource("fun testA() { ex|pect(1).toBe(1); }")
    let text = try #require(function.index.hover(at: function.offset)).markdown
    #expect(text.contains("fun expect(actual)"))
    #expect(text.contains("of `lox test`"))
    #expect(text.contains("the failure shows both"))
    for matcher in Self.matchers {
      let source = MarkedSource("fun testA() { print expect(1).\(matcher)|; }")
      let hover = try #require(source.index.hover(at: source.offset), "\(matcher)")
      #expect(hover.documentation?.contains("xpect") == true, "\(matcher)")
      #expect(hover.markdown.contains("a class of `lox test`"), "\(hover.markdown)")
    }
  }

  /// All of a report is one line of text or a few, whatever a script does.
  @Test func reportsAreXML() {
    let bad = "<a b=\"c\">&\u{0}\u{1b}\r\n\t\u{FFFE}"
    let text = JUnitReport([
      JUnitReport.Suite(
        name: bad,
        cases: [
          JUnitReport.Case(
            name: bad, time: .milliseconds(1050), result: .failed(bad, details: bad), output: bad),
          JUnitReport.Case(name: "b", line: 3, result: .error(bad)),
          JUnitReport.Case(name: "c", result: .skipped),
          JUnitReport.Case(name: "d", time: .seconds(100)),
        ])
    ]).text
    let escaped = "&lt;a b=&quot;c&quot;&gt;&amp;␀␛␍&#10;&#9;\u{FFFD}"
    #expect(
      text == """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="lox test" tests="4" failures="1" errors="1" skipped="1" time="101.050">
          <testsuite name="\(escaped)" tests="4" failures="1" errors="1" skipped="1" time="101.050">
            <testcase classname="\(escaped)" name="\(escaped)" file="\(escaped)" time="1.050">
              <failure message="\(escaped)">\(escaped)</failure>
              <system-out>\(escaped)</system-out>
            </testcase>
            <testcase classname="\(escaped)" name="b" file="\(escaped)" line="3" time="0.000">
              <error message="\(escaped)"/>
            </testcase>
            <testcase classname="\(escaped)" name="c" file="\(escaped)" time="0.000">
              <skipped/>
            </testcase>
            <testcase classname="\(escaped)" name="d" file="\(escaped)" time="100.000"/>
          </testsuite>
        </testsuites>

        """)
  }

  /// Comments in prose are no misspelt expectations, whatever they say.
  @Test(arguments: FormatterCorpusTests.folders) func scriptsHaveNoMisspeltExpectations(_ folder: String)
    throws
  {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let url = folder.hasPrefix("/") ? URL(filePath: folder) : root.appending(path: folder)
    let files = FileManager.default.enumerator(at: url, includingPropertiesForKeys: nil)
    var count = 0
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "lox" else { continue }
      let misspelt = TestExpectations(try Array(Data(contentsOf: file))).misspelt
      #expect(misspelt.map(\.line) == [], "\(file.path)")
      count += 1
    }
    #expect(count > 0)
  }

  @Test func theSourceOfExpectIsWellFormed() throws {
    // Its value is a function, and a tool must think that it was to be called.
    #expect(try Linter().lint(ExpectLibrary.source).map(\.rule.id) == ["useless-expression"])
    let formatted = try Formatter().format(ExpectLibrary.source)
    #expect(formatted == ExpectLibrary.source.bytes || formatted == ExpectLibrary.source.bytes + [0x0A])
  }
}
