import Foundation
import Lox
import LoxBytecode
import LoxJIT
import LoxRuntime
import Testing

/// Scripts from each of their instructions on, with registers that hold anything: whatever that comes to, all processors do the same.
@Suite(.enabled(if: Emulation.canRun(.arm64) && Emulation.canRun(.x86), "there is no qemu-aarch64"))
struct EveryInstructionTests {
  /// Values of all kinds. The low halves of numbers are small, since they may be taken for offsets in the cage, which is small here.
  private static func fill(_ machine: inout ScriptMachine, seed: UInt64) {
    var random = RandomBits(state: seed)
    let shape = machine.makeShape()
    let number: () -> UInt64 = { Double(Int.random(in: -4...40, using: &random)).bitPattern }
    let values: [UInt64] = [
      machine.nil, machine.true, machine.false, (1.0).bitPattern, (2.0).bitPattern, (0.5).bitPattern,
      machine.makeString(), machine.makeString(isInterned: true),
      machine.makeInstance(shape, [number(), machine.nil]),
      machine.makeInstance(shape, [number()], isOld: true),
      machine.makeList([number(), number()], capacity: 3),
      machine.makeList([number(), machine.nil], isOld: true),
      machine.makeClosure(0, [machine.nil, machine.nil]),
      machine.makeBox(number(), isOld: true), machine.makeBox(machine.nil),
    ]
    for register in 0..<256 {
      machine[register: register] = values[Int.random(in: 0..<values.count, using: &random)]
    }
    machine.setClosure(machine.makeClosure(0, Array(repeating: machine.makeBox(number()), count: 8)))
  }

  private static func scripts() -> [(name: String, program: LoxBytecode.Program)] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Conformance")
    let paths = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
    let programs = paths.filter { $0.hasSuffix(".lox") }.sorted().compactMap { path in
      (try? Data(contentsOf: root.appending(path: path))).flatMap { try? Lox.Program(bytes: [UInt8]($0)) }.map
      {
        (path, $0.image.program)
      }
    }
    return programs.filter { ScriptMachine.hasRoom(for: $0.1, .native) }
  }

  /// As few scripts as have all opcodes that there are in any.
  private static func chosenScripts() -> [(name: String, program: LoxBytecode.Program)] {
    var seen: Set<Opcode> = []
    return scripts().filter { script in
      let opcodes = script.program.functions.indices.reduce(into: Set<Opcode>()) {
        $0.formUnion(Scenario(script.program, $1, compiled: []).instructions.map(\.opcode))
      }
      defer { seen.formUnion(opcodes) }
      return !opcodes.isSubset(of: seen)
    }
  }

  private static func add(_ pc: Int, seed: UInt64, to scenario: inout Scenario) {
    scenario.add(nil, fuel: 40, at: pc) {
      fill(&$0, seed: UInt64(pc) << 8 | seed)
      return []
    }
  }

  /// Each machine of a function for itself; the result is how many the host's processor could not run either, since they reached for what
  /// a real cage has and this one does not.
  private static func checkEach(_ program: LoxBytecode.Program, _ function: Int, _ name: String) throws -> Int
  {
    var failures = 0
    for pc in Scenario(program, function, compiled: []).instructionStarts {
      for seed in seeds {
        var scenario = Scenario(program, function, compiled: program.functions.indices)
        add(pc, seed: seed, to: &scenario)
        if try scenario.isTooMuch(for: .x86) { failures += 1 } else { try scenario.check(name) }
      }
    }
    return failures
  }

  #if DEBUG
    private static let seeds: Range<UInt64> = 0..<1
  #else
    private static let seeds: Range<UInt64> = 0..<4
  #endif

  @Test func everyInstruction() throws {
    var seen: Set<Opcode> = []
    var (count, failures) = (0, 0)
    for (name, program) in Self.chosenScripts() {
      for function in program.functions.indices {
        var scenario = Scenario(program, function, compiled: program.functions.indices)
        for (pc, opcode) in scenario.instructions {
          seen.insert(opcode)
          for seed in Self.seeds { Self.add(pc, seed: seed, to: &scenario) }
          count += Self.seeds.count
        }
        let name = "\(name), function \(function)"
        if try scenario.isTooMuch(for: .x86) {
          failures += try Self.checkEach(program, function, name)
        } else {
          try scenario.check(name)
        }
      }
    }
    #expect(failures < count / 50, "\(failures) of \(count)")
    // The scripts have nearly all opcodes.
    #expect(seen.count > Opcode.allCases.count * 9 / 10, "\(Set(Opcode.allCases).subtracting(seen))")
  }
}
