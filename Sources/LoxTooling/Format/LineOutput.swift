import LoxSource
import LoxSyntax

/// Lines of text. Trailing comments that were aligned in the source are aligned again.
struct LineOutput {
  private var bytes: [UInt8] = []
  private let lineEnd: [UInt8]
  /// The number of columns of the current line in use, including its indentation.
  private(set) var column = 0
  /// Whether the current line is still empty: its indentation is written with the first text.
  private(set) var isAtLineStart = true
  private var line = 0
  /// Trailing comments on consecutive lines that were in the same column of the source.
  private var comments: [Comment] = []
  private var sourceColumn = 0

  private struct Comment {
    /// The number of its line, its place in `bytes`, and the least column it can have.
    var line: Int
    var place: Int
    var column: Int
  }

  init(lineEnd: [UInt8] = []) {
    self.lineEnd = lineEnd
  }

  mutating func reserveCapacity(_ count: Int) {
    bytes.reserveCapacity(count)
  }

  /// Ends the line, unless it is empty, and starts another one at a column.
  mutating func newLine(at column: Int, isEmptyLineBefore: Bool) {
    if !isAtLineStart {
      bytes += lineEnd
      line &+= 1
      if isEmptyLineBefore {
        bytes += lineEnd
        line &+= 1
      }
    }
    self.column = column
    isAtLineStart = true
    if let last = comments.last, last.line &+ 1 < line { alignComments() }
  }

  /// Appends a blank, unless the line has just begun, or there is one already.
  mutating func space() {
    if isAtLineStart || bytes.last == UInt8(ascii: " ") { return }
    bytes.append(UInt8(ascii: " "))
    column &+= 1
  }

  /// Appends a part of a source that is on one line, one column per byte.
  mutating func append(_ source: [UInt8], _ start: Int, _ end: Int) {
    beginLine()
    for index in start..<end { bytes.append(source[index]) }
    column &+= end &- start
  }

  private mutating func beginLine() {
    guard isAtLineStart else { return }
    isAtLineStart = false
    for _ in 0..<column { bytes.append(UInt8(ascii: " ")) }
  }

  /// Computes the column after the last `count` bytes, which are arbitrary.
  mutating func fixColumn(_ count: Int) {
    column &-= count
    for byte in bytes[(bytes.count &- count)...] {
      if byte == UInt8(ascii: "\n") {
        column = 0
        line &+= 1
      } else if byte & 0xC0 != 0x80 {
        // Not the continuation of a character.
        column &+= 1
      }
    }
  }

  /// Appends a comment after the text of the line.
  mutating func trailingComment(_ source: [UInt8], _ start: Int, _ end: Int, sourceColumn: Int) {
    if comments.last?.line != line &- 1 || sourceColumn != self.sourceColumn { alignComments() }
    self.sourceColumn = sourceColumn
    let column = isAtLineStart ? 0 : column &+ 1
    isAtLineStart = false
    comments.append(Comment(line: line, place: bytes.count, column: column))
    for index in start..<end { bytes.append(source[index]) }
  }

  /// Inserts the blanks before the last group of comments.
  private mutating func alignComments() {
    guard let first = comments.first else { return }
    let column = comments.reduce(0) { max($0, $1.column) }
    let tail = Array(bytes[first.place...])
    bytes.removeSubrange(first.place...)
    for (index, comment) in comments.enumerated() {
      // A blank is part of the column, unless the comment is alone on its line.
      let count = column &- comment.column &+ (comment.column > 0 ? 1 : 0)
      for _ in 0..<count { bytes.append(UInt8(ascii: " ")) }
      let end = index &+ 1 < comments.count ? comments[index &+ 1].place : first.place &+ tail.count
      bytes += tail[comment.place &- first.place..<end &- first.place]
    }
    comments.removeAll(keepingCapacity: true)
  }

  /// All lines; the last one is ended.
  mutating func finish() -> [UInt8] {
    alignComments()
    if !isAtLineStart { bytes += lineEnd }
    isAtLineStart = true
    return bytes
  }
}

extension Source {
  /// How the first line ends that does not end within a token, such as a string over several lines.
  func lineEnd(_ profile: LanguageProfile) -> [UInt8] {
    let newline = UInt8(ascii: "\n")
    var scanner = Scanner(self, profile: profile)
    var start = 0
    while start < bytes.count {
      let token = scanner.next()
      if let index = bytes[start..<max(start, Int(token.span.start))].firstIndex(of: newline) {
        return Array((index > start && bytes[index - 1] == UInt8(ascii: "\r") ? "\r\n" : "\n").utf8)
      }
      if token.kind == .endOfFile { break }
      start = Int(token.span.end)
    }
    return [newline]
  }
}
