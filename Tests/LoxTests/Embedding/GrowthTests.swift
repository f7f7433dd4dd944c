import Lox
import Testing

/// What an isolate does leaves nothing behind.
@Suite struct GrowthTests {
  /// Programs are unloaded, with their records and names.
  @Test func programsAreUnloaded() throws {
    let isolate = try Isolate(limits: .untrusted)
    try isolate.run(try Program("var x = 0; var f; class Kept { get() { return x; } } var kept = Kept();"))
    for n in 0..<3000 {
      try isolate.run(try Program("x = \(n); fun f\(n % 10)() { return x; } f = f\(n % 10);"))
    }
    isolate.collectGarbage()
    // Ten functions and the class are still in use.
    #expect(isolate.machine.programCount <= 12)
    #expect(try isolate.call("f3") == 2999)
    #expect(try isolate.global("kept", as: Instance.self)?.call("get") == 2999)
    // Also without a request for it.
    #expect(isolate.machine.programCount < 3000)
  }

  /// A program stays while it runs, while a function of it is called, and while a handle keeps one.
  @Test func programsInUseStay() async throws {
    let isolate = try Isolate()
    try isolate.define("collect") { (isolate: Isolate) in isolate.collectGarbage() }
    try isolate.defineAsync("wait") { () async in await Task.yield() }
    for n in 0..<50 {
      let program = try Program(
        "fun f() { collect(); wait(); var s = \"a\" + \"b\"; collect(); return s; } if (f() != \"ab\") nil(); \(n); f = nil;"
      )
      try await isolate.run(program)
    }
    func make() throws -> Function {
      try isolate.run(try Program("fun g() { return \"g\"; }"))
      let function = try #require(try isolate.global("g", as: Function.self))
      isolate.removeGlobal("g")
      return function
    }
    let function = try make()
    isolate.collectGarbage()
    #expect(try await function.call() as Value == "g")
  }

  @Test func hostFunctionsAreLetGo() throws {
    final class Token {}
    let isolate = try Isolate(limits: .untrusted)
    weak var last: Token?
    for _ in 0..<2000 {
      let token = Token()
      last = token
      try isolate.define("f") { (a: Double) -> Double in withExtendedLifetime(token) { a } }
    }
    isolate.collectGarbage()
    #expect(isolate.machine.hostFunctionCount == 1)
    #expect(last != nil)
    isolate.removeGlobal("f")
    isolate.collectGarbage()
    #expect(isolate.machine.hostFunctionCount == 0)
    #expect(last == nil)
  }

  /// What a host function does when it is released can't use the isolate.
  @Test func endsOfHostFunctions() throws {
    final class Ending {
      let body: () -> Void
      init(_ body: @escaping () -> Void) { self.body = body }
      deinit { body() }
    }
    let isolate = try Isolate()
    var kinds: [RuntimeError.Kind?] = []
    func define() throws {
      let ending = Ending { [unowned isolate] in
        do { try isolate.run(try Program("1;")) } catch { kinds.append((error as? RuntimeError)?.kind) }
      }
      try isolate.define("f") { withExtendedLifetime(ending) { 1 } }
    }
    try define()
    isolate.removeGlobal("f")
    isolate.collectGarbage()
    #expect(kinds == [.busy])
  }

  @Test func handlesAreGivenBack() throws {
    let isolate = try Isolate()
    try isolate.run(try Program("class A {} fun make() { return A(); }"))
    var kept = try (0..<20_000).map { _ in try isolate.call("make") as Value }
    #expect(isolate.machine.handles.capacity >= 20_000)
    kept.removeLast(19_990)
    isolate.collectGarbage()
    #expect(isolate.machine.handles.capacity < 100)
    #expect(kept.allSatisfy { $0.kind == "an A instance" })
  }

  /// Many small runs on one isolate: nothing grows.
  @Test func soak() throws {
    let isolate = try Isolate(limits: .untrusted)
    try isolate.run(
      try Program("var n = 0; class P { init(x) { this.x = x; } } fun step(p) { n = n + p.x; return P(n); }"))
    let program = try Program("n = n + 1; fun g() { return n; } g();")
    func cycle() throws {
      for _ in 0..<2000 {
        try isolate.run(program)
        let p: Value = try isolate.call("step", try isolate.global("p", as: Value.self) ?? .nil)
        try isolate.setGlobal("p", to: p)
      }
      isolate.collectGarbage()
    }
    try isolate.run(try Program("var p = P(1);"))
    try cycle()
    let (bytes, handles) = (isolate.usedBytes, isolate.machine.handles.capacity)
    for _ in 0..<3 { try cycle() }
    #expect(isolate.usedBytes <= bytes + 65536)
    #expect(isolate.machine.handles.capacity <= handles)
    #expect(isolate.machine.programCount <= 3)
  }
}

/// Names of globals that have no value and that no program mentions are forgotten.
@Suite(.stressedCrossings) struct GlobalGrowthTests {
  /// How many rounds: stressed, the heap is verified at each crossing.
  private static var rounds: Int { Isolate.Options.stressesAllCrossings ? 500 : 20_000 }

  private static func makeHost() throws -> Host {
    var limits = Limits()
    limits.heapBytes = 2 << 20
    let host = try Host(limits)
    try host.run("var kept = 1; fun read() { return kept + late; } try { gone; } catch (e) {}")
    return host
  }

  /// Afterwards nothing has grown, and what is in use is still there.
  private static func check(_ host: Host, heap: Int) throws {
    let isolate = host.isolate
    for _ in 0..<2 { isolate.collectGarbage() }
    #expect(isolate.machine.mentionedNames.count < 300)
    #expect(isolate.usedBytes <= heap + 131_072)
    #expect(host.message("read();") == "Undefined variable 'late'.")
    try isolate.setGlobal("late", to: 2)
    #expect(try isolate.call("read") == 3)
    #expect(try host.run("print read() + late;") == "5\n")
  }

  @Test func namesOfTheHost() throws {
    let host = try Self.makeHost()
    let isolate = host.isolate
    let heap = isolate.usedBytes
    for k in 0..<Self.rounds {
      try isolate.setGlobal("request\(k)", to: k)
      #expect(isolate["request\(k)"] == .number(Double(k)))
      isolate.removeGlobal("request\(k)")
      if k % 1000 == 0 {
        #expect(isolate["request\(k)"] == nil)
        #expect(isolate.machine.mentionedNames.count < 5000)
      }
    }
    #expect(!isolate.globalNames.contains { $0.hasPrefix("request") })
    try Self.check(host, heap: heap)
  }

  @Test func functionsOfTheHost() throws {
    let host = try Self.makeHost()
    let isolate = host.isolate
    let heap = isolate.usedBytes
    for k in 0..<Self.rounds {
      try isolate.define("request\(k)") { k }
      isolate.removeGlobal("request\(k)")
    }
    try Self.check(host, heap: heap)
  }

  @Test func undefinedNames() throws {
    let host = try Self.makeHost()
    let heap = host.isolate.usedBytes
    for k in 0..<Self.rounds / 5 {
      try host.isolate.run(try Program("try { undefinedName\(k); } catch (e) {}"))
      if k % 1000 == 0 { #expect(host.isolate.machine.mentionedNames.count < 5000) }
    }
    #expect(host.message("kepd;") == "Undefined variable 'kepd'.")
    try Self.check(host, heap: heap)
  }

  /// Names that modules don't have, and what they are called in scripts.
  @Test func undefinedImports() throws {
    let host = try Self.makeHost()
    let isolate = host.isolate
    try isolate.module("math") { math in try math.set("one", to: 1) }
    try host.run("import {one} from \"math\"; fun imported() { return one; }")
    let heap = isolate.usedBytes
    for k in 0..<Self.rounds / 5 {
      let script = "import {other\(k) as name\(k)} from \"math\";"
      #expect(host.message(script) == "Module 'math' has no 'other\(k)'.")
    }
    #expect(try isolate.call("imported") == 1)
    #expect(try host.run("print one;") == "1\n")
    try Self.check(host, heap: heap)
  }

  /// A name that the host offers and has removed is not provided again.
  @Test func removedOffers() throws {
    let api = HostAPI { api in
      api.define("secret") { 1 }
      api.define("other") { 2 }
    }
    let host = try Host(api: api)
    let isolate = host.isolate
    isolate.removeGlobal("secret")
    try host.run("other();")
    isolate.removeGlobal("other")
    for k in 0..<Self.rounds / 4 {
      try isolate.setGlobal("request\(k)", to: k)
      isolate.removeGlobal("request\(k)")
    }
    for _ in 0..<3 { isolate.collectGarbage() }
    #expect(host.message("secret();") == "Undefined variable 'secret'.")
    #expect(host.message("other();") == "Undefined variable 'other'.")
    #expect(isolate["secret"] == nil && isolate["other"] == nil && isolate.globalNames.isEmpty)
  }

  /// A slot is another variable's only when no code can use it for the one before.
  @Test func slotsInUse() throws {
    let host = try Self.makeHost()
    let isolate = host.isolate
    try host.run("class Reader { get(k) { return later; } } var reader = Reader();")
    let reader = try #require(try isolate.global("reader", as: Instance.self))
    for k in 0..<Self.rounds / 4 {
      if k % 100 == 0 { isolate.collectGarbage() }
      try isolate.setGlobal("request\(k)", to: k)
      if k % 3 == 0 {
        try isolate.setGlobal("later", to: k)
        #expect(try reader.call("get", 1) == .number(Double(k)))
        isolate.removeGlobal("later")
      }
      if k >= 50 { isolate.removeGlobal("request\(k - 50)") }
      if k >= 40 { #expect(isolate["request\(k - 40)"] == .number(Double(k - 40))) }
    }
    #expect(throws: RuntimeError.self) { try reader.call("get", 1) }
  }
}
