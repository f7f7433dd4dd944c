import LoxAssembler
import LoxBytecode

/// The compiler of the first tier: translates the bytecode of a function, one instruction after the other.
///
/// An instruction's *template* does what its handler in the run loop does, and knows the same state. What a handler leaves to the machine
/// before it has changed anything, a template leaves as well: it goes to code out of line that lets the machine execute the instruction
/// (the *step*). Opcodes without a template consist of that alone. So a function is always compiled as a whole, and run loop and machine
/// code can take turns at any instruction.
struct Baseline<Target: TemplateTarget> {
  let layout: RuntimeLayout
  let program: Program
  let function: Function
  let words: ArraySlice<UInt32>
  let constants: ArraySlice<Constant>
  var target: Target

  /// Where the code of each instruction begins, by its place in words.
  private(set) var labels: [Label] = []
  /// Where code from outside comes to an instruction: the same, unless something must be done first.
  private var entries: [Label] = []
  /// What is emitted behind the code of all instructions, since it is rare.
  private var outOfLine: [(inout Baseline) -> Void] = []
  /// Where instructions go that the machine is to execute, by their places.
  private var steps: [(pc: Int, label: Label)] = []
  private var stepLabels: [Label?] = []
  /// The place of the instruction that is being translated, and of the one behind it.
  private(set) var pc = 0
  private(set) var next = 0
  /// What registers of the processor hold at this place.
  var known = KnownValues()
  /// Whether a template has noted what holds the register that its instruction writes.
  private var hasNoted = false
  private(set) var templateCount = 0
  private(set) var stepCount = 0

  init(_ function: Function, of program: Program, _ layout: RuntimeLayout) {
    self.program = program
    self.function = function
    words = program.code[function.code.range]
    constants = program.constants[function.constants.range]
    self.layout = layout
    target = Target(layout.memory)
  }

  mutating func compile() throws(AssemblyError) -> CompiledFunction {
    labels.reserveCapacity(words.count)
    for _ in words { labels.append(target.makeLabel()) }
    entries = labels
    stepLabels = Array(repeating: nil, count: words.count)
    let isTarget = findJumpTargets()
    while pc < words.count {
      let instruction = self.instruction
      guard let opcode = Opcode(rawValue: instruction.rawOpcode) else { throw .unboundLabel }
      let facts = opcode.facts
      next = pc + facts.length
      if isTarget[pc] { known.forgetAll() }
      target.bind(labels[pc])
      if !known.isEmpty { admitOthers() }
      hasNoted = false
      let hasTemplate = translate(opcode, instruction)
      if hasTemplate { templateCount += 1 } else { stepCount += 1 }
      if facts.forgetsAll || !hasTemplate {
        known.forgetAll()
      } else if let written = facts.written(instruction), !hasNoted {
        known.forget(written)
      }
      // Inner words are no places, but labels are bound once.
      for inner in pc + 1..<max(pc + 1, min(next, words.count)) { target.bind(labels[inner]) }
      pc = next
    }
    let end = target.makeLabel()
    target.bind(end)
    emitOutOfLine()
    let code = try target.finish()
    func offset(_ label: Label) throws(AssemblyError) -> UInt32 {
      guard let offset = code.offset(of: label) else { throw .unboundLabel }
      return UInt32(truncatingIfNeeded: offset)
    }
    let starts = try labels.map { label throws(AssemblyError) in try offset(label) }
    let places = try entries.map { label throws(AssemblyError) in try offset(label) }
    return CompiledFunction(
      code: code.bytes, starts: starts, places: places, mainCount: Int(try offset(end)),
      templateCount: templateCount, stepCount: stepCount)
  }

  /// Where jumps lead, by place.
  private func findJumpTargets() -> [Bool] {
    var isTarget = Array(repeating: false, count: words.count)
    var pc = 0
    while pc < words.count,
      let opcode = Opcode(rawValue: UInt8(truncatingIfNeeded: words[words.startIndex + pc]))
    {
      let next = pc + opcode.facts.length
      if opcode.facts.isJump, next <= words.count {
        let target = next + Int(Int32(bitPattern: words[words.startIndex + next - 1]))
        if isTarget.indices.contains(target) { isTarget[target] = true }
      }
      pc = next
    }
    return isTarget
  }

  /// Code from outside comes to this instruction without what is known here.
  private mutating func admitOthers() {
    let inside = labels[pc]
    entries[pc] = outOfLine { [known] code in
      code.reload(known)
      code.target.jump(inside)
    }
  }

  /// Loads what is known from the window.
  mutating func reload(_ known: KnownValues) {
    known.forEach { target.load($1, register($0)) }
  }

  /// What holds the register that this instruction writes.
  mutating func note(_ register: Int, in holder: DoubleRegister) {
    known.note(register, in: holder)
    hasNoted = true
  }

  private mutating func emitOutOfLine() {
    // Some of it has more of it.
    var emitted = 0
    while emitted < outOfLine.count {
      let emit = outOfLine[emitted]
      emitted += 1
      emit(&self)
    }
    guard !steps.isEmpty else { return }
    let step = target.makeLabel()
    for (number, site) in steps.enumerated() {
      target.bind(site.label)
      // The machine wants the place behind the instruction's first word.
      target.set(.c, UInt64(offset(of: site.pc + 1)))
      if number < steps.count - 1 { target.jump(step) }
    }
    target.bind(step)
    target.add(.c, .record(layout.record.code), .double)
    target.jump(.context(layout.context.step))
  }

  // MARK: - The instruction

  var instruction: Instruction { Instruction(word: words[words.startIndex + pc]) }

  /// The second word of the instruction.
  var word: Int { Int(words[words.startIndex + pc + 1]) }

  /// Where the instruction jumps.
  var jumpTarget: Label { labels[min(max(0, next + jumpDistance), words.count - 1)] }

  /// In words, from the end of the instruction.
  var jumpDistance: Int { Int(Int32(bitPattern: words[words.startIndex + pc + 1])) }

  /// The bytes before a place in the bytecode.
  func offset(of place: Int) -> Int { place * MemoryLayout<UInt32>.size }

  /// The instruction behind this one.
  var following: Label { labels[min(next, words.count - 1)] }

  // MARK: - What is rare

  /// Code for later, which begins at a new label.
  mutating func outOfLine(_ body: @escaping (inout Baseline) -> Void) -> Label {
    let label = target.makeLabel()
    let (pc, next) = (pc, next)
    outOfLine.append { baseline in
      (baseline.pc, baseline.next) = (pc, next)
      baseline.target.bind(label)
      body(&baseline)
    }
    return label
  }

  /// Where the machine executes this instruction; then the code goes on wherever that leads.
  mutating func step() -> Label {
    if let known = stepLabels[pc] { return known }
    let label = target.makeLabel()
    steps.append((pc, label))
    stepLabels[pc] = label
    return label
  }
}

extension Opcode {
  /// What the compiler must know of an opcode beside its template.
  struct Facts {
    /// In words.
    let length: Int
    let isJump: Bool
    /// Whether nothing is known behind the instruction: it calls, or writes several registers, or control never gets there.
    let forgetsAll: Bool
    /// Whether the first operand is a register that it writes, or the second one.
    private let writesA: Bool
    private let writesD: Bool

    fileprivate init(_ layout: InstructionLayout) {
      length = layout.length
      isJump = layout.isJump
      forgetsAll = layout.format == .aw || layout.endsFlow
      writesA = layout.roles[0] == .write
      writesD = layout.roles[1] == .highWrite
    }

    /// The register that an instruction writes, if it is one.
    func written(_ i: Instruction) -> Int? { writesA ? i.a : writesD ? i.d : nil }
  }

  private static let allFacts = layouts.map(Facts.init)

  fileprivate var facts: Facts { Opcode.allFacts[Int(rawValue)] }
}
