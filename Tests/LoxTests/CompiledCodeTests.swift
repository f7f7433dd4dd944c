import Foundation
import Lox
import LoxAssembler
import LoxDisassembler
import LoxGenerator
import LoxJIT
import LoxRuntime
import Testing

/// What machine code accesses is proved from its bytes: a place that is named by the window, the record, the frame or the context, or one in
/// the cage, by an offset of 32 bits.
@Suite struct CompiledCodeTests {
  /// What a register holds.
  private enum Content {
    /// Anything.
    case unknown
    /// A number of 32 bits: the upper half is zero.
    case word
    /// The address of something outside of the cage: it was read from a record, a frame or the context, or a helper has returned it.
    case control
  }

  private typealias State = [X86.Register: Content]

  /// The pinned registers: window, record, frame, context.
  private static let bases: Set<X86.Register> = [.rbx, .r12, .r13, .r15]
  private static let cage = X86.Register.r14
  /// What functions of C may change.
  private static let volatile: [X86.Register] = [.rax, .rcx, .rdx, .rsi, .rdi, .r8, .r9, .r10, .r11]
  private static let cageGuard = 1 << 16

  /// What is wrong with the code of a function, which is entered at the places of its instructions.
  private static func problems(in compiled: CompiledFunction) -> [String] {
    let entries = compiled.places.filter { $0 < compiled.code.count }
    return problems(in: compiled.code, entries: entries.map { (Int($0), [:]) }, isShared: false)
  }

  /// What is wrong with code that is entered at some offsets, where something is known of registers. What templates call returns, and may use
  /// the stack.
  private static func problems(
    in code: [UInt8], entries: [(offset: Int, known: State)], isShared: Bool
  ) -> [String] {
    guard let all = X86Instruction.all(in: code) else { return ["not all of it is code"] }
    let instructions = Dictionary(uniqueKeysWithValues: all.map { ($0.offset, $0.instruction) })
    var problems: [String] = []
    var states: [Int: State] = [:]
    var pending: [Int] = []

    func flow(_ state: State, to offset: Int) {
      guard instructions[offset] != nil else {
        problems.append("it goes to \(offset), where no instruction begins")
        return
      }
      let known = states[offset]
      let merged = known.map { $0.merging(state) { $0 == $1 ? $0 : .unknown } } ?? state
      if merged != known {
        states[offset] = merged
        pending.append(offset)
      }
    }

    let unknown = State(uniqueKeysWithValues: volatile.map { ($0, Content.unknown) })
    for (offset, known) in entries { flow(unknown.merging(known) { $1 }, to: offset) }
    while let offset = pending.popLast() {
      guard let instruction = instructions[offset], var state = states[offset] else { continue }
      problems += access(instruction, state, isShared: isShared).map { "at \(offset): \($0)" }
      update(&state, instruction)
      let next = offset + instruction.length
      switch instruction.flow {
      case .next: flow(state, to: next)
      case .jump(let target): flow(state, to: target)
      case .branch(let target):
        flow(state, to: next)
        flow(state, to: target)
      case .callOfAddress:
        for register in volatile { state[register] = .unknown }
        state[.rax] = .control
        flow(state, to: next)
      case .jumpToAddress: break
      case .return where isShared: break
      case .call, .return, .trap: problems.append("at \(offset): an instruction that templates don't have")
      }
    }
    return problems
  }

  private static func access(_ instruction: X86Instruction, _ state: State, isShared: Bool) -> [String] {
    let constant: Set<X86.Register> = isShared ? [.r14, .r15] : [.rsp, .r14, .r15]
    var problems = instruction.results.filter { constant.contains($0.register) }.map {
      "it writes \($0.register)"
    }
    guard let address = instruction.address, instruction.accesses else { return problems }
    guard case .memory(let memory) = address, case .register(let base) = memory.base else {
      return problems + ["it accesses code"]
    }
    let index = memory.index.map { state[$0.register] ?? .unknown }
    let isPermitted =
      if base == cage {
        index == .word && memory.index?.scale == .one && 0..<cageGuard ~= memory.displacement
      } else if bases.contains(base) || isShared && base == .rsp {
        index == nil
      } else {
        state[base] == .control && index != .unknown && 0..<cageGuard ~= memory.displacement
      }
    if !isPermitted { problems.append("it accesses \(memory), with \(state)") }
    return problems
  }

  private static func update(_ state: inout State, _ instruction: X86Instruction) {
    for result in instruction.results where state[result.register] != nil {
      state[result.register] =
        switch (result.width, instruction.origin) {
        case (.dword, _): .word
        case (.qword, .register(let source)): state[source] ?? .unknown
        case (.qword, .memory): loaded(instruction, state)
        case (.byte, _), (.word, _): state[result.register] == .word ? .word : .unknown
        default: .unknown
        }
    }
  }

  /// What an instruction loads that copies 64 bits.
  private static func loaded(_ instruction: X86Instruction, _ state: State) -> Content {
    guard case .memory(let memory) = instruction.address, case .register(let base) = memory.base else {
      return .unknown
    }
    return [.r12, .r13, .r15].contains(base) || state[base] == .control ? .control : .unknown
  }

  /// How many functions were compiled, and what is wrong with them.
  private static func check(_ program: Program, _ name: String) -> (count: Int, problems: [String]) {
    let bytecode = program.image.program
    var (count, found) = (0, [String]())
    for index in bytecode.functions.indices {
      guard let compiled = VirtualMachine.machineCode(ofFunction: index, in: bytecode) else { continue }
      count += 1
      found += problems(in: compiled).prefix(3).map { "\(name), function \(index), \($0)" }
    }
    return (count, found)
  }

  @Test func conformanceScripts() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Conformance")
    let paths = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
    // All of them take too long in a debug build.
    #if DEBUG
      let interval = 12
    #else
      let interval = 1
    #endif
    var count = 0
    let scripts = paths.filter { $0.hasSuffix(".lox") }.sorted()
    for path in stride(from: 0, to: scripts.count, by: interval).map({ scripts[$0] }) {
      let source = try [UInt8](Data(contentsOf: root.appending(path: path)))
      guard let program = try? Program(bytes: source) else { continue }
      let (compiled, problems) = Self.check(program, path)
      count += compiled
      for problem in problems { Issue.record("\(problem)") }
    }
    if JIT.isAvailable { #expect(count > 1000 / interval) }
  }

  /// What templates call gets offsets of objects, and the address of a cache, from them.
  @Test func sharedCode() throws {
    guard let shared = VirtualMachine.sharedMachineCode() else { return }
    let cache: State = [.r8: .control]
    let instance: State = [.rax: .word, .rcx: .word, .rsi: .word, .r8: .control]
    let entries: [(Int, State)] = [
      (shared.barrier, [.rax: .word]), (shared.takeObject, [:]),
      (shared.elementBarrier, [.rax: .word, .rsi: .word]),
      (shared.readOther, cache), (shared.writeOther, cache), (shared.invokeOther, instance),
      (shared.invokeCore, cache), (shared.findCallee, [.rsi: .word, .r8: .control]),
      (shared.construct, [.rcx: .word, .r8: .control]), (shared.getOther, [:]), (shared.setOther, [:]),
      (shared.goOn, [:]), (shared.callMember, [:]), (shared.callOperator, [.r8: .word]),
    ]
    let problems = Self.problems(in: shared.code, entries: entries, isShared: true)
    #expect(problems.isEmpty, "\(problems.prefix(5))")
  }

  @Test func randomPrograms() throws {
    #if DEBUG
      let count = 4
    #else
      let count = 20
    #endif
    for seed in 0..<UInt64(count) {
      var options = ProgramGenerator.Options()
      options.isExtended = seed % 2 == 0
      options.size = 60
      var generator = ProgramGenerator(seed: seed, options: options)
      let (_, problems) = Self.check(try Program(generator.makeProgram()), "seed \(seed)")
      for problem in problems { Issue.record("\(problem)") }
    }
  }

  /// Code that accesses something else is refused.
  @Test func otherOperandsAreFound() throws {
    var assembler = X86.Assembler()
    let start = assembler.bindLabel()
    // The upper half of the offset may be anything.
    assembler.mov(.rax, X86.Memory(.rbx, 8))
    assembler.mov(.rcx, X86.Memory(.r14, .rax, 0))
    // So it is zero.
    assembler.mov(.rax, X86.Memory(.rbx, 8), .dword)
    assembler.mov(.rcx, X86.Memory(.r14, .rax, 0))
    assembler.mov(.rdx, X86.Memory(.rcx, 0))
    assembler.jmp(start)
    let code = try assembler.finish()
    let compiled = CompiledFunction(
      code: code.bytes, starts: [0], places: [0], mainCount: code.bytes.count, templateCount: 1, stepCount: 0)
    let problems = Self.problems(in: compiled)
    #expect(problems.count == 2, "\(problems)")
  }
}
