/// Makes the program of a pattern, from its end to its begin. What is still to do is on a stack of its own.
///
/// A repetition that is not asked for must not match the empty text. So if its body can be empty, there are instructions for two cases: nothing
/// was matched since the repetition began, or something was. Whatever matches a character leads to the second case, and only the second case
/// leads on. In repetitions in repetitions there is one more case for each of them.
struct ProgramBuilder {
  /// Where to go on, by how many of the repetitions around, the outermost first, have matched something.
  private typealias Ways = [UInt32]

  private enum Task {
    /// Make the node so that it goes on at `next`.
    case node(Pattern.NodeID)
    /// Make those of so many parts of a sequence that come first, or last if the program reads from the end.
    case parts(Pattern.NodeID, left: Int)
    /// `next` is the begin of all alternatives from the one after this number on, and all go on at `after`.
    case alternative(Pattern.NodeID, number: Int, after: Ways)
    /// `next` is the begin of the alternative of this number.
    case split(Pattern.NodeID, number: Int, after: Ways, others: Ways)
    /// `next` is what comes after a group's text; its begin is still to be noted.
    case save(slot: UInt32)
    /// `next` is the body of a loop that returns to the last of these splits.
    case loop(splits: Ways, after: Ways, isGreedy: Bool, isOptional: Bool)
    /// `next` is the body of a repetition that may be left out.
    case optional(after: Ways, isGreedy: Bool)
    /// Make so many further copies that may be left out, and go on at `after` without; then so many more.
    case copies(Pattern.NodeID, optional: Int, required: Int, after: Ways, isGreedy: Bool, made: Int)
  }

  /// So many repetitions whose bodies can be empty may be in each other.
  private static let maximumDepth = 16

  private let pattern: Pattern
  private let alphabet: Alphabet
  /// Whether the program reads from the end of the text to its begin.
  private let isReversed: Bool
  private var program = Program()
  private var next: Ways = []
  /// Where nothing goes on.
  private var failure: UInt32 = 0
  private var tasks: [Task] = []

  static func build(
    _ pattern: Pattern, _ alphabet: Alphabet, isReversed: Bool, savesGroups: Bool,
    _ work: inout CompilationWork
  ) throws(RegularExpressionError) -> Program {
    var builder = ProgramBuilder(pattern: pattern, alphabet: alphabet, isReversed: isReversed)
    builder.savesGroups = savesGroups
    return try builder.build(&work)
  }

  private var savesGroups = false

  private init(pattern: Pattern, alphabet: Alphabet, isReversed: Bool) {
    self.pattern = pattern
    self.alphabet = alphabet
    self.isReversed = isReversed
  }

  private mutating func build(
    _ work: inout CompilationWork
  ) throws(RegularExpressionError) -> Program {
    next = [emit(.match)]
    failure = emit(.fail)
    tasks.append(.node(pattern.root))
    while let task = tasks.popLast() {
      let count = program.count
      try perform(task)
      try work.add((program.count - count) * 8 + 16)
      guard program.count <= RegularExpression.maximumProgramLength else { throw RegularExpression.tooLarge }
    }
    program.start = next[0]
    let search = emit(.split, next: next[0])
    program.instructions[Int(search)].operand = emit(.any, next: search)
    program.searchStart = search
    try program.weigh(&work)
    return program
  }

  private mutating func emit(_ operation: Program.Operation, _ operand: UInt32 = 0, next: UInt32 = 0)
    -> UInt32
  {
    program.instructions.append(Program.Instruction(operation: operation, operand: operand, next: next))
    return UInt32(program.count - 1)
  }

  /// An instruction for each of the ways on; ways that are the same have one.
  private mutating func emit(_ operation: Program.Operation, _ operand: UInt32 = 0, before ways: Ways) -> Ways
  {
    var made: Ways = []
    for (index, way) in ways.enumerated() {
      if index > 0, way == ways[index - 1] {
        made.append(made[index - 1])
      } else {
        made.append(way == failure ? failure : emit(operation, operand, next: way))
      }
    }
    return made
  }

  /// Ways on at the first, or else the second; the other way round if it is lazy.
  private mutating func emitSplits(_ first: Ways, _ second: Ways, isGreedy: Bool = true) -> Ways {
    var made: Ways = []
    for index in first.indices {
      if index > 0, first[index] == first[index - 1], second[index] == second[index - 1] {
        made.append(made[index - 1])
      } else if first[index] == failure || second[index] == failure || first[index] == second[index] {
        made.append(first[index] == failure ? second[index] : first[index])
      } else {
        let (preferred, other) = isGreedy ? (first[index], second[index]) : (second[index], first[index])
        made.append(emit(.split, other, next: preferred))
      }
    }
    return made
  }

  private mutating func perform(_ task: Task) throws(RegularExpressionError) {
    switch task {
    case .node(let id): try begin(id)
    case .parts(let id, let left):
      guard case .sequence(let parts) = pattern.nodes[id], left > 0 else { return }
      // The task that is added last is done first.
      tasks += [.parts(id, left: left - 1), .node(parts[isReversed ? parts.count - left : left - 1])]
    case .alternative(let id, let number, let after):
      guard case .choice(let parts) = pattern.nodes[id] else { return }
      let others = next
      next = after
      tasks += [.split(id, number: number, after: after, others: others), .node(parts[number])]
    case .split(let id, let number, let after, let others):
      next = emitSplits(next, others)
      if number > 0 { tasks.append(.alternative(id, number: number - 1, after: after)) }
    case .save(let slot): next = emit(.save, slot, before: next)
    case .loop(let splits, let after, let isGreedy, let isOptional):
      for (index, split) in splits.enumerated() {
        let (first, second) = isGreedy ? (next[index], after[index]) : (after[index], next[index])
        program.instructions[Int(split)].next = first
        program.instructions[Int(split)].operand = second
      }
      // The case of this loop itself is not one for what comes before.
      next = isOptional ? splits : Array(next[..<splits.count])
    case .optional(let after, let isGreedy):
      next = emitSplits(Array(next[..<after.count]), after, isGreedy: isGreedy)
    case .copies(let body, let optional, let required, let after, let isGreedy, let made):
      // A body without instructions stays without any.
      guard program.count > made else { return }
      if optional > 0 {
        tasks += [
          .copies(
            body, optional: optional - 1, required: required, after: after, isGreedy: isGreedy,
            made: program.count),
          .optional(after: after, isGreedy: isGreedy), .node(body),
        ]
        try beginRepetition(pattern.isNullable[body], next[next.count - 1])
      } else if required > 0 {
        tasks += [
          .copies(
            body, optional: 0, required: required - 1, after: after, isGreedy: isGreedy, made: program.count),
          .node(body),
        ]
      }
    }
  }

  private mutating func begin(_ id: Pattern.NodeID) throws(RegularExpressionError) {
    switch pattern.nodes[id] {
    case .empty: break
    case .literal(let code): emitCharacter(.class, UInt32(alphabet[code]))
    case .set(let set): emitCharacter(.set, UInt32(set))
    case .assertion(let assertion):
      program.hasAssertions = true
      next = emit(.assertion, UInt32(assertion.rawValue), before: next)
    case .sequence(let parts):
      tasks.append(.parts(id, left: parts.count))
    case .choice(let parts):
      tasks += [
        .alternative(id, number: parts.count - 2, after: next), .node(parts[parts.count - 1]),
      ]
    case .group(let body, let number):
      guard savesGroups else { return tasks.append(.node(body)) }
      let slot = UInt32(number * 2)
      next = emit(.save, slot + 1, before: next)
      tasks += [.save(slot: slot), .node(body)]
    case .repetition(let body, let minimum, let maximum, let isGreedy):
      let after = next
      if let maximum {
        tasks.append(
          .copies(
            body, optional: maximum - minimum, required: minimum, after: after, isGreedy: isGreedy, made: -1))
        return
      }
      // Repetitions that are asked for may be empty, but no further one: so they are not the same instructions.
      let isNullable = pattern.isNullable[body]
      let isOptional = minimum == 0 || isNullable
      let copies = isOptional ? minimum : minimum - 1
      if copies > 0 {
        tasks.append(.copies(body, optional: 0, required: copies, after: after, isGreedy: isGreedy, made: -1))
      }
      let splits = after.map { _ in emit(.split) }
      tasks += [.loop(splits: splits, after: after, isGreedy: isGreedy, isOptional: isOptional), .node(body)]
      let again = splits[splits.count - 1]
      try beginRepetition(isNullable, again)
    }
  }

  /// A repetition that is not asked for goes on at `again` if it has matched something.
  private mutating func beginRepetition(_ isNullable: Bool, _ again: UInt32) throws(RegularExpressionError) {
    guard isNullable else {
      next = next.map { _ in again }
      return
    }
    guard next.count <= ProgramBuilder.maximumDepth else {
      throw RegularExpressionError(
        message:
          "too many repetitions are in each other that may match nothing; leave out those that are not needed",
        column: nil)
    }
    next = next.map { _ in failure } + [again]
  }

  /// Whatever matches a character goes on where all loops have matched something.
  private mutating func emitCharacter(_ operation: Program.Operation, _ operand: UInt32) {
    let made = emit(operation, operand, next: next[next.count - 1])
    next = next.map { _ in made }
  }
}
