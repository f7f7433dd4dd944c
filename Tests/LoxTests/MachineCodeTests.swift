import Foundation
import Lox
import LoxRuntime
import Testing

/// Scripts do the same in machine code, and end at the same place.
@Suite struct MachineCodeTests {
  /// A little of everything: loops, calls, methods, accessors, operators, closures, errors, fibers, lists, maps.
  static let script = """
    class Point {
      init(x, y) { this.x = x; this.y = y; }
      length => this.x * this.x + this.y * this.y;
      getX() { return this.x; }
      setX(x) { this.x = x; }
      operator +(other) => Point(this.x + other.x, this.y + other.y);
      operator <(other) => this.length < other.length;
      description => `(${this.x}, ${this.y})`;
    }
    class Point3 < Point {
      init(x, y, z) { super.init(x, y); this.z = z; }
      getX() { return super.getX() + this.z; }
    }
    fun fib(n) { if (n < 2) return n; return fib(n - 1) + fib(n - 2); }
    fun counter() { var n = 0; return () => { n = n + 1; return n; }; }
    fun fails(n) { if (n % 3 == 0) throw Error(`no ${n}`); return -n; }
    fun work(rounds) {
      var next = counter();
      var point = Point(0, 1);
      var list = [1, "two", nil];
      var map = {a: 1};
      for (var i = 0; i < rounds; i = i + 1) {
        point = point + Point3(i, 1, 2);
        point.setX(point.getX() + next());
        if (point < Point(3, 3)) print point;
        list.add(i); list[0] = list[list.length - 1]; map.a = map.a + list[0];
        try { map[i] = fails(i); } catch (e) { map[i] = e.message; }
      }
      for (var x in list) print x;
      for (var k, v in map) print `${k} ${v}`;
      for (var i in 0..<3) print next() == i or "x" != "y";
      return point;
    }
    var fiber = Fiber(() => { for (var i in 0..<4) Fiber.yield(fib(i)); });
    print work(5);
    for (var n in fiber) print n;
    print fib(9);
    var text = "";
    while (text.length < 5) text = text + "ab";
    print text == "ababab";
    fun deep(n) { return n == 0 ? nil + 1 : deep(n - 1); }
    deep(3);
    """

  private struct Run: Equatable {
    var output = ""
    var error = ""
    var fuel = 0
  }

  private static func run(_ mode: MachineCodeMode, fuel: Int? = nil, text: String = script) throws -> Run {
    var run = Run()
    var options = Isolate.Options()
    options.machineCode = mode
    options.limits.fuel = fuel
    let isolate = try Isolate(options: options) { bytes in
      run.output += String(decoding: bytes, as: UTF8.self)
      return true
    }
    do {
      try isolate.run(try Program(text))
    } catch let error as RuntimeError {
      run.error = "\(error.message)\n\(error.trace.text)"
    }
    run.fuel = isolate.usedFuel
    return run
  }

  @Test(arguments: [MachineCodeMode.everything, .mixed(seed: 1), .mixed(seed: 2), .mixed(seed: 3), .on])
  func doesTheSame(mode: MachineCodeMode) throws {
    let plain = try Self.run(.off)
    #expect(plain.error.hasPrefix("Operands must be"))
    #expect(try Self.run(mode) == plain)
  }

  /// A limit of fuel stops the run at the same unit, with the same trace, wherever that is.
  @Test(arguments: [MachineCodeMode.everything, .mixed(seed: 1)])
  func limitsStopAtTheSameUnit(mode: MachineCodeMode) throws {
    let all = try Self.run(.off).fuel
    #if DEBUG
      let step = 1999
    #else
      let step = 7
    #endif
    for fuel in stride(from: 1, through: all + 1, by: step) {
      let (plain, native) = (try Self.run(.off, fuel: fuel), try Self.run(mode, fuel: fuel))
      #expect(native == plain, "a limit of \(fuel)")
    }
  }

  /// Loops and functions that run long are compiled while they run.
  @Test func tiersUp() throws {
    let text = """
      class A { m(n) { return n + 1; } }
      fun f(n) { return A().m(n); }
      fun rare() { return 1; }
      var sum = rare();
      for (var i = 0; i < 200000; i = i + 1) sum = f(sum);
      print sum;
      """
    var options = Isolate.Options()
    options.machineCode = .on
    var output = ""
    let isolate = try Isolate(options: options) { bytes in
      output += String(decoding: bytes, as: UTF8.self)
      return true
    }
    let program = try Program(text)
    try isolate.run(program)
    #expect(output == "200001\n")
    guard let statistics = isolate.machine.machineCodeStatistics else { return }
    #expect(statistics.functions > 0)
    #expect(statistics.refused == 0)
    // Another isolate finds the code that is there: all together, there are four functions.
    let other = try Isolate(options: options) { _ in true }
    try other.run(program)
    #expect((other.machine.machineCodeStatistics?.functions ?? 0) <= 4 - statistics.functions)
  }

  /// An asynchronous run pauses at each place where it can.
  @Test(arguments: [MachineCodeMode.everything, .mixed(seed: 1), .on])
  func pauses(mode: MachineCodeMode) async throws {
    let plain = try Self.run(.off)
    var options = Isolate.Options()
    options.machineCode = mode
    var output = ""
    let isolate = try Isolate(options: options) { bytes in
      output += String(decoding: bytes, as: UTF8.self)
      return true
    }
    isolate.machine.pauseAlways()
    await #expect(throws: RuntimeError.self) { try await isolate.run(try Program(Self.script)) }
    #expect(output == plain.output)
    #expect(isolate.usedFuel == plain.fuel)
  }

  /// Who observes the machine sees each instruction, though functions are compiled.
  @Test func observersSeeEachInstruction() throws {
    func instructions(_ mode: MachineCodeMode) throws -> Int {
      var options = Isolate.Options()
      options.machineCode = mode
      let isolate = try Isolate(options: options) { _ in true }
      isolate.machine.isObserved = true
      try? isolate.run(try Program(Self.script))
      return isolate.machine.statistics.run.instructions
    }
    #expect(try instructions(.everything) == instructions(.off))
  }

  /// Isolates on several threads share the code of a program, and each has its own shapes.
  @Test func isolatesShareCode() async throws {
    let program = try Program(
      """
      class A { init(n) { if (n % 2 == 0) { this.a = n; this.b = 1; } else { this.b = 1; this.a = n; } } }
      fun sum(start) {
        var sum = 0;
        for (var i = start; i < start + 5000; i = i + 1) { var a = A(start); sum = sum + a.a + a.b; }
        return sum;
      }
      """)
    try await withThrowingTaskGroup(of: Double.self) { group in
      for start in 0..<16 {
        group.addTask {
          var options = Isolate.Options()
          options.machineCode = start % 4 == 0 ? .everything : .on
          let isolate = try Isolate(options: options) { _ in true }
          try isolate.run(program)
          let sum: Double = try isolate.call("sum", Double(start))
          return sum - Double(start) * 5000
        }
      }
      for try await rest in group { #expect(rest == 5000) }
    }
  }

  /// Code is made once, however many isolates run a program.
  @Test func isCompiledOnce() throws {
    let program = try Program("fun f(n) { return n + 1; } class A { m() { return f(2); } } print A().m();")
    var counts: [Int] = []
    for _ in 0..<100 {
      var options = Isolate.Options()
      options.machineCode = .everything
      let isolate = try Isolate(options: options) { _ in true }
      try isolate.run(program)
      guard let statistics = isolate.machine.machineCodeStatistics else { return }
      counts.append(statistics.functions)
    }
    #expect(counts[0] > 0)
    #expect(counts.dropFirst().allSatisfy { $0 == 0 })
  }

  /// Loops in machine code look whether they are cancelled after each slice of fuel, which takes less than a millisecond (`EmbeddingBenchmark`
  /// measures it).
  @Test(arguments: [
    "while (true) {}", "fun f(n) { return n; } while (true) f(1);", "var n = 0; while (true) n = n + 1;",
  ])
  func isCancelledSoon(text: String) throws {
    func fuel(cancellingAt count: Int) throws -> Int {
      var options = Isolate.Options()
      options.machineCode = .on
      let isolate = try Isolate(options: options) { _ in true }
      isolate.machine.limits = CountingLimits(cancellingAt: count)
      #expect(throws: RuntimeError.self) { try isolate.run(try Program(text)) }
      #expect(isolate.machine.machineCodeStatistics?.functions != 0)
      return isolate.usedFuel
    }
    let count = 100
    let used = try fuel(cancellingAt: 50 + count) - fuel(cancellingAt: 50)
    #expect(used > 0 && used <= count * 70_000, "\(used)")
  }

  /// Operators, getters and setters wait for functions of the host wherever they were called from.
  @Test func membersWait() async throws {
    let modes: [MachineCodeMode] = [.off, .on, .everything]
    for mode in modes {
      var options = Isolate.Options()
      options.machineCode = mode
      let isolate = try Isolate(options: options) { _ in true }
      try isolate.defineAsync("later") { (x: Double) async -> Double in
        await Task.yield()
        return x
      }
      try await isolate.run(
        try Program(
          """
          class V {
            init(x) { this.x = x; }
            operator +(other) => V(this.x + later(other));
            twice => later(this.x) * 2;
            set half(value) { this.x = later(value) / 2; }
          }
          fun work(n) {
            var v = V(0);
            for (var i in 0..<n) { v = v + 1; v.half = v.twice; }
            return v.x;
          }
          for (var i in 0..<20000) { i + i; }
          var result = work(2000);
          """))
      #expect(try isolate.global("result", as: Double.self) == 2000, "\(mode)")
    }
  }
}
