import LoxJIT
import Testing

/// How machine code is entered and left. The driver notes if registers change that functions must keep, and each helper whether the stack is
/// aligned.
@Suite(.enabled(if: Emulation.canRun(.arm64), "there is no qemu-aarch64"))
struct StubTests {
  private let number = (1.5).bitPattern

  /// The machine executes an instruction; then the code goes on at the address that it says, with the state that it has parked.
  @Test func steps() throws {
    var scenario = try Scenario("fun f(a, b) { var c = a % b; return c; }", "f")
    // Again at the same instruction, at the next one with any result, and nowhere.
    scenario.add("step modulo, step modulo for -7") {
      $0.addResult(.place(function: 1, pc: 0))
      return [number, number]
    }
    scenario.add("step modulo, returns 9.0 for -7") {
      $0.addResult(.place(function: 1, pc: 1))
      $0[register: 3] = (9.0).bitPattern
      return [number, number]
    }
    scenario.add("step modulo, fails") {
      $0.addResult(.stub(\.fail))
      return [number, number]
    }
    scenario.add("step modulo") { _ in [number, number] }
    try scenario.check()
  }

  /// The state that is parked, where each stub leaves.
  @Test(
    arguments: [
      (\CompiledStubs.leaveAtEntry, "enters f with 0.0 1.5"), (\.leaveParked, "enters f with 0.0 1.5"),
      (\.fail, "fails"),
    ] as [(WritableKeyPath<CompiledStubs, Int> & Sendable, String)])
  func exits(stub: WritableKeyPath<CompiledStubs, Int> & Sendable, expected: String) throws {
    var scenario = try Scenario("fun f(a) { return a; }", "f")
    scenario.add(expected, startingAt: .stub(stub)) {
      $0[context: $0.layout.context.pc] = MemoryMap.bytecode(1)
      return [number]
    }
    try scenario.check()
  }

  /// Fuel is a number with a sign, of 64 bits.
  @Test func fuel() throws {
    var scenario = try Scenario("fun f(n) { while (true) n = n + 1; }", "f")
    for fuel in [-1, 0, 1, 5, 100, -1 << 31, -1 << 32, -1 << 40, -1 << 62] {
      scenario.add(nil, fuel: fuel) { _ in [number] }
      scenario.expectLast { $0.hasPrefix("step loop") }
    }
    try scenario.check()
  }

  /// A step in a loop can go on in the loop, and what a block knows is loaded again.
  @Test func knownValues() throws {
    var scenario = try Scenario("fun f(a, b) { var c = a + 1; var d = c % b; return c + d + a; }", "f")
    for pc in scenario.instructionStarts {
      scenario.add(nil) {
        $0.addResult(.place(function: 1, pc: pc))
        $0[register: 4] = (16.0).bitPattern
        return [number, (0.5).bitPattern]
      }
    }
    try scenario.check()
  }
}
