import Foundation
import Lox
import Testing

/// What the machine keeps over calls of the host: whatever the host does, the script continues with its own values.
@Suite(.stressedCrossings) struct CrossingTests {
  /// A function that is replaced while it is executed ends as it began, and is released afterwards.
  @Test func functionsMayReplaceThemselves() throws {
    final class Text { let text = "kept" }
    let isolate = try Isolate()
    weak var remaining: Text?
    do {
      let text = Text()
      remaining = text
      try isolate.define("f") { (isolate: Isolate) -> String in
        try isolate.define("f") { 1.0 }
        for _ in 0..<3 { isolate.collectGarbage() }
        return text.text
      }
    }
    try isolate.run(try Program("var g = f; f = nil; fun call() { var h = g; g = nil; return h(); }"))
    #expect(try isolate.call("call", as: String.self) == "kept")
    isolate.collectGarbage()
    #expect(remaining == nil)
    #expect(try isolate.call("f", as: Double.self) == 1)
  }

  /// A call by a handle keeps its isolate alive until it has returned, even if it drops the last other reference.
  @Test func callsKeepTheirIsolate() throws {
    var isolate: Isolate? = try Isolate()
    weak let remaining = isolate
    try isolate?.define("drop") { () -> Double in
      isolate = nil
      return 1
    }
    try isolate?.run(try Program("class A { m(x) { return drop() + x; } } var a = A(); var m = a.m;"))
    let (a, m) = (isolate?["a"], try isolate?.global("m", as: Function.self))
    #expect(try m?.call(2, as: Double.self) == 3)
    #expect(remaining == nil)
    #expect(throws: HandleError.self) { try m?.call(2) }
    #expect(a != nil)
  }

  /// A callback that needs more frames and more of the value stack than have ever been in use.
  @Test(arguments: [1, 40, 1000, 20_000]) func callbacksMayRecurse(depth: Int) throws {
    let host = try Host()
    try host.isolate.define("apply") { (f: Function) in try f.call() as Value }
    let output = try host.run(
      """
      fun deep(n) { if (n > 0) deep(n - 1); }
      fun callback() { deep(\(depth)); return "b" + "c"; }
      fun f(x) { var a = "a" + x; var r = apply(callback); return a + r; }
      print f("b"); print f("c");
      """)
    #expect(output == "abbc\nacbc\n")
  }

  /// Callbacks from a getter, a setter, a method and an initializer of the host.
  @Test func callbacksOfHostClassesMayRecurse() throws {
    final class Caller: HostObject {
      var function: Function?
      func call() throws -> Value { try function?.call() ?? .nil }
    }
    let host = try Host()
    try host.isolate.define(
      HostClass<Caller>("Caller").initializer { (f: Function) -> Caller in
        let caller = Caller()
        caller.function = f
        _ = try caller.call()
        return caller
      }
      .property(
        "value", get: { (caller: Caller) -> Value in try caller.call() },
        set: { (caller: inout Caller, _: Value) in _ = try caller.call() }
      )
      .method("call") { caller in try caller.call() })
    let output = try host.run(
      """
      fun deep(n) { if (n > 0) return deep(n - 1); return "x" + "y"; }
      fun callback() { return deep(300); }
      fun f() {
        var a = "a" + "b"; var c = Caller(callback); var b = "c" + "d";
        c.value = 1;
        return a + b + c.value + c.call();
      }
      print f();
      """)
    #expect(output == "abcdxyxy\n")
  }

  /// Encoding an argument collects, and moves everything young, including the callee.
  @Test func calleesMoveWhileArgumentsAreEncoded() throws {
    let host = try Host()
    try host.run(
      """
      fun make(name) { fun named(x) { return name; } return named; }
      class A { init(n) { this.n = n; } get(x) { return this.n; } }
      var f = make("f"); var method = A("m").get; var a = A("a");
      fun make2() { return make("young"); }
      """)
    // Under stress, each element moves the callee.
    let list = (0..<(Isolate.Options.stressesAllCrossings ? 100 : 60_000)).map { Double($0) }
    for _ in 0..<3 {
      let young: Function = try host.isolate.call("make", "handle")
      #expect(try young.call(list) == "handle")
      try host.run("f = make(\"f\"); method = A(\"m\").get; a = A(\"a\");")
      #expect(try host.isolate.call("f", list) == "f")
      #expect(try host.isolate.call("method", list) == "m")
      #expect(try host.isolate.global("a", as: Instance.self)?.call("get", list) == "a")
    }
  }

  // MARK: - Pauses

  /// Programs that can pause at many kinds of places, each of which checks that all of its variables are unchanged.
  static let pausing = [
    """
    fun f(n) { var a = one(); var b = 7; var c = "te" + "xt"; var d = 9; var k = 0;
      while (k < n) { k = k + 1; } if (b != 7) return b; if (d != 9) return d; return c; }
    """,
    """
    fun f(n) { var c = "te" + "xt"; for (var i = 0; i < n; i = i + 1) { var e = "e" + "e"; g(i); if (e != "ee") return e; } return c; }
    fun g(x) { var y = "y" + "z"; if (x > 1000000) g(x); if (y != "yz") wrong(y); return x; }
    """,
    """
    fun f(n) { var c = "te" + "xt"; var k = 0; for (;;) { var t = "t" + "u"; if (k == n) return c; k = k + 1; if (t != "tu") return t; } }
    """,
    """
    class A { init(n) { this.n = n; this.t = "te" + "xt"; } step() { this.n = this.n - 1; return this.n > 0; } }
    fun f(n) { var a = A(n); var s = "s" + "s"; while (a.step()) { var i = A(1); if (i.t != "text") return i; } if (s != "ss") return s; return a.t; }
    """,
    """
    fun f(n) { if (n > 30) { var i = 0; while (i < n) { var r = f(29); if (r != "text") return r; i = i + 30; } return "te" + "xt"; }
      var c = "te" + "xt"; if (n > 0) { var d = "d" + "e"; var r = f(n - 1); if (d != "de") return d; if (r != c) return r; } return c; }
    """,
    """
    fun f(n) { var c = "te" + "xt"; fun inner() { var k = 0; while (k < n) { k = k + 1; } return c; } var d = "d" + "d";
      var r = inner() + ""; if (d != "dd") return d; return r; }
    """,
    """
    class P { init(v) { this.v = v; } operator <(o) { var w = "w" + "w"; Fiber.yield(w); return this.v < o.v; } }
    fun walk(n) { var s = "s" + n.fixed(0); if (n > 0) { walk(n - 1); Fiber.yield(s); if (P(n) < P(0)) return n; } if (s != `s${n}`) wrong(s); }
    fun f(n) {
      var c = "te" + "xt"; var kept = Fiber(() => walk(n)); var t = kept.resume();
      for (var i, x in Fiber(() => walk(n % 7))) if (x[0] != "s" and x != "ww" or i > 20) return x;
      var sum = Fiber.map([1, 2, 3], x => { for (var k in 0..<x) Fiber.yield(); return x; }).sum();
      var u = kept.resume(); var last = nil; while (!kept.isDone) last = kept.resume();
      if (t != "s1" or u != "ww" or sum != 6 or last != nil) return `${t} ${u} ${sum} ${last}`;
      return c;
    }
    """,
  ]

  private enum Disturbance: CaseIterable {
    case none, call, collection, global, handles, error, encoding
  }

  private static func disturb(_ disturbance: Disturbance, _ isolate: Isolate) throws {
    switch disturbance {
    case .none: break
    case .call: _ = try isolate.call("id", "DISTURBED") as String
    case .collection: isolate.collectGarbage()
    case .global: try isolate.setGlobal("g" + "g", to: "DISTURBED")
    case .handles: _ = try [isolate.call("id", "x"), isolate["f"] ?? .nil]
    case .error:
      #expect(throws: RuntimeError.self) { try isolate.run(try Program("var x = \"a\" + \"b\"; nil();")) }
    case .encoding: _ = try isolate.encode((0..<4).map { ["n": $0] })
    }
  }

  @Test(arguments: pausing.indices) func pausesKeepWhatIsLive(number: Int) async throws {
    for (way, disturbance) in Disturbance.allCases.enumerated() where Self.isTried(number + way) {
      let isolate = try Isolate()
      try isolate.define("one") { 1 }
      try Self.runNow(isolate, "fun id(x) { return x; }\n" + Self.pausing[number])
      // With a slice of one unit, the run pauses wherever it can; there it is disturbed.
      isolate.machine.pauseAlways()
      var pauses = 0
      isolate.onPause = {
        pauses += 1
        do { try Self.disturb(disturbance, isolate) } catch { Issue.record("\(error)") }
      }
      let result: Value = try await isolate.call("f", 40)
      isolate.onPause = nil
      #expect(result == "text", "program \(number), \(disturbance)")
      #expect(pauses > 30)
    }
  }

  #if DEBUG
    /// Each program is disturbed in every second way only; with everything moving, in every third.
    private static func isTried(_ number: Int) -> Bool {
      number % (Isolate.Options.stressesAllCrossings ? 3 : 2) == 0
    }
  #else
    private static func isTried(_ number: Int) -> Bool { true }
  #endif

  private static func runNow(_ isolate: Isolate, _ text: String) throws { try isolate.run(try Program(text)) }

  // MARK: - Native stack

  /// How an entry becomes nested in itself.
  enum Nesting: String, CaseIterable { case function, pack, method, accessor, setter, initializer, isolates }

  /// Nested entries end in an error, whatever the size of the thread's stack.
  @Test(arguments: Nesting.allCases, [128, 256, 512, 1024]) func nestedEntriesEnd(
    nesting: Nesting, kibibytes: Int
  ) {
    final class Node: HostObject { var function: Function? }
    let result = onThread(stackSize: kibibytes << 10) { () -> String in
      do {
        var limits = Limits()
        limits.hostCallDepth = 1_000_000
        let isolate = try Isolate(limits: limits)
        try isolate.define("call") { (f: Function) -> Value in try f.call() }
        try isolate.define("pack") { (i: Isolate, a: [Int], b: String, f: Function, g: Double) -> Value in
          try i.call("again", f, a)
        }
        try isolate.define(
          HostClass<Node>("Node").initializer { (f: Function?) -> Node in
            let node = Node()
            node.function = f
            if let f { _ = try f.call() as Value }
            return node
          }
          .property(
            "value", get: { (node: Node) -> Value in try node.function?.call() ?? .nil },
            set: { (node: inout Node, value: Value) in
              guard case .function(let f) = value else { return }
              node.function = f
              _ = try f.call() as Value
            }
          )
          .method("call") { (node, f: Function) -> Value in
            node.function = f
            return try f.call()
          })
        var isolates: [Isolate] = [isolate]
        if nesting == .isolates {
          // A ring in which each calls the next.
          for _ in 0..<20 { isolates.append(try Isolate(limits: limits)) }
          for (index, isolate) in isolates.enumerated() {
            let next = isolates[(index + 1) % isolates.count]
            try isolate.define("next") { [unowned next] () -> Value in try next.call("f") }
            try isolate.run(try Program("fun f() { return next(); }"))
          }
        }
        let script =
          switch nesting {
          case .function: "fun f() { return call(f); } f();"
          case .pack: "fun again(f, a) { return pack(a, \"x\", f, 1); } fun f() {} pack(nil, \"x\", f, 1);"
          case .method: "var n = Node(nil); fun f() { return n.call(f); } f();"
          case .accessor: "var n = Node(nil); fun g() {} n.call(g); fun f() { return n.value; } n.value = f;"
          case .setter: "var n = Node(nil); fun f() { n.value = f; } f();"
          case .initializer: "fun f() { return Node(f); } f();"
          case .isolates: "f();"
          }
        do {
          try isolate.run(try Program(script))
          return "no error"
        } catch let error as RuntimeError {
          // Through isolates, each passes on the error of the next.
          var kind = error.kind
          var inner: (any Error)? = error.underlying
          while let next = inner as? RuntimeError { (kind, inner) = (next.kind, next.underlying) }
          try isolate.run(try Program("var x = 1; x = x + 1;"))
          isolates = []
          return "\(kind), then \(isolate["x"] ?? .nil)"
        }
      } catch { return "\(error)" }
    }
    #expect(result == "stackOverflow, then 2")
  }
}

private final class ResultBox<T>: @unchecked Sendable { var result: T? }

/// Runs `body` on a thread with a stack of this many bytes.
func onThread<T: Sendable>(stackSize: Int, _ body: @escaping @Sendable () -> T) -> T? {
  let box = ResultBox<T>()
  let done = DispatchSemaphore(value: 0)
  let thread = Thread {
    box.result = body()
    done.signal()
  }
  thread.stackSize = stackSize
  thread.start()
  done.wait()
  return box.result
}

/// Runs each test of a suite three times: as it is, with everything that can move moving whenever Swift and the machine call each
/// other, and so in machine code.
struct StressedCrossings: SuiteTrait, TestTrait, TestScoping {
  var isRecursive: Bool { true }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await function()
    try await Isolate.Options.$stressesAllCrossings.withValue(true) {
      try await function()
      try await Isolate.Options.$machineCodeOfAll.withValue(.everything) { try await function() }
    }
  }
}

extension Trait where Self == StressedCrossings {
  /// Also with everything that can move moving at each crossing between Swift and the machine, and in machine code.
  static var stressedCrossings: Self { StressedCrossings() }
}

/// Runs each test of a suite twice: as it is, and in machine code.
struct InMachineCode: SuiteTrait, TestTrait, TestScoping {
  var isRecursive: Bool { true }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await function()
    try await Isolate.Options.$machineCodeOfAll.withValue(.everything) { try await function() }
  }
}

extension Trait where Self == InMachineCode {
  /// Also with all functions compiled to machine code.
  static var inMachineCode: Self { InMachineCode() }
}
