import Foundation
import Lox
import LoxAssembler
import LoxDisassembler
import LoxExecution
import LoxGenerator
import LoxJIT
import LoxRuntime
import Testing

/// The same proof as `CompiledCodeTests`, for arm64, on any host.
@Suite struct ARM64CompiledCodeTests {
  /// What a register holds.
  private enum Content: Equatable {
    /// Anything.
    case unknown
    /// A number of 32 bits: the upper half is zero.
    case word
    /// The address of something outside of the cage, or one near it.
    case control
    /// The address of an object in the cage, and so many bytes.
    case cage(Int)
  }

  private typealias State = [ARM64.Register: Content]

  /// The pinned registers: window, record, frame, context.
  private static let bases: Set<ARM64.Register> = [.x19, .x20, .x21, .x24]
  private static let cage = ARM64.Register.x23
  /// Of what functions of C may change, the registers that code uses. Nothing uses `x18`.
  private static let volatile: [ARM64.Register] = [.x0, .x1, .x2, .x3, .x4, .x5, .x6, .x16, .x17]
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
    guard let all = ARM64Instruction.all(in: code) else { return ["not all of it is code"] }
    var problems: [String] = []
    var states: [Int: State] = [:]
    var pending: [Int] = []

    func flow(_ state: State, to offset: Int) {
      guard offset & 3 == 0, all.indices.contains(offset / 4) else {
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
      guard var state = states[offset] else { continue }
      let instruction = all[offset / 4]
      problems += access(instruction, state, isShared: isShared).map { "at \(offset): \($0)" }
      update(&state, instruction)
      switch instruction.flow {
      case .next: flow(state, to: offset + 4)
      case .jump(let target): flow(state, to: target)
      case .branch(let target):
        flow(state, to: offset + 4)
        flow(state, to: target)
      case .callOfAddress:
        for register in volatile { state[register] = .unknown }
        // A record that a helper has found.
        state[.x0] = .control
        // The last instruction of a function may be one that never goes on with the next one, such as `throw`.
        if offset + 4 < code.count { flow(state, to: offset + 4) }
      case .jumpToAddress: break
      case .return where isShared: break
      case .call, .return, .trap: problems.append("at \(offset): an instruction that templates don't have")
      }
    }
    return problems
  }

  private static func access(
    _ instruction: ARM64Instruction, _ state: State, isShared: Bool
  ) -> [String] {
    let constant: Set<ARM64.Register> = [.x18, .x23, .x24, .x29]
    var problems = instruction.results.filter {
      constant.contains($0.register) || $0.register == .sp && !isShared
    }
    .map { "it writes \($0.register)" }
    // Addresses of code are read from where scripts can write nothing.
    if let target = instruction.target, state[target] != .control {
      problems.append("it goes to any address")
    }
    guard let address = instruction.address else { return problems }
    guard case .memory(let memory) = address, case .register(let base) = memory.base,
      memory.mode == .offset || base == .sp
    else { return problems + ["it accesses code or changes an address"] }
    if isShared, base == .sp { return problems }
    if !isPermitted(memory, base, state) { problems.append("it accesses \(memory), with \(state)") }
    return problems
  }

  private static func isPermitted(
    _ memory: ARM64.Memory, _ base: ARM64.Register, _ state: State
  ) -> Bool {
    if base == cage { return memory.index?.extension == .uxtw && memory.index?.isScaled == false }
    if bases.contains(base) { return memory.index == nil }
    switch state[base] {
    case .control: return memory.index.map { $0.extension == .uxtw && $0.isScaled } ?? true
    case .cage(let offset): return memory.index == nil && 0..<cageGuard ~= offset + memory.displacement
    case .unknown, .word, nil: return false
    }
  }

  private static func update(_ state: inout State, _ instruction: ARM64Instruction) {
    for result in instruction.results where state[result.register] != nil {
      guard result.width == .x else {
        state[result.register] = .word
        continue
      }
      state[result.register] =
        switch instruction.origin {
        case .register(let source): state[source] ?? .unknown
        case .memory: loaded(instruction, state)
        case .sum(let base, let addend): sum(base, addend, state)
        case .calculation: .unknown
        }
    }
  }

  private static func sum(
    _ base: ARM64.Register, _ addend: ARM64Instruction.Addend, _ state: State
  ) -> Content {
    switch (base, addend) {
    case (cage, .register(_, isWord: true, shift: 0)): return .cage(0)
    case (_, .constant(let constant)):
      if bases.contains(base) { return .control }
      if case .cage(let offset) = state[base] { return .cage(offset + constant) }
      return state[base] == .control && 0..<cageGuard ~= constant ? .control : .unknown
    // The entry of a table, and how far that is from the beginning of the code.
    case (_, .register(let other, isWord: false, shift: 0)):
      let contents = [state[base], state[other]]
      return contents.contains(.control) && !contents.contains { $0 == nil || $0 == .unknown }
        ? .control : .unknown
    case (_, .register(_, isWord: true, shift: 3)): return state[base] == .control ? .control : .unknown
    default: return .unknown
    }
  }

  /// What an instruction loads that copies 64 bits: not from the window, which has values of scripts, nor from the cage.
  private static func loaded(_ instruction: ARM64Instruction, _ state: State) -> Content {
    guard case .memory(let memory) = instruction.address, case .register(let base) = memory.base else {
      return .unknown
    }
    return [.x20, .x21, .x24].contains(base) || state[base] == .control ? .control : .unknown
  }

  // MARK: - Programs

  private static func compiled(_ program: Program) -> [CompiledFunction?] {
    let bytecode = program.image.program
    return bytecode.functions.indices.map {
      VirtualMachine.machineCode(ofFunction: $0, in: bytecode, for: .arm64)
    }
  }

  /// All functions can be compiled but those that are too long, and nothing is wrong with them.
  private static func check(_ program: Program, _ name: String) -> [CompiledFunction] {
    let functions = compiled(program)
    for (index, function) in functions.enumerated() {
      guard let function else {
        let words = program.image.program.functions[index].code.range.count
        #expect(words > JIT.maximumWordCount, "\(name), function \(index) has no code")
        continue
      }
      for problem in problems(in: function).prefix(3) {
        Issue.record("\(name), function \(index), \(problem)")
      }
    }
    return functions.compactMap { $0 }
  }

  private static func conformanceScripts() throws -> [(name: String, program: Program)] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Conformance")
    let paths = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
    // All of them take too long in a debug build.
    #if DEBUG
      let interval = 48
    #else
      let interval = 1
    #endif
    let scripts = paths.filter { $0.hasSuffix(".lox") }.sorted()
    return stride(from: 0, to: scripts.count, by: interval).compactMap { number in
      guard let source = try? Data(contentsOf: root.appending(path: scripts[number])),
        let program = try? Program(bytes: [UInt8](source))
      else { return nil }
      return (scripts[number], program)
    }
  }

  /// Other programs that know the instructions of arm64 agree that all of it is code.
  @Test func conformanceScripts() throws {
    var code: [UInt8] = []
    var count = 0
    for (name, program) in try Self.conformanceScripts() {
      for function in Self.check(program, name) {
        code += function.code
        count += 1
      }
    }
    #expect(count > 50)
    guard let objdump = Tool("aarch64-linux-gnu-objdump") else { return }
    let text = try withTemporaryFolder { folder in
      try Data(code).write(to: folder.appendingPathComponent("code"))
      return try objdump.run(["-D", "-b", "binary", "-m", "aarch64", "code"], in: folder).text
    }
    let lines = text.split(separator: "\n")
    #expect(lines.count >= code.count / 4)
    #expect(lines.filter { $0.contains(".inst") || $0.contains("undefined") }.prefix(3).isEmpty)
  }

  /// What templates call gets offsets of objects, and the address of a cache, from them.
  @Test func sharedCode() throws {
    let shared = try #require(VirtualMachine.sharedMachineCode(for: .arm64))
    let cache: State = [.x4: .control]
    let entries: [(Int, State)] = [
      (shared.barrier, [:]), (shared.elementBarrier, [:]), (shared.takeObject, [:]),
      (shared.readOther, cache), (shared.writeOther, cache),
      (shared.invokeOther, cache), (shared.invokeCore, cache), (shared.findCallee, cache),
      (shared.construct, cache), (shared.getOther, [:]), (shared.setOther, [:]), (shared.goOn, [:]),
      (shared.callMember, [:]), (shared.callOperator, [.x4: .word]),
    ]
    let problems = Self.problems(in: shared.code, entries: entries, isShared: true)
    #expect(problems.isEmpty, "\(problems.prefix(5))")
  }

  #if DEBUG
    private static let programCount = 2
  #else
    private static let programCount = 40
  #endif

  @Test func randomPrograms() throws {
    for seed in 0..<UInt64(Self.programCount) {
      var options = ProgramGenerator.Options()
      options.isExtended = seed % 2 == 0
      options.size = 60
      var generator = ProgramGenerator(seed: seed, options: options)
      _ = Self.check(try Program(generator.makeProgram()), "seed \(seed)")
    }
  }

  /// Code that accesses something else is refused.
  @Test func otherOperandsAreFound() throws {
    var assembler = ARM64.Assembler()
    typealias Memory = ARM64.Memory
    let start = assembler.bindLabel()
    assembler.ldr(.x0, Memory(.x19, 8))
    assembler.ldr(.x1, Memory(.x23, .x0, .uxtw))
    assembler.add(.x16, .x23, .x0, .uxtw(0))
    assembler.ldr(.x1, Memory(.x16, 16))
    // These are not permitted: all of an index, what the window has, too far from an object, and addresses from the cage.
    assembler.ldr(.x1, Memory(.x23, .x0, .lsl))
    assembler.ldr(.x1, Memory(.x0))
    assembler.add(.x16, .x16, 1 << 16)
    assembler.ldr(.x1, Memory(.x16))
    assembler.ldr(.x17, Memory(.x23, .x0, .uxtw))
    assembler.blr(.x17)
    assembler.b(start)
    let code = try assembler.finish()
    let compiled = CompiledFunction(
      code: code.bytes, starts: [0], places: [0], mainCount: code.bytes.count, templateCount: 1, stepCount: 0)
    let problems = Self.problems(in: compiled)
    #expect(problems.count == 4, "\(problems)")
  }
}
