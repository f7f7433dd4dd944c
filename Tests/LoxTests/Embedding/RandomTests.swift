import Lox
import Testing

/// Random numbers of scripts, as their hosts see them.
@Suite(.stressedCrossings) struct RandomTests {
  private func run(seed: UInt64?, _ script: String) throws -> Value? {
    var options = Isolate.Options()
    if let seed { options.seed = seed }
    let isolate = try Isolate(options: options)
    try isolate.run(try Program(script))
    return isolate["result"]
  }

  @Test func seeds() throws {
    let script = "var result = Random().next();"
    #expect(try run(seed: nil, script) == 0.6012629994179048)
    #expect(try run(seed: 0, script) == 0.6012629994179048)
    #expect(try run(seed: 42, script) == 0.08386297105988216)
    #expect(try run(seed: .max, script) == 0.5598927040505212)
    #expect(try run(seed: 42, "var result = Random(1).next();") == 0.7029218331588505)
    #expect(try run(seed: 1, "var result = Random(-1).next();") == 0.5598927040505212)
  }

  /// To Swift, a generator is an instance without fields.
  @Test(arguments: [false, true]) func handles(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    try host.run("var r = Random(7); var garbage; for (var i in 0..<100) garbage = [i];")
    guard case .instance(let random)? = host.isolate["r"] else {
      Issue.record("no instance")
      return
    }
    #expect(
      try (0..<12).map { _ in try random.call("int", 1...6, as: Int.self) } == [
        5, 2, 6, 6, 6, 6, 1, 1, 3, 1, 4, 5,
      ])
    #expect(try random.call("pick", ["a"], as: String.self) == "a")
    #expect(random.fieldNames.isEmpty && random["x"] == nil)
    #expect(host.isolate["r"].map { "\($0)" } == "Random instance")
    #expect(throws: RuntimeError.self) { try random.setField("x", to: 1) }
    #expect(throws: RuntimeError.self) { try random.call("float") }
    try host.isolate.define("same") { (value: Value) in value }
    #expect(try host.run("print same(r) == r;") == "true\n")
    struct Numbers: Decodable { var state: [Int] }
    #expect(throws: (any Error).self) {
      try host.isolate.decode(Numbers.self, from: .instance(random))
    }
  }

  /// The state is kept over collections.
  @Test(arguments: [false, true]) func collections(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    let output = try host.run(
      """
      const rs = [];
      for (var i in 0..<20) rs.add(Random(i));
      var garbage = nil;
      for (var i in 0..<200) garbage = [garbage is List ? 1 : 0];
      var isSame = true;
      for (var i, r in rs) {
        const other = Random(i);
        for (var k in 0..<3) {
          garbage = [r.next()];
          if (garbage[0] != other.next()) isSame = false;
        }
      }
      print isSame;
      """)
    #expect(output == "true\n")
    #expect(host.isolate.usedFuel > 0)
  }

  /// A call costs 4, and a shuffle one more for each element.
  @Test func fuel() throws {
    let host = try Host()
    func fuel(_ body: String) throws -> Int {
      let program = try Program("const r = Random(); const l = [...0..<1000]; \(body)")
      let before = host.isolate.usedFuel
      try host.isolate.run(program)
      return host.isolate.usedFuel - before
    }
    let base = try fuel("r.next();")
    let next = try fuel("r.next(); r.next();") - base
    #expect((4..<16).contains(next))
    #expect(try fuel("r.next(); r.shuffle(l);") - base - next >= 1000)
    #expect(try fuel("r.next(); r.shuffle(l);") - base - next < 1020)
  }

  @Test func limits() throws {
    let host = try Host()
    host.isolate.limits.fuel = 5_000_000
    try host.run("const l = [...0..<1000000]; const r = Random();")
    host.isolate.limits.fuel = 500_000
    #expect(host.error("r.shuffle(l);")?.kind == .outOfFuel)
    #expect(host.error("while (true) r.next();")?.kind == .outOfFuel)
    host.isolate.limits.fuel = nil
    #expect(try host.run("r.shuffle(l); print l.sum() == 499999500000;") == "true\n")
  }
}
