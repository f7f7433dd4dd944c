import LoxJIT
import Testing

/// Calls, and returns to all kinds of callers.
@Suite(.enabled(if: Emulation.canRun(.arm64), "there is no qemu-aarch64"))
struct CallTemplateTests {
  private let number = (1.5).bitPattern
  private let source = "fun g(a, b) { return a + b; } fun f(c, x) { return c(x, 2) + 1; }"
  private let g = 1
  private let f = 2

  /// What the cache of the only call has learned.
  private func learn(_ m: inout ScriptMachine, _ callee: UInt64, _ function: Int, closure: UInt64? = nil) {
    let cache = m.cache(f, 0), layout = m.layout.callCache
    m[cache: cache + layout.callee] = callee
    m[cache: cache + layout.record] = m.address(m.record(function))
    m[cacheWord: cache + layout.closure] = UInt32(truncatingIfNeeded: closure ?? callee)
  }

  @Test(arguments: [true, false]) func cachedCallee(isCompiled: Bool) throws {
    var scenario = try Scenario(source, "f", uncompiled: isCompiled ? [] : ["g"])
    func call(
      _ expected: String?, fuel: Int = 1000, _ more: @escaping (inout ScriptMachine) -> Void = { _ in }
    ) {
      scenario.add(expected, fuel: fuel) {
        let closure = $0.makeClosure(g, isOld: true)
        learn(&$0, closure, g)
        more(&$0)
        return [closure, number]
      }
    }
    call(isCompiled ? "returns 4.5 for 2" : "enters g with closure 2010 1.5 2.0 at window 3 for 2")
    // Not enough fuel, registers, frames.
    call("step call", fuel: 1)
    call(nil, fuel: 2)
    call("step call", fuel: -3)
    call("step call") { $0[context: $0.layout.context.stackLimit] = $0.address(ScriptMachine.window + 40) }
    call("step call") { $0[context: $0.layout.context.frameLimit] = $0.address(MemoryMap.frames + 72) }
    try scenario.check()
  }

  /// A callee that the cache does not know, or that is something else.
  @Test func otherCallees() throws {
    var scenario = try Scenario(source, "f")
    scenario.add("returns 4.5 for 2") {
      let closure = $0.makeClosure(g)
      learn(&$0, $0.makeClosure(g, isOld: true), g)
      return [closure, number]
    }
    // Sites that have learned nothing learn of old callees.
    scenario.add("step call") { [$0.makeClosure(g, isOld: true), number] }
    scenario.add("returns 4.5 for 2") { [$0.makeClosure(g), number] }
    scenario.add("step call", fuel: 1) { [$0.makeClosure(g), number] }
    // Another number of arguments, a function that is none, and other values.
    scenario.add("step call") {
      learn(&$0, 0, g)
      return [$0.makeClosure(0), number]
    }
    scenario.add("step call") {
      learn(&$0, 0, g)
      return [$0.makeClosure(20), number]
    }
    scenario.add("step call") {
      learn(&$0, 0, g)
      return [$0.makeClosure(100_000), number]
    }
    scenario.add("step call") {
      learn(&$0, 0, g)
      return [$0.nil, number]
    }
    scenario.add("step call") { [$0.makeObject(isOld: true), number] }
    try scenario.check()
  }

  @Test func classes() throws {
    let source = "class C { init(a, b) { this.x = a; } } fun f(c, x) { return c(x, 2); }"
    var scenario = try Scenario(source, "f", uncompiled: ["init"])
    func make(
      _ expected: String?, size: UInt32 = 32, initializer: Bool = true, fuel: Int = 1000, isFull: Bool = false
    ) {
      scenario.add(expected, fuel: fuel) {
        let callee = $0.makeObject(isOld: true)
        let closure = $0.makeClosure(1, isOld: true)
        learn(&$0, callee, 1, closure: initializer ? closure : 0)
        $0[cacheWord: $0.cache(f, 0) + $0.layout.callCache.shape] = 0x3330
        $0[cacheWord: $0.cache(f, 0) + $0.layout.callCache.instanceSize] = size
        if isFull { $0.fillEden() }
        return [callee, number]
      }
    }
    make(nil)
    scenario.expectLast { $0.hasPrefix("enters init with instance 1000 1.5 2.0") }
    make("returns instance 1000", initializer: false)
    make("returns instance 1000", size: 8, initializer: false)
    make("returns instance 1000", size: 1024, initializer: false)
    make("step call", size: 1032, initializer: false)
    make("step call", fuel: 1)
    make("step call", isFull: true)
    try scenario.check()
  }

  // MARK: - Returns

  @Test func callers() throws {
    var scenario = try Scenario(
      "fun g(a) { return a; } fun f(a) { if (a) return a; }", "f", uncompiled: ["g"])
    scenario.add("returns 1.5") { _ in [number] }
    scenario.add("returns nil") { [$0.nil] }
    // One that is compiled goes on there: in this case, it returns to itself and then takes what is in its own window.
    for pc in scenario.instructionStarts {
      scenario.add(nil) {
        $0.setCaller(2, returningTo: pc)
        return [number]
      }
    }
    // One that is not.
    scenario.add("is at 1 of g") {
      $0.setCaller(1, returningTo: 1)
      return [number]
    }
    // An operator that the machine has called for an instruction.
    scenario.add("finishes member") {
      $0.setCaller(2, returningTo: 1)
      $0.setReturnAddress(MemoryMap.finishAddress)
      return [number]
    }
    try scenario.check()
  }

  @Test func recursion() throws {
    var scenario = try Scenario("fun f(n) { if (n < 1) return 0; return f(n - 1) + n; }", "f")
    for fuel in [1000, 30, 29, 28, 20, 1] {
      scenario.add(nil, fuel: fuel) {
        let closure = $0.makeClosure(1, isOld: true)
        $0.setGlobal("f", closure)
        let cache = $0.cache(1, 0), layout = $0.layout.callCache
        $0[cache: cache + layout.callee] = closure
        $0[cache: cache + layout.record] = $0.address($0.record(1))
        return [(4.0).bitPattern]
      }
    }
    scenario.expectLast(of: 6) { $0.hasPrefix("returns 10.0") }
    try scenario.check()
  }
}
