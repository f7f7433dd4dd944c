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
