extension Verifier {
  /// Checks the instructions of a function, all of whose runs are inside the program's tables.
  mutating func checkCode(_ index: Int) throws(VerificationError) {
    let function = program.functions[index]
    let first = Int(function.code.start)
    let count = Int(function.code.count)
    starts.removeAll(below: count)
    targets.removeAll(below: count)

    var pc = 0
    var endsFlow = false
    while pc < count {
      let instruction = Instruction(word: program.code[first + pc])
      let rules = self.rules[Int(instruction.rawOpcode)]
      guard rules.isKnown else {
        throw VerificationError(function: index, pc: pc, .unknownOpcode(instruction.rawOpcode))
      }
      guard pc + rules.length <= count else { throw VerificationError(function: index, pc: pc, .cutOff) }
      starts.insert(pc)
      do throws(Violation) {
        try checkOperands(of: instruction, rules, in: function)
        if rules.word != .none {
          try checkWord(program.code[first + pc + 1], of: instruction, rules, at: pc, in: function)
        }
      } catch {
        throw VerificationError(function: index, pc: pc, error.problem)
      }
      endsFlow = rules.endsFlow
      pc += rules.length
    }
    for handler in program.handlers[function.handlers.range] { targets.insert(Int(handler.target)) }
    guard endsFlow else { throw VerificationError(function: index, pc: count, .fallsOffTheEnd) }
    guard targets.isSubset(of: starts, below: count) else { throw falseJump(of: index) }
  }

  /// A problem with an instruction that the caller knows.
  private struct Violation: Error {
    var problem: VerificationError.Problem

    init(_ problem: VerificationError.Problem) { self.problem = problem }
  }

  @inline(__always)
  private func checkOperands(
    of instruction: Instruction, _ rules: InstructionRules, in function: Function
  ) throws(Violation) {
    try check(instruction.a, rules.first, of: instruction, rules, in: function)
    if rules.isWide {
      try check(instruction.d, rules.second, of: instruction, rules, in: function)
    } else {
      try check(instruction.b, rules.second, of: instruction, rules, in: function)
      try check(instruction.c, rules.third, of: instruction, rules, in: function)
    }
  }

  @inline(__always)
  private func check(
    _ operand: Int, _ role: InstructionLayout.Role, of instruction: Instruction, _ rules: InstructionRules,
    in function: Function
  ) throws(Violation) {
    switch role {
    case .none:
      guard operand == 0 else { throw Violation(.unusedOperand(operand)) }
    case .read, .write, .highRead, .highWrite:
      guard operand < function.registerCount else { throw Violation(.unknownRegister(operand)) }
    case .constant:
      try checkConstant(operand, isGlobal: false, in: function)
    case .capture:
      guard operand < function.captures.count else { throw Violation(.unknownCapture(operand)) }
    case .window:
      let last = operand + instruction.argumentCount + rules.registersAfterArguments
      guard last < function.registerCount else { throw Violation(.unknownWindow(last)) }
    case .argumentCount, .literal:
      break  // Arguments are checked with the window.
    case .checked: guard operand < 2 else { throw Violation(.unusedOperand(operand)) }
    case .typeRole: guard operand < 8 else { throw Violation(.unusedOperand(operand)) }
    case .variableCount:
      guard operand == 1 || operand == 2 else { throw Violation(.variableCount(operand)) }
    }
  }

  @inline(__always)
  private func checkConstant(_ index: Int, isGlobal: Bool, in function: Function) throws(Violation) {
    guard index < function.constants.count else { throw Violation(.unknownConstant(index)) }
    let isOfGlobal =
      switch program.constants[Int(function.constants.start) + index] {
      case .global, .imported: true
      case .nil, .boolean, .number, .string: false
      }
    guard isOfGlobal == isGlobal else { throw Violation(.constantOfWrongKind(index)) }
  }

  private mutating func checkWord(
    _ word: UInt32, of instruction: Instruction, _ rules: InstructionRules, at pc: Int, in function: Function
  ) throws(Violation) {
    switch rules.word {
    case .none:
      break
    case .jump:
      guard Int32(bitPattern: word) >= 0 else { throw Violation(.unpaidCycle) }
      try checkTarget(Int(word), at: pc, in: function)
    case .back:
      guard Int32(bitPattern: word) < 0 else { throw Violation(.forwardLoop) }
      try checkTarget(Int(Int32(bitPattern: word)), at: pc, in: function)
    case .constant:
      try checkConstant(Int(word), isGlobal: false, in: function)
    case .global:
      try checkConstant(Int(word), isGlobal: true, in: function)
    case .function:
      try checkClosure(of: word, by: instruction, in: function)
    case .classDescriptor:
      guard word < program.classes.count else { throw Violation(.unknownClass(word)) }
    case .importIndex:
      guard word < program.imports.count else { throw Violation(.unknownImport(word)) }
    case .cache:
      guard word < function.caches.count else { throw Violation(.unknownCache(word)) }
      let cache = Int(function.caches.start) + Int(word)
      guard program.caches[cache].kind == rules.cacheKind else { throw Violation(.cacheOfWrongKind(word)) }
      guard !usedCaches.contains(cache) else { throw Violation(.sharedCache(word)) }
      usedCaches.insert(cache)
    }
  }

  /// Only back edges jump backward, and they pay for each word that they jump over: nothing runs forever
  /// unpaid.
  private mutating func checkTarget(_ distance: Int, at pc: Int, in function: Function) throws(Violation) {
    let target = pc + 2 + distance
    guard target >= 0, target < function.code.count else { throw Violation(.jumpToNoInstruction(target)) }
    targets.insert(target)
  }

  private func checkClosure(
    of index: UInt32, by instruction: Instruction, in encloser: Function
  ) throws(Violation) {
    guard index < program.functions.count else { throw Violation(.unknownFunction(index)) }
    let isMethod = instruction.rawOpcode == Opcode.method.rawValue
    let isOfKind =
      switch program.functions[Int(index)].kind {
      case .script: false
      case .function: !isMethod
      case .method, .initializer: isMethod
      }
    guard isOfKind else { throw Violation(.functionOfWrongKind(index)) }
    let reach = reaches[Int(index)]
    guard reach.registers <= encloser.registerCount, reach.captures <= encloser.captures.count else {
      throw Violation(.capturesUnknownValue(index))
    }
  }

  /// The error for the first jump into the middle of an instruction; `targets` says only that there is one.
  private func falseJump(of index: Int) -> VerificationError {
    let code = program.code[program.functions[index].code.range]
    var pc = 0
    while pc + 1 < code.count {
      let rules = self.rules[Int(Instruction(word: code[code.startIndex + pc]).rawOpcode)]
      if rules.isJump {
        let target = pc + 2 + Int(Int32(bitPattern: code[code.startIndex + pc + 1]))
        guard starts.contains(target) else {
          return VerificationError(function: index, pc: pc, .jumpToNoInstruction(target))
        }
      }
      pc += rules.length
    }
    let handlers = program.handlers[program.functions[index].handlers.range]
    if let handler = handlers.first(where: { !starts.contains(Int($0.target)) }) {
      return VerificationError(function: index, .handlerRange(handler))
    }
    return VerificationError(function: index, .jumpToNoInstruction(code.count))
  }
}
