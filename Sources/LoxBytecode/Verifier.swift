extension Program {
  /// The greatest number of functions in a program.
  public static let maximumFunctionCount = 1 << 24
  /// The greatest number of registers in a function: operands have up to 16 bits.
  public static let maximumRegisterCount = 1 << 16
  /// The greatest number of captures of a function: operands have up to 16 bits.
  public static let maximumCaptureCount = 1 << 16

  /// Checks that the run loop may trust the program, whatever its origin.
  ///
  /// The run loop checks no operands: it uses registers, constants, captures, caches, functions, classes and
  /// jump targets without question. In a program that passes, each of these exists, execution leaves a
  /// function only by a return, and anything that could run forever pays fuel. The *kinds* of values in
  /// registers are not checked; whatever its bits, a reference stays in the isolate's memory.
  ///
  /// Takes time and memory proportional to the size of the program.
  public func verify() throws(VerificationError) {
    var verifier = Verifier(self)
    try verifier.checkTables()
    for index in functions.indices {
      try verifier.checkFunction(index)
    }
    for index in functions.indices {
      try verifier.checkCode(index)
      try verifier.checkShortcut(index)
    }
  }
}

/// The state of a verification.
struct Verifier {
  let program: Program
  let rules = InstructionRules.all

  /// The parts of each table that functions own, in the order of `VerificationError.Table`: no two overlap.
  private var claims: [BitSet]
  /// What each function's captures require of the enclosing function, so that a closure is checked in
  /// constant time.
  var reaches: [CaptureReach] = []
  /// The caches of the whole program that an instruction uses.
  var usedCaches: BitSet
  /// The starts of instructions in the current function.
  var starts: BitSet
  /// The targets of jumps in the current function.
  var targets: BitSet

  /// The least numbers of registers and captures that an enclosing function must have for a function's
  /// captures.
  struct CaptureReach {
    var registers: UInt32 = 0
    var captures: UInt32 = 0
  }

  init(_ program: Program) {
    self.program = program
    claims = [
      program.code.count, program.constants.count, program.caches.count, program.captures.count,
      program.positions.count, program.heights.count, program.handlers.count,
    ].map { BitSet(capacity: $0) }
    reaches.reserveCapacity(program.functions.count)
    usedCaches = BitSet(capacity: program.caches.count)
    let longest = min(Int(program.functions.map(\.code.count).max() ?? 0), program.code.count)
    starts = BitSet(capacity: longest)
    targets = BitSet(capacity: longest)
  }

  // MARK: - Tables of the program

  /// Checks everything that doesn't depend on functions.
  func checkTables() throws(VerificationError) {
    guard !program.functions.isEmpty else { throw VerificationError(.noScript) }
    guard program.functions.count <= Program.maximumFunctionCount else {
      throw VerificationError(.tooManyFunctions(program.functions.count))
    }
    try checkStrings()
    for declaration in program.classes { try checkName(declaration.name) }
    for (index, constant) in program.constants.enumerated() {
      switch constant {
      case .nil, .boolean: break
      case .number(let bits):
        let isCanonical = bits == 0x7ff8_0000_0000_0000 || !Double(bitPattern: bits).isNaN
        guard isCanonical else { throw VerificationError(.numberNotCanonical(constant: index)) }
      case .string(let name), .global(let name): try checkName(name)
      case .imported(let index, let name):
        try checkName(name)
        guard index < program.imports.count else { throw VerificationError(.unknownImport(index)) }
      }
    }
    try checkImports()
    for (index, cache) in program.caches.enumerated() {
      guard cache.kind == .call else {
        try checkName(cache.name)
        continue
      }
      guard cache.name == 0 else { throw VerificationError(.namedCall(cache: index)) }
    }
  }

  private func checkImports() throws(VerificationError) {
    for declaration in program.imports {
      try checkName(declaration.module)
      for name in declaration.names {
        try checkName(name.name)
        try checkName(name.local)
      }
      for span in [declaration.span] + declaration.names.map(\.span) {
        guard span.start <= span.end, span.end <= program.source.count else {
          throw VerificationError(.positionOutsideOfSource)
        }
      }
    }
  }

  /// Strings that share bytes could become objects far larger than the program.
  private func checkStrings() throws(VerificationError) {
    var total = 0
    for (index, string) in program.strings.enumerated() {
      guard Int(string.start) + Int(string.count) <= program.stringBytes.count else {
        throw VerificationError(.stringOutsideOfBytes(index))
      }
      total += Int(string.count)
    }
    guard total <= program.stringBytes.count else { throw VerificationError(.overlappingStrings) }
  }

  private func checkName(_ string: UInt32, in function: Int? = nil) throws(VerificationError) {
    guard string < program.strings.count else {
      throw VerificationError(function: function, .unknownString(string))
    }
  }

  // MARK: - Facts about a function

  /// Checks everything about a function but its code.
  mutating func checkFunction(_ index: Int) throws(VerificationError) {
    let function = program.functions[index]
    func require(
      _ condition: Bool, _ problem: @autoclosure () -> VerificationError.Problem
    ) throws(VerificationError) {
      guard condition else { throw VerificationError(function: index, problem()) }
    }

    try checkName(function.name, in: index)
    try require((function.kind == .script) == (index == 0), .misplacedKind(function.kind))
    try require(
      function.registerCount >= UInt32(function.arity) + 2
        && function.registerCount <= Program.maximumRegisterCount,
      .registerCount(function.registerCount))
    try require(Int(function.requiredCount) <= function.fixedCount, .requiredCount(function.requiredCount))

    try claim(function.code, .code, of: index)
    try claim(function.constants, .constants, of: index)
    try claim(function.caches, .caches, of: index)
    try claim(function.captures, .captures, of: index)
    try claim(function.positions, .positions, of: index)
    try claim(function.heights, .heights, of: index)
    try claim(function.handlers, .handlers, of: index)

    if index == 0 {
      try require(function.arity == 0, .scriptWithParameters)
      try require(function.captures.count == 0, .scriptWithCaptures)
    }
    try require(
      function.captures.count <= Program.maximumCaptureCount, .tooManyCaptures(Int(function.captures.count)))
    reaches.append(reach(of: function))

    var pc: Int64 = -1
    var positions = program.positions(of: function)
    while let position = positions.next() {
      try require(Int64(position.pc) > pc, .notAscending(.positions))
      try require(
        position.span.start <= position.span.end
          && max(position.offset, position.span.end) <= program.source.count,
        .positionOutsideOfSource)
      pc = Int64(position.pc)
    }
    try require(!positions.isCutOff, .cutOffPosition)
    pc = -1
    for height in program.heights[function.heights.range] {
      try require(Int64(height.pc) > pc, .notAscending(.heights))
      try require(height.count <= function.registerCount, .heightBeyondRegisters(height.count))
      pc = Int64(height.pc)
    }
    // They go forward, as jumps do that are not paid for. Whether an instruction begins there is checked with the code.
    for handler in program.handlers[function.handlers.range] {
      try require(
        handler.start < handler.end && handler.end <= handler.target
          && handler.target < function.code.count,
        .handlerRange(handler))
      try require(handler.register < function.registerCount, .handlerRegister(handler.register))
    }
    switch (function.kind, function.member) {
    case (.method, .getter): try require(function.arity == 0, .falseMember)
    case (.method, .setter), (.method, .field):
      try require(function.arity == 1 && !function.hasRest, .falseMember)
    case (.method, .method), (_, .method): break
    default: throw VerificationError(function: index, .falseMember)
    }
    try require(!function.isOfClass || function.kind == .method, .falseMember)
  }

  private mutating func claim(
    _ run: Run, _ table: VerificationError.Table, of function: Int
  ) throws(VerificationError) {
    let (number, count) =
      switch table {
      case .code: (0, program.code.count)
      case .constants: (1, program.constants.count)
      case .caches: (2, program.caches.count)
      case .captures: (3, program.captures.count)
      case .positions: (4, program.positions.count)
      case .heights: (5, program.heights.count)
      case .handlers: (6, program.handlers.count)
      }
    guard run.range.upperBound <= count else {
      throw VerificationError(function: function, .runOutOfRange(table))
    }
    guard run.count == 0 || claims[number].claim(run.range) else {
      throw VerificationError(function: function, .overlappingRuns(table))
    }
  }

  private func reach(of function: Function) -> CaptureReach {
    var reach = CaptureReach()
    for source in program.captures[function.captures.range] {
      if source.isRegister {
        reach.registers = max(reach.registers, UInt32(source.index) + 1)
      } else {
        reach.captures = max(reach.captures, UInt32(source.index) + 1)
      }
    }
    return reach
  }

  /// Checks that a call can be answered by the function's shortcut instead of its code.
  func checkShortcut(_ index: Int) throws(VerificationError) {
    let function = program.functions[index]
    guard let shortcut = function.shortcut else { return }
    guard function.kind == .method, function.requiredCount == function.arity, body(of: function, is: shortcut)
    else {
      throw VerificationError(function: index, .falseShortcut)
    }
  }

  /// Whether verified code begins with an access to the field and a return.
  private func body(of function: Function, is shortcut: Function.Shortcut) -> Bool {
    let code = Array(program.code[function.code.range].prefix(3))
    guard code.count == 3 else { return false }
    let (access, leave) = (Instruction(word: code[0]), Instruction(word: code[2]))
    let property: UInt32
    switch shortcut {
    case .getter(let name):
      let result = UInt8(truncatingIfNeeded: access.a)
      guard function.arity == 0, access == Instruction(.getProperty, a: result, b: 0),
        leave == Instruction(.return, a: result)
      else { return false }
      property = name
    case .setter(let name):
      guard function.arity == 1, access == Instruction(.setProperty, a: 0, b: 1),
        leave == Instruction(.returnNil)
      else { return false }
      property = name
    }
    return program.caches[Int(function.caches.start) + Int(code[1])].name == property
  }
}
