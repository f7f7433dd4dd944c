import LoxRuntime
import Testing

@testable import LoxJIT

/// Operations of templates do the same on all processors: each is executed, by a process of the host or by an emulator, and all memory
/// compared.
@Suite(.enabled(if: Emulation.canRun(.arm64), "there is no qemu-aarch64"))
struct OperationTests {
  private let layout = RuntimeLayout.native

  /// What each program has changed, by processor; they must be the same.
  private func check(
    _ programs: [OperationProgram], integers: [[UInt64]], doubles: [[UInt64]]
  ) throws -> [Emulation.Run] {
    let images = programs.indices.map { number in
      var machine = OperationMachine(
        number: number, layout, integers: integers[number], doubles: doubles[number])
      machine.start(number)
      return machine.image
    }
    let emulation = Emulation(
      layout: layout, functions: programs.map { program in { program.compile(layout, for: $0) } })
    let arm64 = try emulation.run(images, for: .arm64)
    for (number, run) in arm64.enumerated() {
      #expect(run.after[MemoryMap.log + LogLayout.result] == 1)
      #expect(run.after[MemoryMap.log + LogLayout.problems] == 0)
      #expect(run.after[layout.context.pc] == MemoryMap.callerAddress, "program \(number)")
    }
    guard Emulation.canRun(.x86) else { return arm64 }
    for (number, run) in try emulation.run(images, for: .x86).enumerated()
    where run.changes != arm64[number].changes {
      let (x86, arm64) = (run.changes, arm64[number].changes)
      let places = Set(x86.keys).union(arm64.keys).filter { x86[$0] != arm64[$0] }.sorted()
      let text = places.prefix(8).map { place in
        let hex = [x86[place], arm64[place]].map { $0.map { String($0, radix: 16) } ?? "-" }
        return "\(place - OperationMachine.window): \(hex[0]) and \(hex[1])"
      }
      Issue.record("\(text): \(programs[number].operations)")
    }
    return arm64
  }

  @Test(arguments: 0..<UInt64(8)) func randomPrograms(seed: UInt64) throws {
    var generator = OperationGenerator(seed: seed, layout)
    let programs = (0..<16).map { _ in generator.program(count: 40) }
    let integers = programs.map { _ in (0..<5).map { _ in generator.integer() } }
    let doubles = programs.map { _ in (0..<8).map { _ in generator.double() } }
    _ = try check(programs, integers: integers, doubles: doubles)
  }

  /// Each operation on two doubles with each pair of those that are special, and each comparison.
  @Test func pairsOfDoubles() throws {
    let values = OperationGenerator.doubles
    var programs: [OperationProgram] = []
    var doubles: [[UInt64]] = []
    for (index, first) in values.enumerated() {
      // Six at a time, with the first one in `a`.
      for start in stride(from: 0, to: values.count, by: 6) {
        guard (index + start / 6) % 3 == 0 else { continue }
        var operations: [Operation] = []
        for register in DoubleRegister.holders {
          for condition in [DoubleCondition.less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual]
          {
            operations.append(.branch(.double(condition, .a, register)))
          }
        }
        for (number, register) in DoubleRegister.holders.enumerated() {
          let operation = [DoubleOperation.add, .subtract, .multiply, .divide][(index + number) % 4]
          operations.append(.calculate(operation, register, .a))
        }
        programs.append(OperationProgram(operations: operations))
        doubles.append([first, 0] + (0..<6).map { values[(start + $0) % values.count] })
      }
    }
    let integers = programs.map { _ in [UInt64](repeating: 0, count: 5) }
    for start in stride(from: 0, to: programs.count, by: 32) {
      let range = start..<min(start + 32, programs.count)
      _ = try check(
        Array(programs[range]), integers: Array(integers[range]), doubles: Array(doubles[range]))
    }
  }

  /// Doubles become whole numbers if they are some; what is out of reach is none, also where the processor has the nearest number for it.
  @Test func conversions() throws {
    let values = OperationGenerator.doubles
    let groups = stride(from: 0, to: values.count, by: 6).map { start in
      (0..<6).map { values[min(start + $0, values.count - 1)] }
    }
    let operations = DoubleRegister.holders.flatMap { register in
      [Operation.branch(.convert(.a, register)), .convertToDouble(register, .a, .double)]
    }
    let runs = try check(
      groups.map { _ in OperationProgram(operations: operations) },
      integers: groups.map { _ in [0, 0, 0, 0, 0] }, doubles: groups.map { [0, 0] + $0 })
    for (group, run) in zip(groups, runs) {
      for (number, bits) in group.enumerated() {
        let note = run.after[OperationMachine.window + OperationProgram.notes + 16 * number]
        let isWhole = Int64(exactly: Double(bitPattern: bits)) != nil
        #expect(note == (isWhole ? 1 : 2), "\(Double(bitPattern: bits))")
      }
    }
  }

  /// The arguments of helpers come from any registers but one, and go to those of the calling convention.
  @Test func helperCalls() throws {
    let registers: [Register] = [.a, .b, .c, .e, .d]
    let programs = registers.map { first in
      OperationProgram(
        operations: [.callHelper(first, nil)]
          + registers.filter { $0 != first && first != .d }.map { .callHelper(first, $0) })
    }
    let values: [Register: UInt64] = [.a: 0x11, .b: 0x22, .c: 0x33, .d: 0x44, .e: 0x5555_6666_7777_8888]
    let integers = OperationProgram.integerRegisters.map { values[$0] ?? 0 }
    let runs = try check(
      programs, integers: programs.map { _ in integers },
      doubles: programs.map { _ in [UInt64](repeating: 0, count: 8) })
    for (number, run) in runs.enumerated() {
      let (first, log) = (registers[number], MemoryMap.log)
      let seconds: [Register?] = [nil] + registers.filter { $0 != first && first != .d }
      #expect(run.after[log + LogLayout.count] == UInt64(seconds.count))
      for (call, second) in seconds.enumerated() {
        let entry = log + LogLayout.calls + call * LogLayout.callSize
        #expect(run.after[entry + 8] == 0, "the stack is aligned")
        #expect(run.after[entry + 16] == values[first])
        if let second { #expect(run.after[entry + 24] == values[second]) }
      }
    }
  }
}
