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
  let hints: SiteHints
  let words: ArraySlice<UInt32>
  let constants: ArraySlice<Constant>
  /// From which places on how many registers are live: what is left of it behind the instruction that is being translated.
  private var heights: ArraySlice<Height>
  private var liveCount: Int
  var target: Target

  /// Where the code of each instruction begins, by its place in words.
  private(set) var labels: [Label] = []
  /// Where code from outside comes to an instruction without what is known there.
  private var entries: [Entry] = []
  /// Where instructions go that the machine is to execute, in their order.
  private(set) var steps: [(pc: Int, label: Label)] = []
  /// The same for instructions for which that is usual.
  private(set) var stepsHere: [(pc: Int, next: Int, label: Label)] = []
  private var stepLabel: Label?
  private var isOftenStep = false
  /// The place of the instruction that is being translated, and of the one behind it.
  var pc = 0
  var next = 0
  /// What registers of the processor hold at this place.
  var known = KnownValues()
  /// Whether a template has noted what holds the register that its instruction writes.
  private var hasNoted = false
  /// Code that all returns share.
  var sharedLabels = SharedLabels()
  /// Whether this is shared code.
  var isShared = false
  private(set) var templateCount = 0
  private(set) var stepCount = 0

  init(_ function: Function, of program: Program, _ layout: RuntimeLayout, _ hints: SiteHints = SiteHints()) {
    self.hints = hints
    self.program = program
    self.function = function
    words = program.code[function.code.range]
    constants = program.constants[function.constants.range]
    heights = program.heights[function.heights.range]
    liveCount = Int(function.registerCount)
    self.layout = layout
    target = Target(layout.memory)
  }

  mutating func compile() throws(AssemblyError) -> CompiledFunction {
    target.reserve(words.count)
    labels.reserveCapacity(words.count)
    entries.reserveCapacity(words.count)
    steps.reserveCapacity(words.count)
    for _ in words { labels.append(target.makeLabel()) }
    let isTarget = findJumpTargets()
    while pc < words.count {
      let instruction = self.instruction
      guard let opcode = Opcode(rawValue: instruction.rawOpcode) else { throw .unboundLabel }
      let facts = opcode.facts
      next = pc + facts.length
      if isTarget[pc] { known.forgetAll() }
      target.bind(labels[pc])
      let before = known
      if facts.isSafepoint { known.forget(from: findLiveCount()) }
      (hasNoted, stepLabel, isOftenStep) = (false, nil, opcode.isOftenStep)
      known.watch()
      let hasTemplate = translate(opcode, instruction)
      if hasTemplate { templateCount += 1 } else { stepCount += 1 }
      entries.append(Entry(pc: pc, known: before, used: known.used, taken: known.taken))
      if facts.forgetsAll || !hasTemplate {
        known.forgetAll()
      } else if let written = facts.written(instruction), !hasNoted {
        known.forget(written)
      }
      if !opcode.keepsObject { known.forgetObject() }
      // Inner words are no places, but labels are bound once.
      for inner in pc + 1..<max(pc + 1, min(next, words.count)) { target.bind(labels[inner]) }
      pc = next
    }
    let end = target.makeLabel()
    target.bind(end)
    target.moveOut()
    var places = labels
    emitEntries(&places)
    emitStepsHere(places)
    emitSteps()
    target.moveBack()
    let code = try target.finish()
    func offset(_ label: Label) throws(AssemblyError) -> UInt32 {
      guard let offset = code.offset(of: label) else { throw .unboundLabel }
      return UInt32(truncatingIfNeeded: offset)
    }
    func offsets(_ labels: [Label]) throws(AssemblyError) -> [UInt32] {
      var offsets: [UInt32] = []
      offsets.reserveCapacity(labels.count)
      for label in labels { offsets.append(try offset(label)) }
      return offsets
    }
    return CompiledFunction(
      code: code.bytes, starts: try offsets(labels), places: try offsets(places),
      mainCount: Int(try offset(end)),
      templateCount: templateCount, stepCount: stepCount)
  }

  /// How many registers are live at this place, a safepoint.
  private mutating func findLiveCount() -> Int {
    while let height = heights.first, height.pc <= pc {
      liveCount = Int(height.count)
      heights.removeFirst()
    }
    return liveCount
  }

  /// Where jumps lead, and errors that are caught, by place.
  private func findJumpTargets() -> [Bool] {
    var isTarget = Array(repeating: false, count: words.count)
    for handler in program.handlers[function.handlers.range]
    where isTarget.indices.contains(Int(handler.target)) {
      isTarget[Int(handler.target)] = true
    }
    var pc = 0
    while pc < words.count,
      let opcode = Opcode(rawValue: UInt8(truncatingIfNeeded: words[words.startIndex + pc]))
    {
      let facts = opcode.facts
      let next = pc + facts.length
      if facts.isJump, next <= words.count {
        let target = next + Int(Int32(bitPattern: words[words.startIndex + next - 1]))
        if isTarget.indices.contains(target) { isTarget[target] = true }
      }
      pc = next
    }
    return isTarget
  }

  /// What holds the register that this instruction writes.
  mutating func note(_ register: Int, in holder: DoubleRegister) {
    known.note(register, in: holder)
    hasNoted = true
  }

  // MARK: - Entries

  /// What is known before an instruction, and what it does with that.
  private struct Entry {
    var pc: Int
    var known: KnownValues
    var used: HolderSet
    var taken: HolderSet
  }

  /// Code for who comes from outside: it loads what is known there, and used before it is known otherwise.
  private mutating func emitEntries(_ places: inout [Label]) {
    var used: HolderSet = []
    for (index, entry) in entries.enumerated().reversed() {
      used = used.subtracting(entry.taken).union(entry.used)
      guard !used.isEmpty else { continue }
      let label = target.makeLabel()
      target.bind(label)
      entry.known.forEach(in: used) { target.load($1, register($0)) }
      if used.contains(.object), let object = entry.known.object { takeObject(object) }
      target.jump(labels[entry.pc])
      places[entry.pc] = label
      // The second word of an instruction is no place, but counts as what follows.
      if index > 0, entries[index - 1].pc < entry.pc - 1 { places[entry.pc - 1] = label }
    }
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

  /// Writes code behind that of all instructions; the result is a label at its beginning.
  mutating func outOfLine(_ body: (inout Baseline) -> Void) -> Label {
    let label = target.makeLabel()
    target.moveOut()
    target.bind(label)
    body(&self)
    target.moveBack()
    return label
  }

  /// Where the machine executes this instruction; then the code goes on wherever that leads.
  mutating func step() -> Label {
    if let stepLabel { return stepLabel }
    let label = target.makeLabel()
    if isOftenStep { stepsHere.append((pc, next, label)) } else { steps.append((pc, label)) }
    stepLabel = label
    return label
  }
}

/// Code that several instructions of a function share, if it was needed.
struct SharedLabels {
  /// Returns the value in `a`.
  var leave: Label?
  /// Leaves to what called a member, and to the run loop.
  var finishMember: Label?
  var leaveToRunLoop: Label?
}
