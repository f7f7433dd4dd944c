import LoxBytecode
import LoxSource
import Testing

/// A change of the sample that the verifier must notice.
struct Violation: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var function: Int?
  var pc: Int?
  var problem: VerificationError.Problem
  var change: @Sendable (inout Program) -> Void

  init(
    _ description: String, in function: Int? = nil, at pc: Int? = nil,
    _ problem: VerificationError.Problem, _ change: @escaping @Sendable (inout Program) -> Void
  ) {
    testDescription = description
    self.function = function
    self.pc = pc
    self.problem = problem
    self.change = change
  }

  /// Replaces the first instruction of an opcode by other words.
  init(
    _ description: String, in function: Int, of opcode: Opcode, _ problem: VerificationError.Problem,
    becomes instruction: Instruction? = nil, word: UInt32? = nil
  ) {
    let pc = Sample.program.pc(of: opcode, in: function)
    self.init(description, in: function, at: pc, problem) { program in
      let place = Int(program.functions[function].code.start) + pc
      if let instruction { program.code[place] = instruction.word }
      if let word { program.code[place + 1] = word }
    }
  }
}

extension Program {
  /// Packs the positions of the script again, with another second one.
  mutating func mutateSecondPosition(_ change: (inout Position) -> Void) {
    var positions = Array(self.positions(of: functions[0]))
    change(&positions[1])
    var writer = PositionWriter()
    for position in positions { writer.append(position) }
    functions[0].positions = Run(start: self.positions.count, count: writer.bytes.count)
    self.positions += writer.bytes
  }

  /// The first instruction of an opcode in a function.
  func pc(of opcode: Opcode, in function: Int) -> Int {
    let words = code[functions[function].code.range]
    var pc = 0
    while pc < words.count {
      let number = Instruction(word: words[words.startIndex + pc]).rawOpcode
      if number == opcode.rawValue { return pc }
      pc += Opcode.layouts[Int(number)].length
    }
    return -1
  }
}

private let tableViolations: [Violation] = [
  Violation("no function", .noScript) { $0.functions = [] },
  Violation("string beyond the bytes", .stringOutsideOfBytes(3)) { $0.strings[3].count += 1000 },
  Violation("string far beyond the bytes", .stringOutsideOfBytes(3)) { $0.strings[3].start = .max },
  Violation("strings of the same bytes", .overlappingStrings) { $0.strings[1].count += 1 },
  Violation("name of a class", .unknownString(10)) { $0.classes[0].name = 10 },
  Violation("name of a cache", .unknownString(10)) { $0.caches[1].name = 10 },
  Violation("name of a call", .namedCall(cache: 0)) { $0.caches[0].name = 1 },
  Violation("name of a global", .unknownString(.max)) { $0.constants[0] = .global(.max) },
  Violation("index of a string", .unknownString(10)) { $0.constants[3] = .string(10) },
  Violation("NaN with the bits of a tag", .numberNotCanonical(constant: 3)) {
    $0.constants[3] = .number(0xfff8_0000_0000_0001)
  },
  Violation("negative NaN", .numberNotCanonical(constant: 3)) {
    $0.constants[3] = .number(0xfff8_0000_0000_0000)
  },
]

private let functionViolations: [Violation] = [
  Violation("name of a function", in: 1, .unknownString(10)) { $0.functions[1].name = 10 },
  Violation("script that is none", in: 0, .misplacedKind(.function)) { $0.functions[0].kind = .function },
  Violation("second script", in: 5, .misplacedKind(.script)) { $0.functions[5].kind = .script },
  Violation("parameters of the script", in: 0, .scriptWithParameters) { $0.functions[0].arity = 1 },
  Violation("captures of the script", in: 0, .scriptWithCaptures) {
    $0.captures.append(CaptureSource(isRegister: true, index: 0))
    $0.functions[0].captures = Run(start: 2, count: 1)
  },
  Violation("no register beyond the parameters", in: 1, .registerCount(2)) {
    $0.functions[1].registerCount = 2
  },
  Violation("too many registers", in: 0, .registerCount(65_537)) { $0.functions[0].registerCount = 65_537 },
  Violation("code beyond the end", in: 6, .runOutOfRange(.code)) { $0.functions[6].code.count += 1 },
  Violation("code of another", in: 1, .overlappingRuns(.code)) { $0.functions[1].code.start -= 1 },
  Violation("constants beyond the end", in: 6, .runOutOfRange(.constants)) {
    $0.functions[6].constants.start = .max
  },
  Violation("constants of another", in: 4, .overlappingRuns(.constants)) {
    $0.functions[4].constants = $0.functions[0].constants
  },
  Violation("caches beyond the end", in: 4, .runOutOfRange(.caches)) { $0.functions[4].caches.count += 1 },
  Violation("caches of another", in: 3, .overlappingRuns(.caches)) { $0.functions[3].caches.start -= 1 },
  Violation("captures beyond the end", in: 6, .runOutOfRange(.captures)) {
    $0.functions[6].captures.count = .max
  },
  Violation("captures of another", in: 6, .overlappingRuns(.captures)) {
    $0.functions[6].captures = $0.functions[4].captures
  },
  Violation("more captures than operands can name", in: 4, .tooManyCaptures(65_537)) {
    let run = Run(start: $0.captures.count, count: 65_537)
    $0.captures += Array(repeating: CaptureSource(isRegister: true, index: 0), count: 65_537)
    $0.functions[4].captures = run
  },
  Violation("positions beyond the end", in: 0, .runOutOfRange(.positions)) {
    $0.functions[0].positions.count = 1000
  },
  Violation("positions of another", in: 1, .overlappingRuns(.positions)) {
    $0.functions[1].positions.start = 0
  },
  Violation("positions out of order", in: 0, .notAscending(.positions)) {
    $0.mutateSecondPosition { $0.pc = 0 }
  },
  Violation("positions that end within one", in: 0, .cutOffPosition) { $0.functions[0].positions.count -= 1 },
  Violation("offset beyond the source", in: 0, .positionOutsideOfSource) {
    $0.mutateSecondPosition { $0.offset = .max }
  },
  Violation("span that ends before it starts", in: 0, .positionOutsideOfSource) {
    $0.mutateSecondPosition { $0.span.start = $0.span.end + 1 }
  },
  Violation("span beyond the source", in: 0, .positionOutsideOfSource) {
    $0.mutateSecondPosition { $0.span.end = 9000 }
  },
  Violation("heights beyond the end", in: 6, .runOutOfRange(.heights)) { $0.functions[6].heights.count = 2 },
  Violation("heights of another", in: 1, .overlappingRuns(.heights)) { $0.functions[1].heights.start = 0 },
  Violation("heights out of order", in: 0, .notAscending(.heights)) { $0.heights[1].pc = 0 },
  Violation("height above the registers", in: 0, .heightBeyondRegisters(6)) { $0.heights[0].count = 6 },
]

private let codeViolations: [Violation] = [
  Violation("no code", in: 6, at: 0, .fallsOffTheEnd) { $0.functions[6].code.count = 0 },
  Violation("no return at the end", in: 6, at: 3, .fallsOffTheEnd) { $0.functions[6].code.count -= 1 },
  Violation("unknown opcode", in: 6, of: .addConstant, .unknownOpcode(255), becomes: Instruction(word: 255)),
  Violation(
    "exit", in: 6, of: .addConstant, .unknownOpcode(Opcode.exit.rawValue), becomes: Instruction(.exit)),
  Violation("second word beyond the end", in: 6, of: .return, .cutOff, becomes: Instruction(.jump)),
  Violation(
    "unused operand", in: 6, of: .return, .unusedOperand(1), becomes: Instruction(.return, a: 1, b: 0, c: 1)),
  Violation(
    "register that is read", in: 6, of: .return, .unknownRegister(2), becomes: Instruction(.return, a: 2)),
  Violation(
    "register that is written", in: 6, of: .addConstant, .unknownRegister(2),
    becomes: Instruction(.addConstant, a: 2, b: 1)),
  Violation(
    "second register", in: 6, of: .addConstant, .unknownRegister(255),
    becomes: Instruction(.addConstant, a: 1, b: 255)),
  Violation(
    "register of 16 bits that is read", in: 6, of: .addConstant, .unknownRegister(0x102),
    becomes: Instruction(.moveFromHigh, a: 1, d: 0x102)),
  Violation(
    "register of 16 bits that is written", in: 6, of: .addConstant, .unknownRegister(0x102),
    becomes: Instruction(.moveToHigh, a: 1, d: 0x102)),
  Violation(
    "window", in: 0, of: .call, .unknownWindow(5), becomes: Instruction(.call, argumentCount: 4, window: 1)),
  Violation(
    "window of 16 bits", in: 0, of: .call, .unknownWindow(65_535 + 255),
    becomes: Instruction(.call, argumentCount: 255, window: 65_535)),
  Violation(
    "class behind the arguments", in: 4, of: .invokeSuper, .unknownWindow(3),
    becomes: Instruction(.invokeSuper, argumentCount: 1, window: 1)),
  Violation(
    "constant", in: 6, of: .addConstant, .unknownConstant(1),
    becomes: Instruction(.addConstant, a: 1, b: 1, c: 1)),
  Violation(
    "constant of 16 bits", in: 0, of: .loadConstant, .unknownConstant(8),
    becomes: Instruction(.loadConstant, a: 2, d: 8)),
  Violation(
    "global as a constant", in: 0, of: .loadConstant, .constantOfWrongKind(0),
    becomes: Instruction(.loadConstant, a: 2, d: 0)),
  Violation(
    "wide constant", in: 0, of: .getGlobal, .unknownConstant(1000),
    becomes: Instruction(.loadConstantWide, a: 2), word: 1000),
  Violation("number as a global", in: 0, of: .getGlobal, .constantOfWrongKind(3), word: 3),
  Violation("global", in: 0, of: .getGlobal, .unknownConstant(Int(UInt32.max)), word: .max),
  Violation(
    "capture", in: 6, of: .getCapturedBox, .unknownCapture(1),
    becomes: Instruction(.getCapturedBox, a: 1, d: 1)),
  Violation("function", in: 5, of: .closure, .unknownFunction(7), word: 7),
  Violation("closure of the script", in: 5, of: .closure, .functionOfWrongKind(0), word: 0),
  Violation("closure of a method", in: 5, of: .closure, .functionOfWrongKind(2), word: 2),
  Violation("function as a method", in: 0, of: .method, .functionOfWrongKind(6), word: 6),
  Violation("register to capture", in: 5, at: 1, .capturesUnknownValue(6)) { $0.captures[1].index = 3 },
  Violation("capture to capture", in: 5, at: 1, .capturesUnknownValue(6)) {
    $0.captures[1] = CaptureSource(isRegister: false, index: 0)
  },
  Violation("class", in: 0, of: .class, .unknownClass(2), word: 2),
  Violation("cache", in: 0, of: .call, .unknownCache(3), word: 3),
  Violation("cache of another kind", in: 0, of: .call, .cacheOfWrongKind(1), word: 1),
  Violation("cache in use", in: 0, at: Sample.lastInvoke, .sharedCache(1)) {
    $0.code[Sample.lastInvoke + 1] = 1
  },
  Violation("jump into an instruction", in: 0, of: .jumpIfNotLessConstant, .jumpToNoInstruction(34), word: 1),
  Violation("jump to the end", in: 0, of: .jumpIfNotLessConstant, .jumpToNoInstruction(47), word: 14),
  Violation(
    "jump far beyond the end", in: 0, of: .jumpIfNotLessConstant, .jumpToNoInstruction(33 + 0x7fff_ffff),
    word: 0x7fff_ffff),
  Violation(
    "loop from far back", in: 0, of: .loop, .jumpToNoInstruction(41 - 0x8000_0000), word: 0x8000_0000),
  Violation("conditional jump back", in: 0, of: .jumpIfNotLessConstant, .unpaidCycle, word: 0xffff_fffe),
  Violation(
    "jump back", in: 0, of: .loop, .unpaidCycle, becomes: Instruction(.jump)),
  Violation("loop forward", in: 0, of: .loop, .forwardLoop, word: 0),
  Violation(
    "conditional loop forward", in: 0, of: .jumpIfNotLessConstant, .forwardLoop,
    becomes: Instruction(.loopIfNotLessConstant, a: 1, d: 6)),
]

private let shortcutViolations: [Violation] = [
  Violation("getter of another name", in: 2, .falseShortcut) { $0.functions[2].shortcut = .getter(1) },
  Violation("setter in a getter", in: 2, .falseShortcut) { $0.functions[2].shortcut = .setter(3) },
  Violation("getter in a setter", in: 3, .falseShortcut) { $0.functions[3].shortcut = .getter(3) },
  Violation("setter of another name", in: 3, .falseShortcut) { $0.functions[3].shortcut = .setter(99) },
  Violation("getter of another body", in: 4, .falseShortcut) { $0.functions[4].shortcut = .getter(3) },
  Violation("setter that is an initializer", in: 1, .falseShortcut) { $0.functions[1].shortcut = .setter(3) },
  Violation("getter that is a function", in: 6, .falseShortcut) { $0.functions[6].shortcut = .getter(3) },
  Violation("getter that returns another register", in: 2, .falseShortcut) {
    let start = Int($0.functions[2].code.start)
    $0.code[start + 2] = Instruction(.return, a: 0).word
  },
  Violation("getter of another object", in: 2, .falseShortcut) {
    let start = Int($0.functions[2].code.start)
    $0.code[start] = Instruction(.getProperty, a: 1, b: 1).word
  },
]

extension Sample {
  /// The last call of the script.
  fileprivate static let lastInvoke = 43
}

@Suite struct VerifierTests {
  @Test func acceptsTheSample() throws {
    try Sample.program.verify()
  }

  @Test(arguments: tableViolations + functionViolations + codeViolations + shortcutViolations)
  func refuses(_ violation: Violation) throws {
    var program = Sample.program
    violation.change(&program)
    let error = try #require(throws: VerificationError.self) { try program.verify() }
    #expect(error.problem == violation.problem)
    #expect(error.function == violation.function)
    #expect(error.pc == violation.pc)
    #expect(!error.description.isEmpty)
  }

  @Test func errorsSayWhere() throws {
    var program = Sample.program
    program.code[Sample.lastInvoke] = 255
    let error = try #require(throws: VerificationError.self) { try program.verify() }
    #expect(error.description == "function 0, pc 43: no opcode 255 can stand here")
    program.functions = []
    let other = try #require(throws: VerificationError.self) { try program.verify() }
    #expect(other.description == "there is no script")
  }

  /// Handlers go forward, to an instruction, and have a register.
  @Test func handlers() throws {
    let script = Sample.program.functions[0]
    let end = script.code.count
    func verify(_ handler: Handler) throws(VerificationError) {
      var program = Sample.program
      program.handlers = [handler]
      program.functions[0].handlers = Run(start: 0, count: 1)
      try program.verify()
    }
    let instruction = UInt32(Sample.lastInvoke)
    try verify(Handler(start: 0, end: instruction, target: instruction, register: 0))
    try verify(Handler(start: 0, end: 2, target: instruction, register: script.registerCount - 1))
    for handler in [
      Handler(start: 2, end: 2, target: instruction, register: 0),
      Handler(start: 0, end: instruction + 1, target: instruction, register: 0),
      Handler(start: 0, end: 2, target: instruction + 1, register: 0),
      Handler(start: 0, end: 2, target: end, register: 0),
      Handler(start: 0, end: end &+ 10, target: end &+ 20, register: 0),
    ] {
      let error = #expect(throws: VerificationError.self) { try verify(handler) }
      #expect(error?.problem == .handlerRange(handler))
    }
    let register = script.registerCount
    let error = #expect(throws: VerificationError.self) {
      try verify(Handler(start: 0, end: 2, target: instruction, register: register))
    }
    #expect(error?.problem == .handlerRegister(register))
  }

  /// A getter has no parameters, a setter and the check of a field have one, and only methods are members.
  @Test func members() {
    for kind in [Function.Kind.function, .method, .initializer] {
      for member in [Function.Member.method, .getter, .setter, .field] {
        for arity: UInt8 in 0...2 {
          var function = Function(kind: kind, name: 0, arity: arity)
          function.member = member
          #expect(function.kind == kind && function.member == member && !function.isOfClass)
          var program = Sample.program
          program.functions[1] = function
          program.functions[1].registerCount = 5
          program.functions[1].code = Run(start: 0, count: 0)
          let isAllowed =
            switch member {
            case .method: true
            case .getter: kind == .method && arity == 0
            case .setter, .field: kind == .method && arity == 1
            }
          // Other problems are found later.
          let error = #expect(throws: VerificationError.self) { try program.verify() }
          #expect((error?.problem != .falseMember) == isAllowed)
        }
      }
    }
  }

  /// Each opcode except `exit` and `finish` has an instruction that passes, with exactly one kind of cache.
  @Test(arguments: Opcode.allCases)
  func acceptsEachOpcode(_ opcode: Opcode) {
    let layout = Opcode.layouts[Int(opcode.rawValue)]
    #expect(layout.name == "\(opcode)")
    #expect(layout.roles.count == (layout.format == .abc ? 3 : 2))
    let kinds = (0...UInt8.max).compactMap(CacheKind.init(rawValue:))
    let accepted = kinds.filter { kind in
      (try? program(of: opcode, layout, cache: kind).verify()) != nil
    }
    let expected = opcode.isOfEntryStub ? 0 : layout.word == .cache ? 1 : kinds.count
    #expect(accepted.count == expected)
  }

  /// A program with a function that has an instruction of the opcode.
  private func program(
    of opcode: Opcode, _ layout: InstructionLayout, cache: CacheKind
  ) -> Program {
    var program = Program(sourceName: "", source: [])
    _ = program.append(string: "")
    program.classes = [ClassDescriptor(name: 0, fieldHint: 0)]
    program.imports = [ImportDescriptor(module: 0, names: [], span: SourceSpan(start: 0, end: 0))]
    for kind in [Function.Kind.script, .function, .method] {
      var function = FunctionBuilder(kind, name: 0, registers: kind == .script ? 2 : 8)
      if kind == .function {
        function.constants = [.nil, .global(0)]
        function.caches = [CacheDescriptor(kind: cache, name: 0)]
        function.captures = [CaptureSource(isRegister: true, index: 0)]
        let word: UInt32? =
          switch layout.word {
          case .none: nil
          case .back: 0xffff_fffe
          case .jump, .constant, .classDescriptor, .cache, .importIndex: 0
          case .global: 1
          case .function: opcode == .method ? 2 : 1
          }
        let a: UInt8 = layout.roles[0] == .variableCount ? 1 : 0
        function.emit(Instruction(opcode, a: a, d: 0), word)
      }
      function.emit(Instruction(.returnNil))
      program.append(function)
    }
    return program
  }
}
