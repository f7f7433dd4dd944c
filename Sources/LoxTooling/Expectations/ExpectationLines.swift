/// The lines of a source that end with a comment that tells `lox test` what to expect of this line.
///
/// Code on such a line stays together, so that the comment still applies to it.
struct ExpectationLines {
  private let bytes: [UInt8]
  /// The end of the line last asked about, and the answer.
  private(set) var end = -1
  private var isExpectation = false
  /// Whether the statements before the expectation stay together, if that is already known for the current
  /// list of statements.
  private(set) var answer: Bool?

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Whether the line with this offset is one of them. Offsets must be ascending.
  mutating func contain(_ offset: UInt32) -> Bool {
    if offset > end { find(Int(offset)) }
    return isExpectation
  }

  /// Whether the expectation comes directly after an offset on its line.
  func follow(_ offset: UInt32) -> Bool {
    guard offset <= end else { return false }
    var place = Int(offset)
    while place < end, bytes[place] == UInt8(ascii: " ") || bytes[place] == UInt8(ascii: "\t") { place &+= 1 }
    return bytes[min(place, end)...].starts(with: "//".utf8)
  }

  /// Records that the statements on the line end at an offset; returns whether they stay together.
  mutating func setAnswer(_ end: UInt32) -> Bool {
    let result = follow(end)
    answer = result
    return result
  }

  /// Begins another list of statements, and returns what is known about the enclosing one.
  mutating func enterList() -> (end: Int, answer: Bool?) {
    defer { answer = nil }
    return (end, answer)
  }

  /// Returns to the enclosing list.
  mutating func leaveList(_ outer: (end: Int, answer: Bool?)) {
    answer = outer.end == end ? outer.answer : nil
  }

  private mutating func find(_ offset: Int) {
    isExpectation = false
    answer = nil
    var place = offset
    while place < bytes.count, bytes[place] != UInt8(ascii: "\n") {
      // In a string it is not a comment; then the line is kept together needlessly.
      if bytes[place] == UInt8(ascii: "/"), bytes.isExpectation(at: place) { isExpectation = true }
      place &+= 1
    }
    end = place
  }
}

extension [UInt8] {
  /// Whether a comment tells `lox test` what to expect, possibly of its own line.
  func isExpectation(at start: Int) -> Bool {
    let text = self[Swift.min(start, count)...]
    return text.starts(with: "// expect".utf8) || text.starts(with: "// Error".utf8)
      || text.starts(with: "// [".utf8)
  }
}
