/// The code points that one place of a pattern matches, as ascending ranges that neither overlap nor touch.
struct CodePointSet: Hashable, Sendable {
  struct Range: Hashable, Sendable {
    var first: UInt32
    var last: UInt32
  }

  private(set) var ranges: [Range]
  /// Whether it also has the bytes that belong to no valid sequence.
  private(set) var hasInvalidBytes: Bool

  static let lastCode: UInt32 = 0x10_FFFF

  /// Ranges in any order, which may overlap.
  init(_ ranges: [Range], hasInvalidBytes: Bool = false) {
    self.hasInvalidBytes = hasInvalidBytes
    self.ranges = []
    self.ranges.reserveCapacity(ranges.count)
    for range in ranges.sorted(by: { $0.first < $1.first }) {
      if let last = self.ranges.last, range.first <= last.last &+ 1 {
        self.ranges[self.ranges.count &- 1].last = max(last.last, range.last)
      } else {
        self.ranges.append(range)
      }
    }
  }

  init(_ ranges: ClosedRange<UInt32>...) {
    self.init(ranges.map { Range(first: $0.lowerBound, last: $0.upperBound) })
  }

  /// Everything else.
  var inverted: CodePointSet {
    var others: [Range] = []
    var next: UInt32 = 0
    for range in ranges {
      if range.first > next { others.append(Range(first: next, last: range.first &- 1)) }
      next = range.last &+ 1
    }
    if next <= CodePointSet.lastCode { others.append(Range(first: next, last: CodePointSet.lastCode)) }
    return CodePointSet(others, hasInvalidBytes: !hasInvalidBytes)
  }

  func union(_ other: CodePointSet) -> CodePointSet {
    CodePointSet(ranges + other.ranges, hasInvalidBytes: hasInvalidBytes || other.hasInvalidBytes)
  }

  /// The code point, if there is only one.
  var only: UInt32? {
    guard ranges.count == 1, !hasInvalidBytes, ranges[0].first == ranges[0].last else { return nil }
    return ranges[0].first
  }
}

extension CodePointSet {
  static let digits = CodePointSet(0x30...0x39)
  static let wordCharacters = CodePointSet(0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A)
  /// The blanks and line ends of JavaScript.
  static let blanks = CodePointSet(
    0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
    0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF)
  static let lineEnd = CodePointSet(0x0A...0x0A)
  static let all = CodePointSet([], hasInvalidBytes: false).inverted
}
