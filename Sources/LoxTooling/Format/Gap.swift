import LoxSource
import LoxSyntax

/// The trivia between two tokens: comments and line ends.
struct Gap {
  struct Comment {
    /// After a token on its line; below such a comment; on a line of its own; or before a token on its line.
    enum Place { case trailing, continued, own, inline }

    var place: Place
    /// Without trailing blanks.
    var span: SourceSpan
    /// Whether there is an empty line before it.
    var followsEmptyLine: Bool
    /// Whether it is on another line than what is before it.
    var isFirstInLine: Bool
  }

  var comments: [Comment] = []
  /// Whether the second token is on another line than the first.
  var hasLineEnd = false
  /// Whether there is an empty line before the second token, after all comments.
  var endsWithEmptyLine = false

  /// Whether a comment is on a line of its own.
  var hasOwnComments: Bool { comments.contains { $0.place == .own } }

  /// Whether there is an empty line before the first thing that is on another line than the first token.
  var startsWithEmptyLine: Bool {
    comments.first { $0.place == .own || $0.place == .inline }?.followsEmptyLine ?? endsWithEmptyLine
  }

  /// Reads the trivia before the next token of a scanner. At the beginning of the source there is no first
  /// token.
  mutating func read(_ scanner: inout Scanner, _ bytes: [UInt8], isAtBegin: Bool) {
    comments.removeAll(keepingCapacity: true)
    hasLineEnd = false
    var lineEnds = isAtBegin ? 1 : 0
    var isInline = false
    while let trivia = scanner.nextTrivia() {
      switch trivia.kind {
      case .blanks: break
      case .lineFeed:
        lineEnds &+= 1
        hasLineEnd = true
      case .comment:
        add(bytes, Int(trivia.span.start), Int(trivia.span.end), lineEnds)
        (lineEnds, isInline) = (0, false)
      case .blockComment:
        add(bytes, Int(trivia.span.start), Int(trivia.span.end), lineEnds)
        (lineEnds, isInline) = (0, true)
      }
    }
    endsWithEmptyLine = lineEnds > 1
    if isInline, lineEnds == 0 { makeInline(scanner) }
  }

  /// The block comments at the end are before the next token, if there is one.
  private mutating func makeInline(_ scanner: Scanner) {
    var scanner = scanner
    if scanner.next().kind == .endOfFile { return }
    var index = comments.count
    repeat {
      index &-= 1
      comments[index].place = .inline
      // The one before is on the same line as well.
    } while index > 0 && !comments[index].isFirstInLine
    endsWithEmptyLine = comments[index].followsEmptyLine
  }

  private mutating func add(_ bytes: [UInt8], _ start: Int, _ end: Int, _ lineEnds: Int) {
    var place = Comment.Place.own
    if lineEnds == 0, comments.last?.place == .own {
      // After a comment that is on the line of no token.
    } else if lineEnds == 0 {
      place = .trailing
    } else if lineEnds == 1, let last = comments.last, last.place != .own {
      if bytes.continues(Int(last.span.start), start, isFirst: last.place == .trailing) { place = .continued }
    }
    let span = SourceSpan(
      start: UInt32(truncatingIfNeeded: start),
      end: UInt32(truncatingIfNeeded: bytes.endOfComment(from: start, to: end)))
    comments.append(
      Comment(place: place, span: span, followsEmptyLine: lineEnds > 1, isFirstInLine: lineEnds > 0))
  }
}

extension [UInt8] {
  /// The number of characters before an offset on its line.
  func column(of offset: Int) -> Int {
    var column = 0
    var place = offset
    while place > 0, self[place &- 1] != UInt8(ascii: "\n") {
      place &-= 1
      // The first byte of a character.
      if self[place] & 0xC0 != 0x80 { column &+= 1 }
    }
    return column
  }

  /// Whether a comment continues one after code on the line above, in the same column, unless a comment about
  /// the following code would be in that column, too.
  fileprivate func continues(_ upper: Int, _ lower: Int, isFirst: Bool) -> Bool {
    let column = column(of: upper)
    guard column == self.column(of: lower) else { return false }
    var start = upper
    while start > 0, self[start &- 1] != UInt8(ascii: "\n") { start &-= 1 }
    let indentation = self[start..<upper].prefix { $0 == UInt8(ascii: " ") }.count
    return !isFirst || column > indentation &+ 2
  }

  /// The end of a comment without trailing blanks, unless they are a part of what a test expects.
  fileprivate func endOfComment(from start: Int, to end: Int) -> Int {
    var end = end
    if end > start, self[end &- 1] == UInt8(ascii: "\r") { end &-= 1 }
    if isExpectation(at: start) { return end }
    while end > start, [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")].contains(self[end &- 1]) {
      end &-= 1
    }
    return end
  }
}
