import Lox
import LoxRegex
import LoxRuntime
import Testing

/// Regular expressions of scripts, as their hosts see them, and what they cost.
@Suite(.stressedCrossings) struct RegexTests {
  /// To Swift, a regular expression is an instance without fields.
  @Test(arguments: [false, true]) func handles(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    try host.run("var r = Regex(\"(\\w)(\\d)?\", \"i\"); var garbage; for (var i in 0..<100) garbage = [i];")
    guard case .instance(let regex)? = host.isolate["r"] else {
      Issue.record("no instance")
      return
    }
    #expect(try regex.call("test", "a1", as: Bool.self))
    #expect(try regex.call("find", "-a", as: [String?].self) == ["a", "a", nil])
    #expect(try regex.call("find", "", as: [String?]?.self) == nil)
    #expect(regex.fieldNames.isEmpty && regex["x"] == nil)
    #expect(regex["flags"] == "i")
    #expect(host.isolate["r"].map { "\($0)" } == #"Regex("(\w)(\d)?", "i")"#)
    #expect(throws: RuntimeError.self) { try regex.setField("x", to: 1) }
    #expect(throws: RuntimeError.self) { try regex.call("match", "a") }
    try host.isolate.define("same") { (value: Value) in value }
    #expect(try host.run("print same(r) == Regex(\"(\\w)(\\d)?\", \"i\");") == "true\n")
    struct Parts: Decodable { var number: Int }
    #expect(throws: (any Error).self) { try host.isolate.decode(Parts.self, from: .instance(regex)) }
  }

  /// Expressions are kept over collections, garbage ones make room, and numbers are used again.
  @Test(arguments: [false, true]) func collections(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    let output = try host.run(
      """
      const kept = [];
      for (var i in 0..<60) {
        if (i % 3 == 0) kept.add(Regex(`^${i}(x)?$`)); else Regex(`^${i}(x)?$`).test("");
      }
      var garbage = nil;
      for (var i in 0..<100) garbage = [`${i}`];
      var isRight = true;
      for (var i, r in kept) {
        const found = r.find(`${i * 3}x`);
        garbage = [found];
        if (found?.[1] != "x" or r.test(`${i}y`) or r != Regex(r.pattern)) isRight = false;
      }
      print isRight;
      """)
    #expect(output == "true\n")
    host.isolate.collectGarbage()
    #expect(host.isolate.machine.heapProblems.isEmpty)
    #expect(try host.run("print kept[3].test(\"9x\");") == "true\n")
  }

  /// What is not used any more gives its memory back.
  @Test func memory() throws {
    let host = try Host()
    try host.run("var k = []; for (var i in 0..<200) k.add(Regex(`${i}[a-z]{50}`));")
    let used = host.isolate.usedBytes
    host.isolate.collectGarbage()
    try host.run("k = nil;")
    host.isolate.collectGarbage()
    #expect(host.isolate.usedBytes < used - 200 * 2_000)
  }

  private static let operations = [
    "Regex(\"a+b\");", "r.test(s);", "r.find(s);", "r.findAll(s);", "r.findNamed(s);", "r.indexOf(s, 3);",
    "r.replace(s, \"xyz\");", "r.replace(s, x => 1);", "r.split(s);", "r.parts(s);",
    "try { Regex(\"(a\"); } catch {}",
  ]

  /// With a collection at each allocation, a debug build is slow.
  #if DEBUG
    private static let repetitions = 8
  #else
    private static let repetitions = 40
  #endif

  /// The fuel is the same to the unit, whatever was compiled or learnt before.
  @Test(arguments: operations) func fuelIsTheSame(operation: String) throws {
    let setup =
      "var r = Regex(\"(?<x>a|é)*(b)|[c-e]{3,}\"); var s = \"aabé cde ab\".repeat(\(Self.repetitions));"
    let program = try Program(operation)
    func fuel(_ host: Host) throws -> Int {
      let before = host.isolate.usedFuel
      try host.isolate.run(program)
      return host.isolate.usedFuel - before
    }
    var costs: Set<Int> = []
    for stressed in [false, true] {
      let host = try Host(stressed: stressed)
      try host.run(setup)
      // What is looked at once for each string.
      try host.run("s.length; r.replace(\"\", x => 1);")
      costs.insert(try fuel(host))
      costs.insert(try fuel(host))
      host.isolate.collectGarbage()
      costs.insert(try fuel(host))
      try host.run("const kept = Regex(\"a+b\"); r.findAll(s);")
      costs.insert(try fuel(host))
    }
    #expect(costs.count == 1, "\(costs)")
  }

  /// The same limit of fuel ends the same searches.
  @Test func outOfFuel() throws {
    let script = "var r = Regex(\"(?:a|b)*c\"); var s = \"ab\".repeat(2000); r.test(s);"
    var least = 0
    for warm in [false, true] {
      let host = try Host()
      try host.run("var s = \"ab\".repeat(2000);")
      if warm { try host.run("const kept = Regex(\"(?:a|b)*c\"); kept.test(s);") }
      let before = host.isolate.usedFuel
      try host.run(script)
      let used = host.isolate.usedFuel - before
      host.isolate.limits.fuel = used - 1
      #expect(host.error(script)?.kind == .outOfFuel)
      host.isolate.limits.fuel = used
      try host.run(script)
      if warm { #expect(used == least) } else { least = used }
    }
  }

  /// Whatever pattern and text, a search ends when it must.
  @Test(
    arguments: [
      "(a|aa)+c", "(?:a?){200}b", "a*a*a*a*b", "(a*)*$b", "^(?:a|b)*a(?:a|b){14}c", "[^b]*b", "é", "(a)*",
    ], ["test", "findAll", "split", "parts", "find"])
  func interruption(pattern: String, operation: String) throws {
    let host = try Host()
    try host.run("var s = \"a\".repeat(300000);")
    for number in [2, 4] {
      let limits = CountingLimits(cancellingAt: number)
      host.isolate.machine.limits = limits
      if let error = host.error("Regex(\"\(pattern)\").\(operation)(s);") {
        #expect(error.kind == .cancelled)
      } else {
        // So little was to do.
        #expect(
          pattern == "é" || pattern == "(a)*" || pattern == "[^b]*b" || pattern == "^(?:a|b)*a(?:a|b){14}c")
      }
    }
    host.isolate.machine.limits = CountingLimits()
    #expect(try host.run("print Regex(\"\(pattern)\").test(\"\");").count > 0)
  }

  /// Making an expression ends at limits, too, and leaves nothing behind.
  @Test func makingIsInterrupted() throws {
    let host = try Host()
    try host.run("var s = \"(?:a??b*?){900}\";")
    let before = host.isolate.usedBytes
    for number in 2...6 {
      host.isolate.machine.limits = CountingLimits(cancellingAt: number)
      #expect(host.error("Regex(s);")?.kind == .cancelled)
    }
    host.isolate.machine.limits = CountingLimits()
    #expect(host.isolate.usedBytes < before + 10_000)
    host.isolate.limits.fuel = 5_000
    let used = host.isolate.usedFuel
    #expect(host.error("Regex(s);")?.kind == .outOfFuel)
    #expect(host.isolate.usedFuel - used < 8_000)
    host.isolate.limits.fuel = nil
    // Whether it was made before or not, it costs the same.
    let costs = try (0..<2).map { _ in
      let used = host.isolate.usedFuel
      try host.run("Regex(s);")
      return host.isolate.usedFuel - used
    }
    #expect(costs[0] == costs[1] && costs[0] > 8_000)
  }

  @Test func deadline() throws {
    let host = try Host()
    host.isolate.limits.heapBytes = 256 << 20
    try host.run("var s = \"ab\".repeat(20000000); var r = Regex(\"(a|b|ab)*c\");")
    host.isolate.limits.deadline = .after(.milliseconds(20))
    #expect(host.error("r.test(s);")?.kind == .deadlineExceeded)
    #expect(host.error("r.replace(s, \"\");")?.kind == .deadlineExceeded)
    #expect(host.error("Regex(\"\").split(s);")?.kind == .deadlineExceeded)
  }

  /// Scripts find what the engine finds.
  @Test(arguments: 0..<8) func randomComparison(part: Int) throws {
    var numbers = Numbers(state: UInt64(part) + 1)
    let host = try Host()
    try host.run(
      """
      fun all(p, f, s) => Regex(p, f).findAll(s);
      fun replaced(p, f, s) => Regex(p, f).replace(s, "<$&>");
      fun called(p, f, s) => Regex(p, f).replace(s, match => `<${match[0].length}>`);
      fun joined(p, f, s) => Regex(p, f).parts(s).map(x => x is List ? x[0] : x).join();
      fun position(p, f, s) => Regex(p, f).indexOf(s);
      fun pieces(p, f, s) => Regex(p, f).split(s).length;
      """)
    for _ in 0..<60 {
      let (pattern, flags) = (numbers.pattern(), ["", "i", "ms", "s"][numbers.below(4)])
      guard let expression = try? RegularExpression(pattern, flags) else { continue }
      for _ in 0..<3 {
        let text = numbers.text()
        let comment: Comment = "\(pattern.debugDescription) \(flags) on \(text.debugDescription)"
        let bytes = Array(text.utf8)
        let matches = try Self.matches(of: expression, in: bytes)
        #expect(
          try host.isolate.call("all", pattern, flags, text, as: [[String?]].self)
            == matches.map { $0.map { $0.map { String(decoding: bytes[$0], as: UTF8.self) } } }, comment)
        #expect(
          try host.isolate.call("replaced", pattern, flags, text, as: String.self)
            == Self.replace(matches, in: bytes) { _ in "<$&>" }, comment)
        #expect(
          try host.isolate.call("called", pattern, flags, text, as: String.self)
            == Self.replace(matches, in: bytes) {
              "<\(String(decoding: bytes[$0], as: UTF8.self).unicodeScalars.count)>"
            }, comment)
        #expect(try host.isolate.call("joined", pattern, flags, text, as: String.self) == text, comment)
        #expect(
          try host.isolate.call("position", pattern, flags, text, as: Int?.self)
            == matches.first?[0].map {
              String(decoding: bytes[..<$0.lowerBound], as: UTF8.self).unicodeScalars.count
            }, comment)
        #expect(
          try host.isolate.call("pieces", pattern, flags, text, as: Int.self)
            == Self.pieceCount(matches, bytes.count), comment)
      }
    }
  }

  private static func matches(of expression: RegularExpression, in bytes: [UInt8]) throws -> [[Range<Int>?]] {
    var matcher = RegularExpressionMatcher(expression)
    var found: [[Range<Int>?]] = []
    var next: Int? = 0
    while let start = next, case .match(let match) = matcher.firstMatch(in: bytes.span, from: start) {
      let isComplete = matcher.findGroups(of: match, in: bytes.span)
      #expect(isComplete)
      var groups: [Range<Int>?] = [match]
      for number in 0..<expression.groupCount { groups.append(matcher.group(number + 1)) }
      found.append(groups)
      next = RegularExpressionMatcher.start(after: match, in: bytes.span)
    }
    return found
  }

  private static func replace(
    _ matches: [[Range<Int>?]], in bytes: [UInt8], _ text: (Range<Int>) -> String
  ) -> String {
    var (result, done): ([UInt8], Int) = ([], 0)
    for case let match? in matches.map(\.[0]) {
      result += bytes[done..<match.lowerBound]
      result += text(match).utf8
      done = match.upperBound
    }
    return String(decoding: result + bytes[done...], as: UTF8.self)
  }

  private static func pieceCount(_ matches: [[Range<Int>?]], _ count: Int) -> Int {
    var (pieces, done) = (1, 0)
    for case let match? in matches.map(\.[0]) {
      if match.isEmpty, match.lowerBound == done || match.lowerBound == count { continue }
      pieces += 1
      done = match.upperBound
    }
    return count == 0 && !matches.isEmpty ? 0 : pieces
  }

  private struct Numbers {
    var state: UInt64

    mutating func below(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }

    mutating func pattern() -> String {
      let pieces = [
        "a", "b", "é", "(a)", "(b|é)", "(?:ab)?", "[ab]+", "[^a]", ".", "\\w*", "\\b", "^", "$", "(a*)", "|",
        "x?",
        "(?<n>é+)", "\\s", "a{2}", "(a|(b))+", "😀",
      ]
      return (0..<1 + below(4)).map { _ in pieces[below(pieces.count)] }.joined()
    }

    mutating func text() -> String {
      let pieces = ["a", "b", "é", "A", "ab", " ", "\n", "😀", "x", "_", "É"]
      return (0..<below(14)).map { _ in pieces[below(pieces.count)] }.joined()
    }
  }
}
