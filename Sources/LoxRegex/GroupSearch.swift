/// Finds the groups of a match whose begin and end are known.
struct GroupSearch: Sendable {
  /// Where each group begins and ends, from group 1 on; -1 if it took no part.
  private(set) var places: [Int] = []

  // For the search that backtracks.
  private struct Step: Sendable {
    /// An instruction, or a number of `places` from `restores` on.
    var instruction: UInt32
    /// Where in the text, or what `places` had there.
    var place: Int

    static let restores: UInt32 = 1 << 31
  }
  private var steps: [Step] = []
  /// Which instructions were passed at which places, a bit for each pair.
  private var passed: [UInt64] = []

  // For the search of all ways at once.
  private var current = Threads()
  private var following = Threads()

  /// Up to so many pairs the search that backtracks is faster.
  private static let maximumPairs = 1 << 15

  var memory: Int {
    steps.capacity * 16 + passed.capacity * 8 + places.capacity * 8 + current.memory + following.memory
  }

  /// False if it was interrupted.
  mutating func find(
    _ expression: RegularExpression, _ text: Span<UInt8>, _ match: Range<Int>, _ work: inout Int,
    _ goesOn: (_ effort: Int, _ work: Int) -> Bool
  ) -> Bool {
    places = Array(repeating: -1, count: expression.groupCount * 2)
    let pairs = expression.groups.count.multipliedReportingOverflow(by: match.count + 1)
    if !pairs.overflow, pairs.partialValue <= GroupSearch.maximumPairs {
      let done = backtrack(expression, text, match, pairs.partialValue)
      work &+= done
      return goesOn(done, work)
    }
    return findAtOnce(expression, text, match, &work, goesOn)
  }

  // MARK: - One way after the other

  /// Tries the ways in the order of preference, each pair of instruction and place once. The result is how many were tried.
  private mutating func backtrack(
    _ expression: RegularExpression, _ text: Span<UInt8>, _ match: Range<Int>, _ pairs: Int
  ) -> Int {
    let (program, alphabet, width) = (expression.groups, expression.alphabet, match.count + 1)
    passed.removeAll(keepingCapacity: true)
    passed.append(contentsOf: repeatElement(0, count: (pairs + 63) / 64))
    steps.removeAll(keepingCapacity: true)
    steps.append(Step(instruction: program.start, place: match.lowerBound))
    var count = passed.count
    while let step = steps.popLast() {
      if step.instruction >= Step.restores {
        places[Int(step.instruction &- Step.restores)] = step.place
        continue
      }
      var (next, place) = (step.instruction, step.place)
      way: while true {
        let pair = Int(next) &* width &+ place &- match.lowerBound
        let bit: UInt64 = 1 << UInt64(pair & 63)
        if passed[pair >> 6] & bit != 0 { break }
        passed[pair >> 6] |= bit
        count &+= 1
        let instruction = program.instructions[Int(next)]
        switch instruction.operation {
        case .split: steps.append(Step(instruction: instruction.operand, place: place))
        case .save:
          let slot = Int(instruction.operand) &- 2
          steps.append(
            Step(instruction: Step.restores &+ UInt32(truncatingIfNeeded: slot), place: places[slot]))
          places[slot] = place
        case .assertion:
          guard GroupSearch.holds(instruction, text, place, alphabet) else { break way }
        case .class, .set, .any:
          guard place < match.upperBound else { break way }
          let unit = Units.unit(text, at: place)
          let column = unit.code < 128 ? Int(alphabet.ascii[Int(unit.code)]) : alphabet[unit.code]
          guard program.matches(instruction, column, alphabet) else { break way }
          place &+= unit.length
          // Only if the text is another one than that of the match.
          guard place <= match.upperBound else { break way }
        case .fail: break way
        case .match:
          if place == match.upperBound { return count }
          break way
        }
        next = instruction.next
      }
    }
    return count
  }

  private static func holds(
    _ instruction: Program.Instruction, _ text: Span<UInt8>, _ place: Int, _ alphabet: Alphabet
  ) -> Bool {
    let left: Surrounding = place > 0 ? alphabet.surrounding(of: Units.unit(text, before: place).code) : .edge
    let right: Surrounding =
      place < text.count ? alphabet.surrounding(of: Units.unit(text, at: place).code) : .edge
    return Assertion(rawValue: UInt8(truncatingIfNeeded: instruction.operand))?.holds(left, right) ?? false
  }

  // MARK: - All ways at once

  /// The instructions that wait for the same character, in the order of preference, each with its places.
  private struct Threads: Sendable {
    var instructions: [UInt32] = []
    var places: [Int32] = []
    /// For each instruction of the program, when it was passed last.
    var passed: [Int] = []

    var memory: Int { instructions.capacity * 4 + places.capacity * 4 + passed.capacity * 8 }

    mutating func clear(_ count: Int) {
      instructions.removeAll(keepingCapacity: true)
      places.removeAll(keepingCapacity: true)
      if passed.count != count { passed = Array(repeating: -1, count: count) }
    }
  }

  private mutating func findAtOnce(
    _ expression: RegularExpression, _ text: Span<UInt8>, _ match: Range<Int>, _ work: inout Int,
    _ goesOn: (_ effort: Int, _ work: Int) -> Bool
  ) -> Bool {
    let (program, alphabet, slotCount) = (expression.groups, expression.alphabet, places.count)
    current = Threads()
    following = Threads()
    current.clear(program.count)
    var place = match.lowerBound
    add(program.start, to: \.current, place, text, program, alphabet, &work)
    while true {
      let isAtEnd = place >= match.upperBound
      let unit = isAtEnd ? (code: 0, length: 1) : Units.unit(text, at: place)
      let column = alphabet[unit.code]
      following.clear(program.count)
      let before = work
      for (number, at) in current.instructions.enumerated() {
        let instruction = program.instructions[Int(at)]
        let first = number &* slotCount
        if instruction.operation == .match {
          guard isAtEnd else { break }
          for slot in 0..<slotCount { places[slot] = Int(current.places[first &+ slot]) }
          return goesOn(work &- before, work)
        }
        work &+= 1
        guard !isAtEnd, program.matches(instruction, column, alphabet) else { continue }
        for slot in 0..<slotCount { places[slot] = Int(current.places[first &+ slot]) }
        add(instruction.next, to: \.following, place &+ unit.length, text, program, alphabet, &work)
      }
      swap(&current, &following)
      work &+= 1
      guard goesOn(work &- before, work) else { return false }
      if isAtEnd || current.instructions.isEmpty { return true }
      place &+= unit.length
    }
  }

  /// Adds what is reached from an instruction without a character; `places` are those of the thread.
  private mutating func add(
    _ start: UInt32, to threads: WritableKeyPath<GroupSearch, Threads>, _ place: Int, _ text: Span<UInt8>,
    _ program: Program, _ alphabet: Alphabet, _ work: inout Int
  ) {
    steps.append(Step(instruction: start, place: place))
    while let step = steps.popLast() {
      if step.instruction >= Step.restores {
        places[Int(step.instruction &- Step.restores)] = step.place
        continue
      }
      if self[keyPath: threads].passed[Int(step.instruction)] == place { continue }
      self[keyPath: threads].passed[Int(step.instruction)] = place
      work &+= 1
      let instruction = program.instructions[Int(step.instruction)]
      switch instruction.operation {
      case .split:
        steps.append(Step(instruction: instruction.operand, place: place))
        steps.append(Step(instruction: instruction.next, place: place))
      case .save:
        let slot = Int(instruction.operand) &- 2
        steps.append(
          Step(instruction: Step.restores &+ UInt32(truncatingIfNeeded: slot), place: places[slot]))
        places[slot] = place
        steps.append(Step(instruction: instruction.next, place: place))
      case .assertion:
        if GroupSearch.holds(instruction, text, place, alphabet) {
          steps.append(Step(instruction: instruction.next, place: place))
        }
      case .fail: break
      case .class, .set, .any, .match:
        self[keyPath: threads].instructions.append(step.instruction)
        work &+= places.count / 8
        for place in places { self[keyPath: threads].places.append(Int32(truncatingIfNeeded: place)) }
      }
    }
  }
}

extension RegularExpressionMatcher {
  /// Finds the groups of a match, which are then in `group`; false if it was interrupted.
  public mutating func findGroups(
    of match: Range<Int>, in text: Span<UInt8>, goesOn: (_ work: Int) -> Bool = { _ in true }
  ) -> Bool {
    guard expression.groupCount > 0 else { return true }
    var search = groupSearch
    groupSearch = GroupSearch()
    defer { groupSearch = search }
    var work = work
    defer { self.work = work }
    return search.find(expression, text, match, &work) { added, total in
      effort &+= added
      guard effort >= RegularExpressionMatcher.portion else { return true }
      effort = 0
      return goesOn(total)
    }
  }

  /// Which bytes a group of the last match has, from 1 on; nil if it took no part.
  public func group(_ number: Int) -> Range<Int>? {
    let index = (number - 1) * 2
    guard index >= 0, index + 1 < groupSearch.places.count else { return nil }
    let (first, last) = (groupSearch.places[index], groupSearch.places[index + 1])
    return first >= 0 && first <= last ? first..<last : nil
  }
}
