import LoxSource

/// Classes of code points that no place of a pattern tells apart: the columns of the automata's tables.
struct Alphabet: Sendable {
  /// The class of each code point of ASCII.
  private(set) var ascii: [UInt8] = []
  /// Where ranges of code points begin that have the same class, ascending from 0, and their classes.
  private var starts: [UInt32] = []
  private var classes: [UInt16] = []
  /// The class of bytes that belong to no valid sequence.
  private(set) var invalid = 0
  private(set) var count = 1
  /// For each class, what assertions see of it.
  private(set) var surroundings: [Surrounding] = []

  /// The classes of each set, a bit for each class; `wordCount` words for each set.
  private(set) var members: [UInt64] = []
  private(set) var wordCount = 1

  init(
    _ pattern: Pattern, seesWords: Bool, seesLines: Bool, _ work: inout CompilationWork
  ) throws(RegularExpressionError) {
    var cuts: [UInt32] = [0]
    var sets = pattern.sets
    if seesWords { sets.append(.wordCharacters) }
    if seesLines { sets.append(.lineEnd) }
    for set in sets {
      for range in set.ranges { cuts += [range.first, range.last &+ 1] }
      try work.add(set.ranges.count * 16)
    }
    let literals = try Alphabet.literals(pattern, &work)
    for code in literals { cuts += [code, code &+ 1] }
    cuts.sort()
    for cut in cuts where cut != starts.last && cut <= CodePointSet.lastCode { starts.append(cut) }
    try refine(sets, literals, &work)
    wordCount = (count + 63) / 64
    guard wordCount * sets.count <= RegularExpression.maximumSetWords else {
      throw RegularExpression.tooLarge
    }
    members = Array(repeating: 0, count: wordCount * pattern.sets.count)
    for (number, set) in pattern.sets.enumerated() {
      var intervalCount = 0
      forEachInterval(of: set) {
        insert(Int(classes[$0]), number)
        intervalCount += 1
      }
      try work.add(intervalCount * 4)
      if set.hasInvalidBytes { insert(invalid, number) }
    }
    surroundings = Array(repeating: .other, count: count)
    if seesWords { forEachInterval(of: .wordCharacters) { surroundings[Int(classes[$0])] = .word } }
    if seesLines { forEachInterval(of: .lineEnd) { surroundings[Int(classes[$0])] = .lineEnd } }
    ascii = (0..<128).map { UInt8(truncatingIfNeeded: self[UInt32($0)]) }
  }

  /// All literals, each of which has a class of its own.
  private static func literals(
    _ pattern: Pattern, _ work: inout CompilationWork
  ) throws(RegularExpressionError) -> Set<UInt32> {
    var literals: Set<UInt32> = []
    for case .literal(let code) in pattern.nodes {
      try work.add(8)
      guard literals.insert(code).inserted else { continue }
      try work.add(8)
      guard literals.count <= RegularExpression.maximumClassCount else { throw RegularExpression.tooLarge }
    }
    return literals
  }

  private mutating func insert(_ number: Int, _ set: Int) {
    members[set * wordCount + number / 64] |= 1 << UInt64(number % 64)
  }

  /// Calls `body` with each interval between cuts that a set has.
  private func forEachInterval(of set: CodePointSet, _ body: (Int) -> Void) {
    for range in set.ranges {
      var interval = interval(of: range.first)
      while interval < starts.count, starts[interval] <= range.last {
        body(interval)
        interval += 1
      }
    }
  }

  /// Splits classes until each set has all of a class or nothing.
  private mutating func refine(
    _ sets: [CodePointSet], _ literals: Set<UInt32>, _ totalWork: inout CompilationWork
  ) throws(RegularExpressionError) {
    // The last interval stands for the bytes that belong to no valid sequence.
    var split = [Int](repeating: 0, count: starts.count + 1)
    var next = 1
    var work = 0
    func separate(_ intervals: [Int]) {
      var renamed: [Int: Int] = [:]
      for interval in intervals {
        let new = renamed[split[interval]] ?? next
        if new == next {
          renamed[split[interval]] = next
          next += 1
        }
        split[interval] = new
      }
      work += intervals.count
    }
    for set in sets {
      var intervals: [Int] = []
      forEachInterval(of: set) { intervals.append($0) }
      if set.hasInvalidBytes { intervals.append(starts.count) }
      separate(intervals)
      try totalWork.add(intervals.count * 4)
      guard work <= RegularExpression.maximumSetWork else { throw RegularExpression.tooLarge }
    }
    for code in literals {
      split[interval(of: code)] = next
      next += 1
    }
    // Numbers without gaps, in the order of code points.
    try totalWork.add(split.count * 4)
    var numbers = [Int](repeating: -1, count: next)
    count = 0
    for name in split where numbers[name] < 0 {
      numbers[name] = count
      count += 1
    }
    guard count <= RegularExpression.maximumClassCount else { throw RegularExpression.tooLarge }
    classes = split.map { UInt16(truncatingIfNeeded: numbers[$0]) }
    invalid = Int(classes[starts.count])
  }

  private func interval(of code: UInt32) -> Int {
    max(0, starts.partitioningIndex { $0 > code } &- 1)
  }

  /// The classes that code points of a range have, some of them perhaps several times.
  func classes(of range: CodePointSet.Range) -> [Int] {
    var found: [Int] = []
    forEachInterval(of: CodePointSet(range.first...range.last)) { found.append(Int(classes[$0])) }
    return found
  }

  /// The class of a code point, or of an invalid byte.
  subscript(code: UInt32) -> Int {
    code == Units.invalid ? invalid : Int(classes[interval(of: code)])
  }

  /// Whether a set has a class.
  @inline(__always) func set(_ set: Int, has number: Int) -> Bool {
    members[set &* wordCount &+ number / 64] >> UInt64(number % 64) & 1 != 0
  }

  var memory: Int { starts.count * 6 + members.count * 8 + count + 128 }
}

extension Alphabet {
  /// What assertions see of a code point, or of an invalid byte.
  func surrounding(of code: UInt32) -> Surrounding { surroundings[self[code]] }
}
