import Lox
import LoxBytecode
import LoxExecution
import LoxJIT
import LoxRuntime
import Testing

/// A function of a script in machine code, on machines that are set up for it, under all processors that can be emulated.
///
/// What each machine does is told in words, such as `returns 3` or `step add`: so a test reads like a table. The processors must agree in
/// every word of memory.
struct Scenario {
  let program: LoxBytecode.Program
  let layout: RuntimeLayout
  let function: Int
  private let compiled: Set<Int>
  private var machines: [ScriptMachine] = []
  private var expected: [String?] = []
  private var rules: [Int: (String) -> Bool] = [:]

  /// - Parameters:
  ///   - name: The function; an empty one means the script itself.
  ///   - uncompiled: The functions that have no machine code.
  init(_ source: String, _ name: String, uncompiled: Set<String> = []) throws {
    let program = try Lox.Program("// lox: extended\n" + source).image.program
    self.init(
      program, name.isEmpty ? 0 : try #require(program.function(name)),
      compiled: program.functions.indices.filter {
        !uncompiled.contains(program.text(of: program.functions[$0].name))
      })
  }

  init(_ program: LoxBytecode.Program, _ function: Int, compiled: some Sequence<Int>) {
    (self.program, self.function, self.compiled) = (program, function, Set(compiled))
    var layout = RuntimeLayout.native
    layout.memory.nurseryEnd = MemoryMap.nurseryEnd
    self.layout = layout
  }

  /// One more machine, and what it does; nil if only the processors are compared. Its arguments may be objects, which are made first.
  mutating func add(
    _ expected: String?, fuel: Int = 1000, at pc: Int = 0, startingAt address: CodeAddress? = nil,
    _ arguments: (inout ScriptMachine) -> [UInt64] = { _ in [] }
  ) {
    var machine = ScriptMachine(program, layout, number: machines.count, compiled: compiled)
    let arguments = arguments(&machine)
    machine.start(function, at: address ?? .place(function: function, pc: pc), arguments, fuel: fuel)
    machines.append(machine)
    self.expected.append(expected)
  }

  /// Says more of what the machine does that was added last, or so many before.
  mutating func expectLast(of count: Int = 1, _ rule: @escaping (String) -> Bool) {
    rules[machines.count - count] = rule
  }

  /// The instructions of the function, and where they begin.
  var instructions: [(pc: Int, opcode: Opcode)] {
    let words = program.code[program.functions[function].code.range]
    var instructions: [(Int, Opcode)] = []
    var pc = 0
    while pc < words.count,
      let opcode = Opcode(rawValue: UInt8(truncatingIfNeeded: words[words.startIndex + pc]))
    {
      instructions.append((pc, opcode))
      pc += Opcode.layouts[Int(opcode.rawValue)].length
    }
    return instructions
  }

  var instructionStarts: [Int] { instructions.map(\.pc) }

  private var emulation: Emulation {
    Emulation(
      layout: layout,
      functions: program.functions.indices.map { index in
        { [program, layout] in JIT.compile(index, of: program, layout, for: $0) }
      },
      bytecode: program.functions.map { program.code[$0.code.range] })
  }

  /// Whether the process of a processor ends with a signal.
  func isTooMuch(for processor: JIT.Processor) throws -> Bool {
    do {
      _ = try emulation.run(machines.map(\.image), for: processor)
      return false
    } catch is Execution.Failure {
      return true
    }
  }

  /// Runs all machines and compares.
  func check(_ name: String = "", sourceLocation: Testing.SourceLocation = #_sourceLocation) throws {
    var first: [Emulation.Run]?
    for processor in JIT.Processor.allCases where Emulation.canRun(processor) {
      let runs = try emulation.run(machines.map(\.image), for: processor)
      for (number, run) in runs.enumerated() {
        let outcome = Outcome(run.after, machines[number]).text
        #expect(
          outcome == expected[number] ?? outcome, "\(processor), machine \(number)",
          sourceLocation: sourceLocation)
        #expect(
          rules[number]?(outcome) ?? true, "\(processor), machine \(number): \(outcome)",
          sourceLocation: sourceLocation)
        if let first {
          #expect(
            first[number].changes == run.changes, "\(name) machine \(number), on two processors",
            sourceLocation: sourceLocation)
        }
      }
      first = first ?? runs
    }
  }
}
