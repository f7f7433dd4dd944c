import Lox
import LoxRuntime

/// An endless sequence of decisions that is determined by bytes: a fuzzer's input, or those of a seed.
struct Decisions {
  private let bytes: [UInt8]
  private var index = 0
  private var state: UInt64

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    state = bytes.reduce(0x9e37_79b9_7f4a_7c15) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }

  init(seed: UInt64) {
    bytes = []
    state = seed &* 0x2545_f491_4f6c_dd1d &+ 1
  }

  /// The first decisions are the bytes themselves, so that a fuzzer can change one and keep the others.
  mutating func below(_ bound: Int) -> Int {
    if index < bytes.count {
      index += 1
      return Int(bytes[index - 1]) % bound
    }
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }

  mutating func element<T>(_ elements: [T]) -> T { elements[below(elements.count)] }
}

/// Sequences of everything that a host can do, in any order and nested in each other: two isolates, whose scripts check that
/// their own variables don't change, and call back the host all the time.
///
/// Nothing that is done may break a script's variables, the heap, or the process. A sequence belongs to one actor.
final class CallSequences: @unchecked Sendable {
  /// What went wrong, in words.
  private(set) var faults: [String] = []
  private(set) var operationCount = 0

  private var decisions: Decisions
  private var isolates: [Isolate?] = [nil, nil]
  private var values: [Value] = []
  private var references: [WeakReference] = []
  private var depth = 0
  private var budget: Int

  final class Held: HostObject {
    var number: Int
    var value: Value?
    init(_ number: Int) { self.number = number }
  }

  struct Item: ValueCodable {
    var name: String
    var number: Int
    var tags: [String]
  }

  private struct Refusal: Error {}

  init(_ decisions: Decisions, operations: Int) {
    self.decisions = decisions
    budget = operations
  }

  var isDone: Bool { budget <= 0 }

  // MARK: - Isolates

  private func makeIsolate(_ index: Int) throws {
    var options = Isolate.Options()
    options.limits = makeLimits()
    options.stressesCollector = decisions.below(12) == 0
    options.stressesCrossings = decisions.below(4) == 0
    let modes: [MachineCodeMode] = [.off, .on, .everything, .mixed(seed: UInt64(decisions.below(256)))]
    options.machineCode = decisions.element(modes)
    let isolate = try Isolate(options: options)
    // What is on is compiled when a slice ends.
    if decisions.below(2) == 0 { isolate.machine.setSlice(decisions.element([1, 5, 60, 2000])) }
    if decisions.below(8) == 0 { isolate.machine.pauseAlways() }
    try isolate.define("act") { [unowned self] () throws in
      act(index)
      if decisions.below(100) == 0 { throw Refusal() }
    }
    try isolate.define("broken") { [unowned self] (what: String) in faults.append("broken: \(what)") }
    try isolate.defineAsync("wait") { (n: Int) async throws -> Int in
      if n % 3 == 0 { await Task.yield() }
      return n
    }
    try isolate.define(
      HostClass<Held>("Held").initializer { [unowned self] (n: Int) -> Held in
        act(index)
        return Held(n)
      }
      .property(
        "number",
        get: { [unowned self] held in
          act(index)
          return held.number
        }, set: { $0.number = $1 }
      )
      .method("twice") { [unowned self] held in
        act(index)
        return held.number * 2
      })
    try isolate.run(Self.library)
    isolates[index] = isolate
  }

  private func makeLimits() -> Limits {
    var limits = Limits()
    limits.heapBytes = decisions.element([1 << 20, 4 << 20, 64 << 20])
    limits.callDepth = decisions.element([60, 2000, 100_000])
    limits.fuel = decisions.element([2_000, 100_000, 3_000_000])
    limits.hostCallDepth = decisions.element([2, 12, 40])
    return limits
  }

  // MARK: - Operations

  /// Does a few things during a call.
  private func act(_ index: Int) {
    guard depth < 10, budget > 0 else { return }
    depth += 1
    defer { depth -= 1 }
    for _ in 0..<decisions.below(3) { step() }
  }

  /// Does one thing.
  func step() {
    budget -= 1
    operationCount += 1
    let index = decisions.below(2)
    do {
      guard let isolate = isolates[index] else { return try makeIsolate(index) }
      try operate(isolate, index)
    } catch let error as RuntimeError where error.kind == .damagedHeap {
      faults.append("damaged: \(error)")
    } catch {}
    if values.count > 40 { values.removeFirst(15) }
    if references.count > 20 { references.removeFirst(8) }
  }

  private static let functions = [
    "locals", "closures", "loops", "deep", "fields", "objects", "strings", "method", "churn", "long",
    "identity", "generator", "drain", "rounds", "failing",
  ]

  private func operate(_ isolate: Isolate, _ index: Int) throws {
    let n = decisions.below(30)
    switch decisions.below(30) {
    case 0...7: values.append(try isolate.call(decisions.element(Self.functions), n))
    case 8: isolate.collectGarbage()
    case 9: try isolate.setGlobal("g\(n)", to: value())
    case 10: isolate.removeGlobal("g\(n)")
    case 11: if !values.isEmpty { values.remove(at: decisions.below(values.count)) }
    case 12: if let last = values.last { references.append(WeakReference(last)) }
    case 13: for reference in references { _ = reference.value.map(\.description) }
    case 14: values.append(try isolate.call("apply", value(), value()))
    case 15 where decisions.below(2) == 0:
      values.append(try isolate.call("generator", n))
      if case .fiber(let fiber)? = values.last { for _ in 0..<decisions.below(4) { try fiber.resume() } }
    case 15: if case .function(let function) = value() { values.append(try function.call(value())) }
    case 16, 17:
      guard case .instance(let instance) = value() else { return }
      try instance.setField("f\(n)", to: value())
      values.append(try instance.call("get", n))
      _ = (instance["v"], instance.fieldNames, instance.method("get"), instance.class?.name)
    case 18:
      let text = """
        var p\(n) = A(\(n)); act(); class K\(n) < A { get(x) { act(); return super.get(x); } }
        fun q\(n)(x) { act(); return x; } if (q\(n)(p\(n)).v != \(n)) broken("q");
        if (K\(n)(\(n)).get(0) != \(n)) broken("K"); p\(n).w = "a" + "b"; print p\(n);
        """
      try isolate.run(try Program(text))
    case 19: values.append(try isolate.encode([Item(name: "n\(n)", number: n, tags: ["a", "b"])]))
    case 20: if let last = values.last { _ = try? isolate.decode([Item].self, from: last) }
    case 21: values.append(.instance(try isolate.wrap(Held(n))))
    case 22:
      try isolate.define("fn\(n)") { [unowned self] (value: Value) -> Value in
        act(index)
        return value
      }
      values.append(try isolate.call("fn\(n)", value()))
    case 23: isolate.limits = makeLimits()
    case 24: if decisions.below(5) == 0 { isolates[index] = nil }
    case 25:
      guard case .instance(let instance) = value(), let held = instance.hostObject(as: Held.self) else {
        return
      }
      held.value = value()
    case 26: if case .class(let a)? = isolate["A"] { values.append(.instance(try a.make(n))) }
    case 27 where decisions.below(2) == 0:
      if case .fiber(let fiber) = value(), !fiber.isDone { values.append(try fiber.resume(value())) }
    case 27:
      _ = (isolate.globalNames.count, isolate.usedBytes, isolate.usedFuel, isolate.apiDeclaration.count)
    case 28: isolate.charge(fuel: decisions.element([1, 1000, .max]))
    default: values.append(try isolate.call("recurse", decisions.element([3, 100, 5000])))
    }
  }

  /// A value of any kind, perhaps one from the other isolate.
  private func value() -> Value {
    if !values.isEmpty, decisions.below(2) == 0 { return values[decisions.below(values.count)] }
    return decisions.element([.nil, 7, "text", .bytes([255, 1, 2]), true])
  }

  /// A call that may wait, as its name and argument.
  func suspendableCall() -> (Isolate, String, Int)? {
    guard let isolate = isolates[decisions.below(2)] else { return nil }
    let functions = Self.functions + ["waits", "waitsDeep", "longer", "waitsInFibers", "waitsAtOnce"]
    return (isolate, decisions.element(functions), decisions.below(25))
  }

  /// Whether this happens, with a chance of one in this many.
  func decides(oneOf count: Int) -> Bool { decisions.below(count) == 0 }

  func note(_ value: Value) { values.append(value) }

  /// What is left behind must be sound.
  func finish() {
    for isolate in isolates.compactMap({ $0 }) {
      isolate.limits = Limits()
      let problems = isolate.machine.heapProblems
      if !problems.isEmpty { faults.append("heap: \(problems.prefix(2))") }
      do {
        let sum: Double = try isolate.call("recurse", 100)
        if sum != 100 { faults.append("wrong sum afterwards: \(sum)") }
      } catch {
        faults.append("unusable: \(error)")
      }
    }
  }

  // MARK: - Scripts

  private static let library: Program = {
    // The text is our own and compiles.
    do { return try Program(text, name: "library") } catch { fatalError("\(error)") }
  }()

  private static let text = """
    class A {
      init(v) { this.v = v; this.s = "s" + "t"; }
      get(x) { return this.v; }
      check(n) { act(); return this.v == n; }
    }
    class B < A {
      init(v) { act(); super.init(v); this.extra = A(v); act(); }
      get(x) { act(); return super.get(x); }
    }
    class Sub < Held { init(n) { super.init(n); act(); this.z = "z" + "z"; } }
    fun identity(x) { return x; }
    fun apply(f, x) { var k = "k" + "k"; var r = f(x); if (k != "kk") broken("apply"); return r; }
    fun recurse(n) { if (n > 0) return recurse(n - 1) + 1; return 0; }
    fun deep(n) {
      var x = "d" + "e";
      if (n > 0) { var r = deep(n - 1); if (x != "de") broken("deep"); return r + 1; }
      act();
      return 0;
    }
    fun locals(n) {
      var a = A(n); var s = "k" + "v"; var b = n * 2; act();
      var c = a.v + b; act();
      if (a.v != n or a.s != "st" or s != "kv" or b != n * 2 or c != 3 * n) broken("locals");
      return a;
    }
    fun closures(n) {
      var x = n; var y = "y" + "z";
      fun up() { x = x + 1; act(); return x; }
      var r = up() + up();
      if (x != n + 2 or r != 2 * n + 3 or y != "yz") broken("closures");
      return up;
    }
    fun loops(n) {
      var a = B(n); var t = ""; var k = 0;
      while (k < 5) { k = k + 1; act(); t = t + "ab"; }
      for (var i = 0; i < 3; i = i + 1) { fun g() { return i; } act(); if (g() != i) broken("loop"); }
      if (t != "ababababab" or k != 5 or a.get(0) != n or a.extra.v != n) broken("loops");
      return t;
    }
    fun fields(n) {
      var a = A(n);
      for (var i = 0; i < n; i = i + 1) {
        a.f1 = i; a.f2 = "x" + "y"; act(); a.f3 = a.f2; a.f4 = i; a.f5 = i;
        if (a.f1 != i or a.f3 != "xy" or a.f4 != i) broken("fields");
      }
      return a;
    }
    fun objects(n) {
      var h = Held(n); act();
      if (h.number != n or h.twice() != 2 * n) broken("objects");
      h.number = n + 1;
      if (h.number != n + 1) broken("setter");
      var s = Sub(n);
      if (s.number != n or s.z != "zz") broken("subclass");
      return h;
    }
    fun strings(n) {
      var s = "g" + "h";
      for (var i = 0; i < n and i < 12; i = i + 1) { s = s + s; act(); }
      return s;
    }
    fun method(n) { var m = A(n).check; act(); if (!m(n)) broken("method"); return m; }
    fun churn(n) {
      var l = nil;
      for (var i = 0; i < n * 50; i = i + 1) { var a = A(i); a.n = l; l = a; }
      return l;
    }
    fun long(n) {
      var a = A(n); var one = 1; var s = "l" + "g"; var c = 0; var l = nil;
      for (var i = 0; i < 3000; i = i + one) { c = c + one; if (c == 1000) { l = A(i); l.n = l; } }
      if (c != 3000 or s != "lg" or a.v != n or l.v != 999) broken("long");
      return l;
    }
    fun longer(n) {
      var a = A(n); var s = "l" + "g"; var c = 0; var one = 1; var z = "z" + "z";
      while (c < 300000) c = c + one;
      if (c != 300000 or s != "lg" or a.v != n or z != "zz" or one != 1) broken("longer");
      return s + z;
    }
    fun walk(n, values) {
      var s = "w" + "k"; var a = A(n);
      if (n > 0) walk(n - 1, values);
      act();
      values.add(Fiber.yield(n));
      act();
      if (s != "wk" or a.v != n) broken("walk");
    }
    fun generator(n) { return Fiber(() => { var k = "g" + "n"; var values = []; walk(n, values); if (k != "gn") broken("generator"); return values; }); }
    fun drain(n) {
      var sum = 0;
      for (var x in generator(n)) { act(); sum = sum + x; }
      if (sum != n * (n + 1) / 2) broken("drain");
      return sum;
    }
    fun rounds(n) {
      var r = Fiber.map(1...4, x => { var s = "r" + "s"; act(); for (var i in 0..<x) Fiber.yield(); act(); if (s != "rs") broken("round"); return x * n; });
      if (r.sum() != 10 * n) broken("rounds");
      return r;
    }
    fun failing(n) {
      var f = Fiber(() => { try { walk(n, []); throw "t" + "h"; } finally { act(); Fiber.yield("f"); } });
      var last = nil;
      try { while (true) last = f.resume(); } catch (e) { if (!f.isDone or e == "th" and last != "f") broken("failing"); }
      return f;
    }
    fun waitsInFibers(n) {
      var f = Fiber(() => { var s = "w" + "f"; for (var i in 0..<3) Fiber.yield(wait(i) + n); if (s != "wf") broken("waits in fibers"); });
      var sum = 0;
      for (var x in f) { act(); sum = sum + x; }
      if (sum != 3 * n + 3) broken("sum of waits");
      return f;
    }
    fun waitsAtOnce(n) {
      var r = Fiber.map([1, 2, 3, 4], x => { var s = "a" + "o"; var y = wait(x + n); act(); var z = wait(x); if (s != "ao" or z != x) broken("at once"); return y; });
      if (r.sum() != 10 + 4 * n) broken("waits at once");
      return r;
    }
    fun waits(n) {
      var a = A(n); var t = "w" + "x"; var r = wait(n) + n;
      if (r != 2 * n or a.v != n or t != "wx") broken("waits");
      act();
      if (wait(n + 1) != n + 1) broken("waits again");
      return A(wait(3));
    }
    fun waitsDeep(n) {
      if (n == 0) return wait(5);
      var t = "w" + "d"; var r = waitsDeep(n - 1);
      if (t != "wd") broken("waits deep");
      return r;
    }
    """
}

/// Sequences with runs that wait, on the actor that owns the isolates.
actor CallSequenceRun {
  private let sequences: CallSequences

  init(_ decisions: Decisions, operations: Int) {
    sequences = CallSequences(decisions, operations: operations)
  }

  /// What went wrong, and how many operations there were.
  func run() async -> (faults: [String], operations: Int) {
    var tasks: [Task<Void, Never>] = []
    while !sequences.isDone {
      sequences.step()
      if sequences.decides(oneOf: 4), let (isolate, name, n) = sequences.suspendableCall() {
        let task = Task {
          _ = self
          if let value = try? await isolate.call(name, n) as Value { sequences.note(value) }
        }
        tasks.append(task)
        if sequences.decides(oneOf: 5) { task.cancel() }
      }
      if sequences.decides(oneOf: 3) { await Task.yield() }
      if tasks.count > 6 {
        for task in tasks { await task.value }
        tasks = []
      }
    }
    for task in tasks { await task.value }
    sequences.finish()
    return (sequences.faults, sequences.operationCount)
  }
}
