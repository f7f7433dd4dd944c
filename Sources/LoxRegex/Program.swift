/// A pattern as instructions of a machine that is in several places at once (after Thompson 1968 and Pike).
///
/// Where two ways lead on, the first one is preferred. Between two characters no instruction is passed twice.
struct Program: Sendable {
  enum Operation: UInt8, Sendable {
    /// Matches the class of characters `operand`.
    case `class`
    /// Matches the set of classes `operand`.
    case set
    case any
    /// Goes on at `next`, or else at `operand`.
    case split
    /// Notes the place in the text as number `operand`.
    case save
    /// Goes on if the assertion `operand` holds.
    case assertion
    case match
    /// Nothing goes on.
    case fail
  }

  struct Instruction: Sendable {
    var operation: Operation
    var operand: UInt32 = 0
    var next: UInt32 = 0
  }

  var instructions: [Instruction] = []
  /// Where to begin if the match begins here.
  var start: UInt32 = 0
  /// Where to begin if it begins here or later.
  var searchStart: UInt32 = 0
  var hasAssertions = false
  /// For each instruction that can wait for a character, how many are passed at most after it, itself included.
  private(set) var weights: [UInt32] = []

  var count: Int { instructions.count }

  /// Whether an instruction matches a class of characters.
  @inline(__always) func matches(_ instruction: Instruction, _ column: Int, _ alphabet: Alphabet) -> Bool {
    switch instruction.operation {
    case .class: Int(instruction.operand) == column
    case .set: alphabet.set(Int(instruction.operand), has: column)
    case .any: true
    default: false
    }
  }

  /// Of more instructions than this the weight is that of the whole program.
  private static let longestWay = 32

  /// Computes the weights.
  mutating func weigh(_ work: inout CompilationWork) throws(RegularExpressionError) {
    weights = Array(repeating: 1, count: count)
    // By which instruction each one was seen last.
    var seen = Array(repeating: -1, count: count)
    var stack: [UInt32] = []
    for (place, instruction) in instructions.enumerated() {
      switch instruction.operation {
      case .split, .save, .match, .fail: continue
      case .class, .set, .any, .assertion: break
      }
      var passed = 1
      stack.append(instruction.next)
      while let next = stack.popLast() {
        if seen[Int(next)] == place { continue }
        seen[Int(next)] = place
        passed += 1
        if passed > Program.longestWay { break }
        switch instructions[Int(next)].operation {
        case .split: stack += [instructions[Int(next)].operand, instructions[Int(next)].next]
        case .save, .assertion: stack.append(instructions[Int(next)].next)
        case .class, .set, .any, .match, .fail: break
        }
      }
      stack.removeAll(keepingCapacity: true)
      try work.add(passed)
      weights[place] = UInt32(passed > Program.longestWay ? count : min(count, passed))
    }
  }

  var memory: Int { count * 16 }
}
