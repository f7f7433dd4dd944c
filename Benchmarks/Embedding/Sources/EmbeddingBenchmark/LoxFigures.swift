import Dispatch
import Lox
import Synchronization

/// The cost of having Lox inside a Swift program.
struct LoxFigures {
  /// Ten lines as somebody might write them.
  static let script = """
    class Item {
      init(name, price) { this.name = name; this.price = price; }
      total(count) { return this.price * count; }
    }
    fun discount(sum) { if (sum > 100) return sum * 0.9; return sum; }
    var item = Item("pen", 2.5);
    var sum = 0;
    for (var i = 1; i <= 10; i = i + 1) sum = sum + item.total(i);
    var result = discount(sum);
    var label = item.name + ": done";
    """

  let program = try! Program(script)

  var newIsolate: Double {
    get throws {
      try Measuring.nanoseconds(count: 500) { try Isolate().run(program) } / 1000
    }
  }

  /// The resident bytes for each isolate after this many have run the script, and for the whole process.
  func residentBytes(count: Int) throws -> (each: Double, total: Int) {
    let before = Measuring.residentBytes()
    var isolates: [Isolate] = []
    for _ in 0..<count {
      let isolate = try Isolate()
      try isolate.run(program)
      isolates.append(isolate)
    }
    let after = Measuring.residentBytes()
    // All of them are alive.
    let sum = try isolates.reduce(0) { try $0 + ($1.global("result", as: Double.self) ?? 0) }
    precondition(sum == Double(count) * 123.75, "\(sum)")
    return (Double(after - before) / Double(count), after)
  }

  /// Nanoseconds for a call of a Lox function by handle, and by name.
  var calls: (handle: Double, name: Double) {
    get throws {
      let isolate = try Isolate()
      try isolate.run(try Program("fun add(a, b) { return a + b; }"))
      let add = try isolate.global("add", as: Function.self)!
      var sum = 0.0
      let handle = try Measuring.nanoseconds(count: 20000) { sum += try add.call(1.0, 2.0, as: Double.self) }
      let name = try Measuring.nanoseconds(count: 20000) {
        sum += try isolate.call("add", 1.0, 2.0, as: Double.self)
      }
      precondition(sum > 0)
      return (handle, name)
    }
  }

  /// Nanoseconds for a call of a typed host function from Lox, without the cost of the loop.
  var hostCall: Double {
    get throws {
      let isolate = try Isolate()
      try isolate.define("add") { (a: Double, b: Double) in a + b }
      try isolate.run(
        try Program(
          """
          fun calls(n) { var s = 0; for (var i = 0; i < n; i = i + 1) { s = add(s, i); } return s; }
          fun loop(n) { var s = 0; for (var i = 0; i < n; i = i + 1) { s = s + i; } return s; }
          """))
      let calls = try Measuring.nanoseconds(count: 1) { try isolate.call("calls", 100_000) }
      let loop = try Measuring.nanoseconds(count: 1) { try isolate.call("loop", 100_000) }
      return (calls - loop) / 100_000
    }
  }

  /// A class of the host whose members do next to nothing.
  final class Counter: HostObject {
    var count = 0.0
    let step = 1.0
  }

  static let counterClass = HostClass<Counter>("Counter")
    .initializer { Counter() }
    .property("step", \.step)
    .property("count", \.count)
    .property("closure", get: { $0.count }, set: { $0.count = $1 })
    .method("add") { (counter: inout Counter, amount: Double) in counter.count += amount }

  /// Nanoseconds for what scripts do with an object of the host, without the cost of the loop: they read a property that can't be set,
  /// read and set one that is a key path, read and set one that is two closures, and call a method.
  var hostObject:
    (readOnly: Double, getPath: Double, setPath: Double, get: Double, set: Double, method: Double)
  {
    get throws {
      let isolate = try Isolate()
      try isolate.define(Self.counterClass)
      func time(_ statement: String) throws -> Double {
        try isolate.run(
          try Program(
            "fun f(n) { var c = Counter(); for (var i = 0; i < n; i = i + 1) { \(statement) } }"))
        return try Measuring.nanoseconds(count: 1) { try isolate.call("f", 100_000) }
      }
      let loop = try time("")
      func net(_ statement: String) throws -> Double { (try time(statement) - loop) / 100_000 }
      return (
        try net("c.step;"), try net("c.count;"), try net("c.count = 1;"), try net("c.closure;"),
        try net("c.closure = 1;"), try net("c.add(1);")
      )
    }
  }

  /// Nanoseconds for a call of an asynchronous host function that does not wait.
  func asyncCall() async throws -> Double {
    let isolate = try Isolate()
    try isolate.defineAsync("add") { (a: Double, b: Double) in a + b }
    try await isolate.run(
      try Program(
        "fun calls(n) { var s = 0; for (var i = 0; i < n; i = i + 1) { s = add(s, i); } return s; }"))
    var best = Double.infinity
    for _ in 0..<15 {
      let start = Measuring.now()
      try await isolate.call("calls", 10_000)
      best = min(best, Double(Measuring.now() - start) / 10_000)
    }
    return best
  }

  /// Microseconds for an API of twenty functions and two classes in a new isolate: to have it there, and to have a script that mentions
  /// all of it.
  var install: (offered: Double, mentioned: Double) {
    get throws {
      final class Other {}
      let api = HostAPI { api in
        for number in 0..<20 { api.define("f\(number)") { (a: Double, b: Double) in a + b } }
        api.define(Self.counterClass)
        api.define(HostClass<Other>("Other").initializer { Other() })
      }
      let mentions = try Program(
        "fun f() { " + (0..<20).map { "f\($0);" }.joined() + "Counter; Other; }")
      let none = try Measuring.nanoseconds(count: 500) { _ = try Isolate() }
      let offered = try Measuring.nanoseconds(count: 500) { _ = try Isolate(api: api) }
      let run = try Measuring.nanoseconds(count: 500) { try Isolate().run(mentions) }
      let mentioned = try Measuring.nanoseconds(count: 500) { try Isolate(api: api).run(mentions) }
      return ((offered - none) / 1000, (mentioned - run) / 1000)
    }
  }

  static let work = try! Program(
    """
    class A { init(x) { this.x = x; } get() { return this.x; } }
    fun fib(n) { if (n < 2) return n; return fib(n - 1) + fib(n - 2); }
    fun work() { var s = ""; for (var i = 0; i < 20000; i = i + 1) { s = s + "x"; A(i).get(); } return fib(24); }
    work();
    """)

  /// How many times as much two threads do as one thread, each with an isolate of its own.
  func scaling() throws -> Double {
    func run(threads: Int) -> Double {
      let start = Measuring.now()
      DispatchQueue.concurrentPerform(iterations: threads) { _ in
        guard let isolate = try? Isolate() else { return }
        for _ in 0..<30 { try? isolate.run(LoxFigures.work) }
      }
      return Double(Measuring.now() - start)
    }
    _ = run(threads: 1)
    var ratios: [Double] = []
    for _ in 0..<7 { ratios.append(2 * run(threads: 1) / run(threads: 2)) }
    return ratios.max() ?? 0
  }

  /// The time with all limits, relative to the time without limits.
  func costOfLimits() throws -> Double {
    var limits = Limits()
    limits.fuel = 1 << 40
    limits.outputBytes = 1 << 30
    limits.callDepth = 100_000
    limits.deadline = .after(.seconds(1000))
    limits.cancellation = CancellationToken()
    let (on, off) = (try Isolate(limits: limits), try Isolate())
    try on.run(Self.work)
    try off.run(Self.work)
    var (bestOn, bestOff) = (UInt64.max, UInt64.max)
    for _ in 0..<60 {
      let start = Measuring.now()
      try on.call("work")
      let middle = Measuring.now()
      try off.call("work")
      bestOn = min(bestOn, middle - start)
      bestOff = min(bestOff, Measuring.now() - middle)
    }
    return Double(bestOn) / Double(bestOff)
  }

  /// Milliseconds from a cancellation on another thread to the end of the run: the median and the worst of many.
  func cancellation() throws -> (median: Double, worst: Double) {
    var times: [Double] = []
    for _ in 0..<40 {
      let token = CancellationToken()
      var limits = Limits()
      limits.cancellation = token
      let isolate = try Isolate(limits: limits)
      let cancelled = Atomic<UInt64>(0)
      let thread = Task.detached {
        try? await Task.sleep(for: .milliseconds(5))
        cancelled.store(Measuring.now(), ordering: .relaxed)
        token.cancel()
      }
      _ = try? isolate.run(Self.endless)
      let end = Measuring.now()
      let start = cancelled.load(ordering: .relaxed)
      times.append(start == 0 ? 0 : (Double(end) - Double(start)) / 1e6)
      _ = thread
    }
    return (Measuring.median(times), times.max() ?? 0)
  }

  /// Milliseconds from a deadline to the end of the run: the median and the worst of many.
  func deadline() throws -> (median: Double, worst: Double) {
    var limits = Limits()
    limits.deadline = .after(.milliseconds(10))
    let isolate = try Isolate(limits: limits)
    var times: [Double] = []
    for _ in 0..<40 {
      let start = Measuring.now()
      _ = try? isolate.run(Self.endless)
      times.append(Double(Measuring.now() - start) / 1e6 - 10)
    }
    return (Measuring.median(times), times.max() ?? 0)
  }

  static let endless = try! Program(
    "class A {} while (true) { var a = A(); a.x = 1; var s = \"\"; for (var i = 0; i < 100; i = i + 1) s = s + \"y\"; }"
  )
}
