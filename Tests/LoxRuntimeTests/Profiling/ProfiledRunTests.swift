import Testing

@testable import LoxRuntime

/// Profiles of scripts.
@Suite struct ProfiledRunTests {
  private func profile(_ text: String) throws -> (fixture: MachineFixture, profiler: Profiler) {
    let fixture = try #require(MachineFixture())
    fixture.virtualMachine.startProfiling()
    try fixture.run(text)
    return (fixture, try #require(fixture.virtualMachine.profiler))
  }

  private static let calls = """
    fun inner(n) {
      var sum = 0;
      for (var i = 0; i < n; i = i + 1) sum = sum + i;
      return sum;
    }
    fun outer() {
      var sum =
        inner(1000);
      return sum + 1;
    }
    for (var i = 0; i < 100; i = i + 1) outer();
    """

  @Test func functionsAreSampledWhereTheyRun() throws {
    let (fixture, profiler) = try profile(Self.calls)
    // The innermost function has almost all: called by the outer one, which the script calls.
    let total = profiler.nodes.reduce(0) { $0 + $1.units }
    let hot = try #require(profiler.nodes.max { $0.units < $1.units })
    #expect(hot.units > total * 9 / 10)
    let outer = profiler.nodes[Int(hot.parent)]
    let script = profiler.nodes[Int(outer.parent)]
    #expect(script.parent == -1)
    func name(_ node: Profiler.Node) -> String {
      fixture.virtualMachine.function(at: Int(node.function)).map { $0.program.displayName(of: $0.number) }
        ?? ""
    }
    #expect([script, outer, hot].map(name) == ["script", "outer", "inner"])

    // Each unit is at one place, and of those that were used few are in no sample.
    #expect(profiler.places.reduce(0) { $0 + $1.units } == total)
    let used = fixture.virtualMachine.usedFuel
    #expect(total <= used && total > used * 9 / 10)
    let loop = profiler.places.filter { profiler.lines[Int($0.line)].number == 3 }
    #expect(loop.reduce(0) { $0 + $1.units } > total * 8 / 10)
    let call = try #require(profiler.lines.first { $0.number == 8 })
    #expect(call.calledUnits == hot.units)
  }

  @Test func aProfileIsTheSameEachTime() throws {
    let (first, second) = (try profile(Self.calls).profiler, try profile(Self.calls).profiler)
    func facts(_ profiler: Profiler) -> [[Int]] {
      profiler.nodes.map { [Int($0.parent), Int($0.function), $0.units, $0.bytes] }
    }
    #expect(facts(first) == facts(second))
    #expect(first.sampleCount == second.sampleCount && first.sampleCount > 10)
  }

  @Test func deepStacksAreCutOffOutside() throws {
    let (_, profiler) = try profile(
      """
      fun deep(n) { if (n == 0) { for (var i = 0; i < 100000; i = i + 1) {} } else deep(n - 1); }
      deep(1000);
      """)
    let top = try #require(profiler.nodes.firstIndex { $0.function == Profiler.elided })
    #expect(profiler.nodes[top].parent == -1)
    var number = Int32(
      try #require(profiler.nodes.indices.max { profiler.nodes[$0].units < profiler.nodes[$1].units }))
    var depth = 0
    while profiler.nodes[Int(number)].function != Profiler.elided {
      depth += 1
      number = profiler.nodes[Int(number)].parent
      if number < 0 { break }
    }
    #expect(depth == Profiler.maximumDepth)
  }

  @Test func functionsOfSwiftAreMeasured() throws {
    let fixture = try #require(MachineFixture())
    fixture.virtualMachine.startProfiling()
    var inner = 0
    try fixture.define("work") { spin(3_000_000) }
    // Its own time is short: what it calls takes long.
    try fixture.define("outer") {
      inner += 1
      try fixture.run("for (var i = 0; i < 3; i = i + 1) work();")
    }
    try fixture.run(
      """
      fun rests() { outer(); }
      rests();
      work();
      print "done";
      """)
    let profiler = try #require(fixture.virtualMachine.profiler)
    let functions = profiler.swiftTimes.functions
    let work = try #require(functions.first { $0.name == "work" })
    let outer = try #require(functions.first { $0.name == "outer" })
    #expect(work.callCount == 4 && outer.callCount == 1 && inner == 1)
    #expect(functions.first { $0.name == "print" }?.callCount == 1)
    #expect(work.nanoseconds >= 12_000_000)
    #expect(outer.nanoseconds < work.nanoseconds / 3 * 2)

    // All of it belongs to the chains of calls that led to it.
    let nodes = profiler.nodes.filter { $0.swiftFunction.map { functions[$0].name } == "work" }
    #expect(nodes.reduce(0) { $0 + $1.nanoseconds } == work.nanoseconds)
    #expect(nodes.count == 2)
    #expect(nodes.contains { profiler.nodes[Int($0.parent)].parent == -1 && $0.nanoseconds >= 3_000_000 })
    #expect(nodes.contains { profiler.nodes[Int($0.parent)].parent >= 0 && $0.nanoseconds >= 9_000_000 })
  }

  /// Takes its time.
  private func spin(_ nanoseconds: UInt64) {
    let start = MonotonicClock.nanoseconds()
    while MonotonicClock.nanoseconds() - start < nanoseconds {}
  }

  @Test func bytesAreSampledWhereTheyAreAllocated() throws {
    let (_, profiler) = try profile(
      """
      class Object { init(next) { this.next = next; } }
      fun make() {
        var list = nil;
        for (var i = 0; i < 5000; i = i + 1) list = Object(list);
      }
      for (var i = 0; i < 50; i = i + 1) make();
      """)
    let total = profiler.nodes.reduce(0) { $0 + $1.bytes }
    // An instance with a field takes 16 bytes.
    #expect(total > 50 * 5000 * 16 * 9 / 10)
    let loop = profiler.places.filter { profiler.lines[Int($0.line)].number == 4 }
    #expect(loop.reduce(0) { $0 + $1.bytes } > total * 9 / 10)
    #expect(profiler.collections.isEmpty == false)
  }
}
