import Foundation
import Testing

/// The options of `lox test`.
@Suite(.needsLox) struct TestOptionTests {
  private static let files = [
    "cart.lox": "fun testTotal() {}\nfun testEmpty() { nil(); }\n", "tax.lox": "print 1; // expect: 2\n",
    "total.lox": "print 1; // expect: 1\n", "zone.lox": "nil();\nfun testTotal2() {}\n",
  ]

  @Test(
    arguments: [
      (["Empty"], "scripts: 0 passed, 1 failed; tests: 0 passed, 1 failed\n", 1),
      (["testTotal"], "scripts: 1 passed, 1 failed; tests: 1 passed, 1 failed\n", 1),
      (["total.lox"], "1 passed, 0 failed\n", 0), (["tax"], "0 passed, 1 failed\n", 1),
      (["total.lox", "cart"], "scripts: 1 passed, 1 failed; tests: 1 passed, 1 failed\n", 1),
    ] as [([String], String, Int32)])
  func filters(_ texts: [String], _ totals: String, _ status: Int32) throws {
    let options = texts.flatMap { ["--filter", $0] }
    let run = try LoxProcess(["test", "."] + options, input: Data(), in: ScriptFolder(Self.files))
    #expect(run.output.hasSuffix(totals), "\(run.output)")
    #expect(run.status == status)
  }

  @Test func filtersThatSelectNothing() throws {
    let run = try ScriptFolder(Self.files).lox("test", ".", "--filter", "nothing")
    #expect(run.output == "0 passed, 0 failed\n")
    #expect(run.errors == "No script or test is selected.\n")
    #expect(run.status == 1)
  }

  @Test(arguments: [
    ["--timeout", "0"], ["--timeout", "nan"], ["--timeout", "1e300"], ["--jobs", "0"], ["--jobs", "100000"],
    ["--filter", ""], ["--watch", "-"],
  ])
  func wrongOptions(_ options: [String]) throws {
    let run = try LoxProcess(["test", "a.lox"] + options, input: Data(), in: ScriptFolder(["a.lox": ""]))
    #expect(run.status == 64)
    #expect(run.output == "")
  }

  /// Those that take longest come first.
  @Test(arguments: ["1", "2", "7"]) func resultsAreInTheOrderOfScripts(jobs: String) throws {
    let folder = try ScriptFolder()
    for number in 10..<30 {
      let script = """
        fun wait(n) { for (var i = 0; i < n; i = i + 1) {} }
        fun testB() { wait(\((30 - number) * 2000)); nil(); }
        fun testA() { nil(); }
        """
      try folder.add("t\(number).lox", Data(script.utf8))
    }
    let run = try folder.lox("test", ".", "--jobs", jobs)
    let failed = run.output.split(separator: "\n").filter { $0.hasPrefix("FAILED") }
    #expect(failed == (10..<30).flatMap { ["FAILED ./t\($0).lox: testB", "FAILED ./t\($0).lox: testA"] })
  }

  @Test func junit() throws {
    let folder = try ScriptFolder([
      "a&b.lox": """
      // lox: extended
      fun testGood() {}
      fun testBad() { print `<\\u{1b}&\\u{1}>`; expect(`a\\n\\u{0}\\u{FFFF}`).toEqual(`]]>"`); }
      """,
      "fails.lox": "nil();\nfun testA() {}\n", "plain.lox": "print 1; // expect: 1\n",
      "part.lox": "// nontest\n",
    ])
    let run = try folder.lox("test", ".", "missing.lox", "--junit", "report.xml")
    #expect(run.status == 74)
    let data = try Data(contentsOf: folder.url.appendingPathComponent("report.xml"))
    let report = String(decoding: data, as: UTF8.self)
    #expect(
      report.hasPrefix(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"lox test\" tests=\"7\""))
    #expect(report.contains("failures=\"2\" errors=\"1\" skipped=\"1\""))
    #expect(report.contains("<testsuite name=\"./a&amp;b.lox\" tests=\"3\" failures=\"1\""))
    #expect(report.contains("name=\"testBad\" file=\"./a&amp;b.lox\" line=\"3\""))
    #expect(report.contains("<system-out>&lt;␛&amp;␁&gt;&#10;</system-out>"))
    #expect(report.contains("<skipped/>"))
    #expect(report.contains("Could not open file &quot;missing.lox&quot;."))
    let characters = report.unicodeScalars
    #expect(
      characters.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value < 0xFFFE || $0.value > 0xFFFF })
    let parser = XMLChecker(data)
    #expect(parser.problem == nil)
    #expect(parser.elements["testcase"] == 7)
  }

  @Test func reportsThatCannotBeWritten() throws {
    let run = try ScriptFolder(["a.lox": ""]).lox("test", "a.lox", "--junit", "no/report.xml")
    #expect(run.output == "1 passed, 0 failed\n")
    #expect(run.errors == "Could not write file \"no/report.xml\".\n")
    #expect(run.status == 74)
  }

  /// A run of the command whose output grows in a file.
  private func start(_ arguments: [String], in folder: ScriptFolder) throws -> (Process, () -> String) {
    let process = try LoxProcess.prepare(arguments, in: folder)
    let file = folder.url.appendingPathComponent("output.txt")
    try Data().write(to: file)
    process.standardOutput = try FileHandle(forWritingTo: file)
    process.standardError = FileHandle.nullDevice
    try process.run()
    return (process, { (try? String(contentsOf: file, encoding: .utf8)) ?? "" })
  }

  private func wait(until condition: () -> Bool) {
    for _ in 0..<600 where !condition() { usleep(100_000) }
  }

  @Test func interruptsShowWhatWasDone() throws {
    let folder = try ScriptFolder([
      "a.lox": "fun testA() { nil(); }\nfun testB() {}\n", "b.lox": "fun testEndless() { while (true) {} }\n",
      "c.lox": "print 1; // expect: 2\n",
    ])
    let totals = "interrupted\nscripts: 0 passed, 2 failed; tests: 1 passed, 1 failed\n"
    var found = ""
    // There is no sign that the endless test has begun, so on a slow machine the first interrupts come too early.
    for seconds: UInt32 in [1, 4, 16, 64] where !found.hasSuffix(totals) {
      let (process, output) = try start(
        ["test", ".", "--timeout", "1000", "--jobs", "1", "--junit", "report.xml"], in: folder)
      sleep(seconds)
      process.interrupt()
      process.waitUntilExit()
      #expect(process.terminationStatus == 130)
      #expect(process.terminationReason == .exit)
      found = output()
    }
    #expect(found.contains("FAILED ./a.lox: testA"))
    #expect(found.contains("FAILED ./c.lox\n"))
    #expect(found.hasSuffix(totals), "\(found)")
    let report = try String(contentsOf: folder.url.appendingPathComponent("report.xml"), encoding: .utf8)
    #expect(report.contains("testB"))
  }

  @Test func watchingRunsAgain() throws {
    let folder = try ScriptFolder(["t/a.lox": "fun testA() { expect(1).toBe(2); }\n"])
    let (process, output) = try start(["test", "t", "--watch"], in: folder)
    defer { process.terminate() }
    wait { output().contains("tests: 0 passed, 1 failed\n") }
    try folder.add("t/a.lox", Data("fun testA() { expect(1).toBe(1); }\n".utf8))
    wait { output().contains("tests: 1 passed, 0 failed\n") }
    #expect(output().contains("\nt/a.lox has changed\nscripts: 1 passed, 0 failed"))
    try folder.add("t/b.lox", Data("print 1; // expect: 1\n".utf8))
    wait { output().contains("scripts: 2 passed") }
    #expect(output().contains("\nt/b.lox has changed\n"))
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
  }

  @Test func exampleOfTheDocumentation() throws {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Documentation/Testing.md")
    let blocks = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```")
    let index = try #require(blocks.firstIndex { $0.contains("fun testManyHaveOne") })
    let code = blocks[index].dropFirst("lox\n".count)
    let good = try ScriptFolder(["price.lox": String(code)]).lox("test", "price.lox")
    #expect(blocks[index + 2] == "\n$ lox test price.lox\n\(good.output)")
    let bad = code.replacingOccurrences(of: "count * 0.9", with: "count")
    let failed = try ScriptFolder(["price.lox": bad]).lox("test", "price.lox")
    let shown = try #require(blocks.first { $0.hasPrefix("\nFAILED price.lox") })
    #expect(failed.output.hasPrefix(shown.dropFirst()), "\(failed.output)")
  }
}

/// Whether a text is XML, and which elements it has.
private final class XMLChecker {
  /// How often each element begins.
  private(set) var elements: [String: Int] = [:]
  private(set) var problem: String?

  /// Elements must be closed in order, and outside of tags there is no `<` or bare `&`.
  init(_ data: Data) {
    var open: [String] = []
    var rest = String(decoding: data, as: UTF8.self)[...]
    rest = rest.drop { $0 != "\n" }
    while let start = rest.firstIndex(of: "<"), let end = rest[start...].firstIndex(of: ">") {
      check(rest[..<start])
      var tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      if tag.first == "/" {
        if open.popLast() != String(tag.dropFirst()) { problem = "</\(tag)>" }
        continue
      }
      let isEmpty = tag.last == "/"
      if isEmpty { tag = tag.dropLast() }
      let name = String(tag.prefix { $0 != " " })
      elements[name, default: 0] += 1
      check(tag)
      if tag.filter({ $0 == "\"" }).count % 2 != 0 || tag.contains("<") { problem = String(tag) }
      if !isEmpty { open.append(name) }
    }
    if !open.isEmpty { problem = "not closed: \(open)" }
  }

  private func check(_ text: Substring) {
    for part in text.split(separator: "&", omittingEmptySubsequences: false).dropFirst() {
      let name = part.prefix { $0 != ";" }
      if !["amp", "lt", "gt", "quot", "#10", "#9"].contains(String(name)) { problem = "&\(name)" }
    }
  }
}
