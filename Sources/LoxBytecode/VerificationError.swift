/// Why the run loop must not trust a program.
public struct VerificationError: Error, Hashable, Sendable {
  /// The index of the function at fault; nil for a table of the whole program.
  public var function: Int?
  /// The instruction at fault, in words from the function's first.
  public var pc: Int?
  public var problem: Problem

  /// The tables that have a `Run` for each function.
  public enum Table: String, Sendable, CaseIterable {
    case code, constants, caches, captures, positions, heights, handlers
  }

  public enum Problem: Hashable, Sendable {
    // Tables of the program
    case noScript
    case tooManyFunctions(Int)
    case stringOutsideOfBytes(Int)
    case overlappingStrings
    case unknownString(UInt32)
    case numberNotCanonical(constant: Int)
    case namedCall(cache: Int)

    // Facts about a function
    case misplacedKind(Function.Kind)
    case scriptWithParameters
    case scriptWithCaptures
    case registerCount(UInt32)
    case requiredCount(UInt8)
    case runOutOfRange(Table)
    case overlappingRuns(Table)
    case tooManyCaptures(Int)
    case notAscending(Table)
    case cutOffPosition
    case positionOutsideOfSource
    case heightBeyondRegisters(UInt32)
    case handlerRange(Handler)
    case handlerRegister(UInt32)
    case falseMember
    case falseShortcut

    // Instructions
    case unknownOpcode(UInt8)
    case cutOff
    case unusedOperand(Int)
    case unknownRegister(Int)
    case unknownWindow(Int)
    case variableCount(Int)
    case unknownConstant(Int)
    case constantOfWrongKind(Int)
    case unknownCapture(Int)
    case unknownFunction(UInt32)
    case functionOfWrongKind(UInt32)
    case capturesUnknownValue(UInt32)
    case unknownClass(UInt32)
    case unknownCache(UInt32)
    case unknownImport(UInt32)
    case cacheOfWrongKind(UInt32)
    case sharedCache(UInt32)
    case jumpToNoInstruction(Int)
    case unpaidCycle
    case forwardLoop
    case fallsOffTheEnd
  }

  init(function: Int? = nil, pc: Int? = nil, _ problem: Problem) {
    self.function = function
    self.pc = pc
    self.problem = problem
  }
}

extension VerificationError: CustomStringConvertible {
  public var description: String {
    var place = ""
    if let function { place += "function \(function), " }
    if let pc { place += "pc \(pc), " }
    return place.isEmpty ? problem.description : "\(place.dropLast(2)): \(problem)"
  }
}

extension VerificationError.Problem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noScript: "there is no script"
    case .tooManyFunctions(let count): "there are \(count) functions"
    case .stringOutsideOfBytes(let index): "string \(index) lies outside of the bytes of strings"
    case .overlappingStrings: "strings share bytes"
    case .unknownString(let index): "there is no string \(index)"
    case .numberNotCanonical(let constant): "constant \(constant) of the program is a NaN of a reserved form"
    case .namedCall(let cache): "cache \(cache) of the program is of a call but has a name"

    case .misplacedKind(let kind): "a function at this index can't be of kind \(kind)"
    case .scriptWithParameters: "the script has parameters"
    case .scriptWithCaptures: "the script has captures"
    case .registerCount(let count): "it can't have \(count) registers"
    case .requiredCount(let count): "it can't require \(count) arguments"
    case .runOutOfRange(let table): "its \(table) lie outside of the program's"
    case .overlappingRuns(let table): "its \(table) are those of another function too"
    case .tooManyCaptures(let count): "it has \(count) captures"
    case .notAscending(let table): "its \(table) are not in ascending order"
    case .cutOffPosition: "its positions end within one"
    case .positionOutsideOfSource: "a position lies outside of the source"
    case .heightBeyondRegisters(let count): "\(count) live registers are more than it has"
    case .handlerRange(let handler):
      "a handler of \(handler.start)..<\(handler.end) can't begin at \(handler.target)"
    case .handlerRegister(let index): "a handler can't use register \(index)"
    case .falseMember: "it can't be a member of this kind"
    case .falseShortcut: "its body is not what its shortcut says"

    case .unknownOpcode(let opcode): "no opcode \(opcode) can stand here"
    case .cutOff: "the function ends within the instruction"
    case .unusedOperand(let value): "an operand without meaning is \(value), not zero"
    case .unknownRegister(let index): "there is no register \(index)"
    case .unknownWindow(let last): "the window of the call reaches register \(last)"
    case .variableCount(let count): "an iteration can't have \(count) variables"
    case .unknownConstant(let index): "there is no constant \(index)"
    case .constantOfWrongKind(let index): "constant \(index) is of a kind that can't be used here"
    case .unknownCapture(let index): "there is no capture \(index)"
    case .unknownFunction(let index): "there is no function \(index)"
    case .functionOfWrongKind(let index): "function \(index) is of a kind that can't be used here"
    case .capturesUnknownValue(let index): "function \(index) captures what there isn't here"
    case .unknownClass(let index): "there is no class \(index)"
    case .unknownCache(let index): "there is no cache \(index)"
    case .unknownImport(let index): "there is no import \(index)"
    case .cacheOfWrongKind(let index): "cache \(index) is of another kind"
    case .sharedCache(let index): "cache \(index) is used by two instructions"
    case .jumpToNoInstruction(let target): "no instruction starts at \(target)"
    case .unpaidCycle: "only a loop can go back"
    case .forwardLoop: "a loop goes forward"
    case .fallsOffTheEnd: "the function goes on after its last instruction"
    }
  }
}
