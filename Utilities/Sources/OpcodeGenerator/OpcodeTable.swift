/// The role of an operand of an instruction; the verifier, the disassembler and the reference page derive
/// from it.
enum Role: String {
  /// The operand is not used and is zero.
  case none
  /// A register that the instruction reads.
  case read
  /// A register that the instruction writes.
  case write
  /// A constant of the function (a number, string, nil, true or false).
  case constant
  /// A register that 8-bit operands can't address, read.
  case highRead
  /// A register that 8-bit operands can't address, written.
  case highWrite
  /// An index into the closure's captures.
  case capture
  /// The number of arguments of a call.
  case argumentCount
  /// The first register of a callee's window, or of an iteration's.
  case window
  /// A number in the instruction.
  case literal
  /// 1 if the type of a value has been checked.
  case checked
  /// What a value is that is checked against a type, and whether it may be nil: see `TypeRole`.
  case typeRole
  /// The number of variables of an iteration: 1 or 2.
  case variableCount
}

/// What the second word of an instruction holds.
enum WordRole: String {
  /// The instruction is one word long.
  case none
  /// The distance in words from the end of the instruction to the target, signed.
  case jump
  /// The same for a back edge, so it is negative. It pays a unit of fuel for each word that it jumps over.
  case back
  /// A constant of the function.
  case constant
  /// A constant of the function that names a global.
  case global
  /// An index into the program's functions.
  case function
  /// An index into the program's classes.
  case classDescriptor
  /// An index into the function's caches; the kind of the cache is named after the opcode.
  case cache
  /// An index into the program's imports.
  case importIndex
}

/// How the 24 bits after the opcode are divided.
enum Format: String {
  /// Three operands of 8 bits: A, B, C.
  case abc
  /// A of 8 bits, D of 16.
  case ad
  /// A of 8 bits, W (the first register of a window) of 16.
  case aw
}

/// One opcode: a line of the table.
struct OpcodeEntry {
  var name: String
  var format: Format
  /// The roles of A, B, C or of A, D or of A, W.
  var roles: [Role]
  var word: WordRole
  /// Whether objects may be allocated, and therefore moved, while the instruction runs.
  var isSafepoint: Bool
  /// Whether execution never goes on with the instruction that follows.
  var endsFlow: Bool
  /// How many registers a call reads beyond its arguments, or an iteration uses beyond its variables.
  var registersAfterArguments: Int
  /// Whether the run loop leaves it to the machine, as it has no fast path.
  var isOutOfLine: Bool
  /// What the instruction does, in terms of registers R[], constants K[], globals G[].
  var synopsis: String

  init(
    _ name: String, _ format: Format, _ roles: [Role], word: WordRole = .none, safepoint: Bool = false,
    endsFlow: Bool = false, registersAfterArguments: Int = 0, outOfLine: Bool = false, _ synopsis: String
  ) {
    self.name = name
    self.format = format
    self.roles = roles
    self.word = word
    self.isSafepoint = safepoint
    self.endsFlow = endsFlow
    self.registersAfterArguments = registersAfterArguments
    isOutOfLine = outOfLine
    self.synopsis = synopsis
  }
}

/// A part of the table under one heading of the reference page.
struct OpcodeGroup {
  var title: String
  var opcodes: [OpcodeEntry]

  init(_ title: String, _ opcodes: OpcodeEntry...) {
    self.title = title
    self.opcodes = opcodes
  }
}

/// The instruction set; the order is the numbering.
let opcodeTable: [OpcodeEntry] = opcodeGroups.flatMap(\.opcodes)

/// How many words a call has: so many before a return address, its call is found.
let callLength = 2

/// What is wrong with a table.
func mistakes(in table: [OpcodeEntry]) -> [String] {
  var mistakes: [String] = []
  for entry in table {
    if entry.roles.count != (entry.format == .abc ? 3 : 2) {
      mistakes.append("\(entry.name): the roles don't fit the format")
    }
    let isCall = entry.roles.contains(.argumentCount)
    if isCall, (entry.word == .none ? 1 : 2) != callLength {
      mistakes.append("\(entry.name): a call of another length than \(callLength) words")
    }
    if entry.registersAfterArguments > 0, !entry.roles.contains(.window) {
      mistakes.append("\(entry.name): registers after the arguments of what has no window")
    }
  }
  let names = table.map(\.name)
  if Set(names).count < names.count || names.count > 256 { mistakes.append("names twice, or too many") }
  return mistakes
}

/// The instruction set under headings.
let opcodeGroups: [OpcodeGroup] = [
  OpcodeGroup(
    "Moves",
    OpcodeEntry("move", .abc, [.write, .read, .none], "R[A] = R[B]"),
    OpcodeEntry("moveFromHigh", .ad, [.write, .highRead], "R[A] = R[D]"),
    OpcodeEntry("moveToHigh", .ad, [.read, .highWrite], "R[D] = R[A]"),
    OpcodeEntry("loadConstant", .ad, [.write, .constant], "R[A] = K[D]"),
    OpcodeEntry("loadConstantWide", .abc, [.write, .none, .none], word: .constant, "R[A] = K[word]")
  ),
  OpcodeGroup(
    "Variables beyond registers",
    OpcodeEntry(
      "getGlobal", .abc, [.write, .none, .none], word: .global, "R[A] = G[K[word]], an error if undefined"),
    OpcodeEntry(
      "setGlobal", .abc, [.read, .none, .none], word: .global, "G[K[word]] = R[A], an error if undefined"),
    OpcodeEntry("defineGlobal", .abc, [.read, .none, .none], word: .global, "G[K[word]] = R[A]"),
    OpcodeEntry("getCapture", .ad, [.write, .capture], "R[A] = captures[D]"),
    OpcodeEntry("getCapturedBox", .ad, [.write, .capture], "R[A] = captures[D].value"),
    OpcodeEntry("setCapturedBox", .ad, [.read, .capture], "captures[D].value = R[A]"),
    OpcodeEntry(
      "makeBox", .abc, [.write, .read, .none], safepoint: true, "R[A] = a new box that holds R[B]"),
    OpcodeEntry("getBox", .abc, [.write, .read, .none], "R[A] = R[B].value"),
    OpcodeEntry("setBox", .abc, [.read, .read, .none], "R[A].value = R[B]")
  ),
  OpcodeGroup(
    "Arithmetic",
    OpcodeEntry(
      "add", .abc, [.write, .read, .read], safepoint: true, "R[A] = R[B] + R[C], numbers or strings"),
    OpcodeEntry("addConstant", .abc, [.write, .read, .constant], safepoint: true, "R[A] = R[B] + K[C]"),
    OpcodeEntry("subtract", .abc, [.write, .read, .read], "R[A] = R[B] - R[C]"),
    OpcodeEntry("subtractConstant", .abc, [.write, .read, .constant], "R[A] = R[B] - K[C]"),
    OpcodeEntry("multiply", .abc, [.write, .read, .read], "R[A] = R[B] * R[C]"),
    OpcodeEntry("multiplyConstant", .abc, [.write, .read, .constant], "R[A] = R[B] * K[C]"),
    OpcodeEntry("divide", .abc, [.write, .read, .read], "R[A] = R[B] / R[C]"),
    OpcodeEntry("divideConstant", .abc, [.write, .read, .constant], "R[A] = R[B] / K[C]"),
    OpcodeEntry(
      "modulo", .abc, [.write, .read, .read], "R[A] = the remainder of R[B] / R[C]"),
    OpcodeEntry("negate", .abc, [.write, .read, .none], "R[A] = -R[B]"),
    OpcodeEntry("not", .abc, [.write, .read, .none], "R[A] = R[B] is nil or false"),
    OpcodeEntry(
      "text", .abc, [.write, .read, .none], safepoint: true, outOfLine: true, "R[A] = the text of R[B]")
  ),
  OpcodeGroup(
    "Comparison",
    OpcodeEntry("equal", .abc, [.write, .read, .read], "R[A] = R[B] == R[C]"),
    OpcodeEntry("notEqual", .abc, [.write, .read, .read], "R[A] = not (R[B] == R[C])"),
    OpcodeEntry("less", .abc, [.write, .read, .read], "R[A] = R[B] < R[C]"),
    OpcodeEntry("notLess", .abc, [.write, .read, .read], "R[A] = not (R[B] < R[C])")
  ),
  OpcodeGroup(
    "Jumps",
    OpcodeEntry("jump", .abc, [.none, .none, .none], word: .jump, endsFlow: true, "go to word"),
    OpcodeEntry(
      "jumpIfFalse", .abc, [.read, .none, .none], word: .jump, "if R[A] is nil or false, go to word"),
    OpcodeEntry(
      "jumpIfTrue", .abc, [.read, .none, .none], word: .jump, "unless R[A] is nil or false, go to word"),
    OpcodeEntry("jumpIfNil", .abc, [.read, .none, .none], word: .jump, "if R[A] is nil, go to word"),
    OpcodeEntry("jumpIfNotNil", .abc, [.read, .none, .none], word: .jump, "unless R[A] is nil, go to word"),
    OpcodeEntry("jumpIfEqual", .abc, [.read, .read, .none], word: .jump, "if R[A] == R[B], go to word"),
    OpcodeEntry(
      "jumpIfNotEqual", .abc, [.read, .read, .none], word: .jump, "unless R[A] == R[B], go to word"),
    OpcodeEntry("jumpIfLess", .abc, [.read, .read, .none], word: .jump, "if R[A] < R[B], go to word"),
    OpcodeEntry(
      "jumpIfNotLess", .abc, [.read, .read, .none], word: .jump, "unless R[A] < R[B], go to word"),
    OpcodeEntry(
      "jumpIfEqualConstant", .ad, [.read, .constant], word: .jump, "if R[A] == K[D], go to word"),
    OpcodeEntry(
      "jumpIfNotEqualConstant", .ad, [.read, .constant], word: .jump, "unless R[A] == K[D], go to word"),
    OpcodeEntry("jumpIfLessConstant", .ad, [.read, .constant], word: .jump, "if R[A] < K[D], go to word"),
    OpcodeEntry(
      "jumpIfNotLessConstant", .ad, [.read, .constant], word: .jump, "unless R[A] < K[D], go to word"),
    OpcodeEntry(
      "jumpIfGreaterConstant", .ad, [.read, .constant], word: .jump, "if K[D] < R[A], go to word"),
    OpcodeEntry(
      "jumpIfNotGreaterConstant", .ad, [.read, .constant], word: .jump, "unless K[D] < R[A], go to word")
  ),
  OpcodeGroup(
    "Back edges",
    OpcodeEntry("loop", .abc, [.none, .none, .none], word: .back, endsFlow: true, "go back to word"),
    OpcodeEntry("loopIfLess", .abc, [.read, .read, .none], word: .back, "if R[A] < R[B], go back to word"),
    OpcodeEntry(
      "loopIfNotLess", .abc, [.read, .read, .none], word: .back, "unless R[A] < R[B], go back to word"),
    OpcodeEntry(
      "loopIfLessConstant", .ad, [.read, .constant], word: .back, "if R[A] < K[D], go back to word"),
    OpcodeEntry(
      "loopIfNotLessConstant", .ad, [.read, .constant], word: .back, "unless R[A] < K[D], go back to word"),
    OpcodeEntry(
      "loopIfGreaterConstant", .ad, [.read, .constant], word: .back, "if K[D] < R[A], go back to word"),
    OpcodeEntry(
      "loopIfNotGreaterConstant", .ad, [.read, .constant], word: .back,
      "unless K[D] < R[A], go back to word")
  ),
  OpcodeGroup(
    "Calls",
    OpcodeEntry(
      "call", .aw, [.argumentCount, .window], word: .cache, safepoint: true,
      "R[W] = R[W](R[W+1], ..., R[W+A])"),
    OpcodeEntry(
      "invoke", .aw, [.argumentCount, .window], word: .cache, safepoint: true,
      "R[W] = R[W].name(R[W+1], ..., R[W+A]); the cache holds the name"),
    OpcodeEntry(
      "invokeSuper", .aw, [.argumentCount, .window], word: .cache, safepoint: true,
      registersAfterArguments: 1,
      "R[W] = the method of class R[W+A+1], with R[W] as this, called with R[W+1], ..., R[W+A]"),
    OpcodeEntry("return", .abc, [.read, .none, .none], endsFlow: true, "leave the function with R[A]"),
    OpcodeEntry("returnNil", .abc, [.none, .none, .none], endsFlow: true, "leave the function with nil")
  ),
  OpcodeGroup(
    "Objects",
    OpcodeEntry(
      "getProperty", .abc, [.write, .read, .none], word: .cache, safepoint: true,
      "R[A] = R[B].name, a field or a method bound to R[B]"),
    OpcodeEntry(
      "setProperty", .abc, [.read, .read, .checked], word: .cache, safepoint: true,
      "R[A].name = R[B]"),
    OpcodeEntry(
      "getSuper", .abc, [.write, .read, .read], word: .cache, safepoint: true, outOfLine: true,
      "R[A] = the method of class R[C] bound to R[B]"),
    OpcodeEntry(
      "closure", .abc, [.write, .none, .none], word: .function, safepoint: true, outOfLine: true,
      "R[A] = a closure of the function; R[A] is written before its captures are read"),
    OpcodeEntry(
      "class", .abc, [.write, .none, .none], word: .classDescriptor, safepoint: true, outOfLine: true,
      "R[A] = a new class"),
    OpcodeEntry(
      "inherit", .abc, [.read, .read, .none], safepoint: true, outOfLine: true,
      "class R[A] inherits the methods of class R[B]"
    ),
    OpcodeEntry(
      "method", .abc, [.read, .none, .none], word: .function, safepoint: true, outOfLine: true,
      "class R[A] gets a closure of the function as a member of its name"),
    OpcodeEntry(
      "classField", .abc, [.read, .read, .none], word: .constant, safepoint: true, outOfLine: true,
      "class R[A] gets a field K[word] of its own, with R[B]")
  ),
  OpcodeGroup(
    "Collections",
    OpcodeEntry(
      "newList", .ad, [.write, .literal], safepoint: true, outOfLine: true,
      "R[A] = an empty list with room for D elements"),
    OpcodeEntry("append", .abc, [.read, .read, .none], safepoint: true, "add R[B] to list R[A]"),
    OpcodeEntry(
      "appendAll", .abc, [.read, .read, .none], safepoint: true, outOfLine: true,
      "add all that R[B] gives when iterated to list R[A], or the entries of map R[B] to map R[A]"),
    OpcodeEntry(
      "newMap", .ad, [.write, .literal], safepoint: true, outOfLine: true,
      "R[A] = an empty map with room for D entries"),
    OpcodeEntry(
      "newRange", .abc, [.write, .read, .read], safepoint: true, outOfLine: true, "R[A] = R[B]..<R[C]"),
    OpcodeEntry(
      "newClosedRange", .abc, [.write, .read, .read], safepoint: true, outOfLine: true, "R[A] = R[B]...R[C]"),
    OpcodeEntry("getElement", .abc, [.write, .read, .read], safepoint: true, "R[A] = R[B][R[C]]"),
    OpcodeEntry("setElement", .abc, [.read, .read, .read], safepoint: true, "R[A][R[B]] = R[C]"),
    OpcodeEntry(
      "getElementIfAny", .abc, [.write, .read, .read], safepoint: true, outOfLine: true,
      "R[A] = R[B]?.[R[C]], nil if there is none"
    ),
    OpcodeEntry(
      "getPropertyIfAny", .abc, [.write, .read, .none], word: .cache, safepoint: true, outOfLine: true,
      "R[A] = R[B]?.name, nil if there is none"),
    OpcodeEntry(
      "getMethodIfAny", .abc, [.write, .read, .none], word: .cache, safepoint: true, outOfLine: true,
      "R[A] = what R[B].name(...) would call, nil if there is nothing"),
    OpcodeEntry(
      "isIn", .abc, [.write, .read, .read], safepoint: true, outOfLine: true, "R[A] = R[B] in R[C]"),
    OpcodeEntry("isInstance", .abc, [.write, .read, .read], "R[A] = R[B] is R[C]"),
    OpcodeEntry(
      "iterate", .aw, [.argumentCount, .window], word: .cache, safepoint: true, outOfLine: true,
      "if R[W] is an instance, R[W] = R[W].iterate(); A is 0"),
    OpcodeEntry(
      "beginIteration", .aw, [.variableCount, .window], registersAfterArguments: 2, outOfLine: true,
      "begin to iterate R[W]; its state is in R[W], R[W+1], R[W+2]"),
    OpcodeEntry(
      "beginRange", .aw, [.variableCount, .window], registersAfterArguments: 2, outOfLine: true,
      "begin to iterate R[W]..<R[W+1]; its state is in R[W], R[W+1], R[W+2]"),
    OpcodeEntry(
      "beginClosedRange", .aw, [.variableCount, .window], registersAfterArguments: 2, outOfLine: true,
      "begin to iterate R[W]...R[W+1]; its state is in R[W], R[W+1], R[W+2]"),
    OpcodeEntry(
      "next", .aw, [.variableCount, .window], word: .back, safepoint: true, registersAfterArguments: 2,
      "if there is another element, R[W+3] = it (A = 2: its key, R[W+4] = it), and go back to word"
    ),
    OpcodeEntry(
      "callSpread", .aw, [.argumentCount, .window], word: .cache, safepoint: true, outOfLine: true,
      "R[W] = R[W](the elements of list R[W+1]); A is 1"),
    OpcodeEntry(
      "invokeSpread", .aw, [.argumentCount, .window], word: .cache, safepoint: true, outOfLine: true,
      "R[W] = R[W].name(the elements of list R[W+1]); the cache holds the name; A is 1"),
    OpcodeEntry(
      "checkCount", .ad, [.read, .literal], outOfLine: true, "an error unless R[A] is a list of D elements"),
    OpcodeEntry(
      "checkCountAtLeast", .ad, [.read, .literal], outOfLine: true,
      "an error unless R[A] is a list of at least D elements"),
    OpcodeEntry(
      "checkGlobalType", .abc, [.read, .none, .typeRole], word: .global,
      "an error unless R[A] is an instance of G[K[word]]"),
    OpcodeEntry(
      "checkType", .abc, [.read, .read, .typeRole], outOfLine: true,
      "an error unless R[A] is an instance of R[B]")
  ),
  OpcodeGroup(
    "Other",
    OpcodeEntry("print", .abc, [.read, .none, .none], outOfLine: true, "write R[A] and a line feed"),
    OpcodeEntry(
      "throw", .abc, [.read, .none, .none], safepoint: true, endsFlow: true, outOfLine: true,
      "an error: R[A] is thrown"),
    OpcodeEntry(
      "rethrow", .abc, [.read, .none, .none], safepoint: true, endsFlow: true, outOfLine: true,
      "the error that had R[A] goes on, with its first trace"),
    OpcodeEntry(
      "noCase", .abc, [.read, .none, .none], safepoint: true, endsFlow: true, outOfLine: true,
      "an error: no case of a switch matches R[A]"),
    OpcodeEntry(
      "importModule", .abc, [.write, .none, .none], word: .importIndex, safepoint: true, outOfLine: true,
      "R[A] = the module of the import, which runs if it has not"),
    OpcodeEntry(
      "finish", .abc, [.literal, .none, .none], endsFlow: true, outOfLine: true,
      // In machine code: at the beginning of the function (A = 1), or where the machine has noted (A = 2).
      "go on with what called a member or module (A = 0), or in machine code; only in the stub"),
    OpcodeEntry("exit", .abc, [.none, .none, .none], "leave the run loop; only in the entry stub")
  ),
]
