/// The text being edited and the cursor in it.
///
/// Positions count characters as users see them, so the cursor is never inside one.
public struct EditBuffer: Equatable, Sendable {
  public private(set) var characters: [Character] = []
  /// The number of characters before the cursor.
  public private(set) var cursor = 0

  public init() {}

  /// A text with the cursor at its end.
  public init(_ text: String) {
    characters = EditBuffer.split(text)
    cursor = characters.count
  }

  public var text: String { String(characters) }
  public var isEmpty: Bool { characters.isEmpty }
  public var isAtEnd: Bool { cursor == characters.count }

  /// A carriage return before a line feed would merge both into one character.
  private static func split(_ text: String) -> [Character] {
    text.utf8.contains(0x0d) ? text.compactMap { $0 == "\r\n" ? "\n" : $0 == "\r" ? nil : $0 } : Array(text)
  }

  // MARK: - Bytes

  /// The text before the cursor.
  public var textBeforeCursor: String { String(characters[..<cursor]) }

  /// The position of the character at this UTF-8 offset.
  public func position(ofByte offset: Int) -> Int {
    var bytes = 0
    for (position, character) in characters.enumerated() {
      if bytes >= offset { return position }
      bytes += character.utf8.count
    }
    return characters.count
  }

  // MARK: - Changes

  /// Inserts at the cursor, and moves it after the new text.
  public mutating func insert(_ text: String) {
    replace(cursor..<cursor, with: text)
  }

  /// Replaces a part, and moves the cursor after the new text.
  public mutating func replace(_ range: Range<Int>, with text: String) {
    let range = range.clamped(to: 0..<characters.count)
    // The inserted text may combine with the characters around it.
    let start = max(0, range.lowerBound - 1)
    let new = EditBuffer.split(String(characters[start..<range.lowerBound]) + text)
    let rest = range.upperBound..<min(range.upperBound + 1, characters.count)
    let joined = EditBuffer.split(String(new) + String(characters[rest]))
    if joined.count == new.count + rest.count {
      characters.replaceSubrange(start..<range.upperBound, with: new)
      cursor = start + new.count
    } else {
      characters.replaceSubrange(start..<rest.upperBound, with: joined)
      cursor = start + joined.count
    }
  }

  /// Removes a part and returns it.
  @discardableResult public mutating func remove(_ range: Range<Int>) -> String {
    let range = range.clamped(to: 0..<characters.count)
    let removed = String(characters[range])
    characters.removeSubrange(range)
    if cursor > range.lowerBound { cursor = max(range.lowerBound, cursor - range.count) }
    return removed
  }

  /// Transposes the two characters around the cursor; at the end of a line, the two before it.
  public mutating func transpose() {
    guard cursor > lineStart, lineEnd - lineStart >= 2 else { return }
    let second = cursor == lineEnd ? cursor - 1 : cursor
    characters.swapAt(second - 1, second)
    cursor = second + 1
  }

  // MARK: - Movement

  public mutating func move(to position: Int) { cursor = max(0, min(position, characters.count)) }
  public mutating func moveLeft() { move(to: cursor - 1) }
  public mutating func moveRight() { move(to: cursor + 1) }

  /// The start of the cursor's line.
  public var lineStart: Int { lineStart(at: cursor) }
  /// The end of the cursor's line, before its line feed.
  public var lineEnd: Int { characters[cursor...].firstIndex(of: "\n") ?? characters.count }

  private func lineStart(at position: Int) -> Int {
    (characters[..<position].lastIndex(of: "\n") ?? -1) + 1
  }

  public var isInFirstLine: Bool { lineStart == 0 }
  public var isInLastLine: Bool { lineEnd == characters.count }

  /// Moves to the line above, to the same column if the line is long enough; false if there is none.
  public mutating func moveUp() -> Bool {
    guard !isInFirstLine else { return false }
    let column = cursor - lineStart
    let end = lineStart - 1
    move(to: min(lineStart(at: end) + column, end))
    return true
  }

  /// Moves to the line below; false if there is none.
  public mutating func moveDown() -> Bool {
    guard !isInLastLine else { return false }
    let column = cursor - lineStart
    move(to: lineEnd + 1)
    move(to: min(cursor + column, lineEnd))
    return true
  }

  /// The start of the word before the cursor.
  public var wordStart: Int {
    var position = cursor
    while position > 0, !characters[position - 1].isPartOfWord { position -= 1 }
    while position > 0, characters[position - 1].isPartOfWord { position -= 1 }
    return position
  }

  /// The end of the word after the cursor.
  public var wordEnd: Int {
    var position = cursor
    while position < characters.count, !characters[position].isPartOfWord { position += 1 }
    while position < characters.count, characters[position].isPartOfWord { position += 1 }
    return position
  }

  /// The start of the run of non-blanks before the cursor.
  public var blankDelimitedStart: Int {
    var position = cursor
    while position > 0, characters[position - 1].isWhitespace { position -= 1 }
    while position > 0, !characters[position - 1].isWhitespace { position -= 1 }
    return position
  }

  /// Whether only blanks are before the cursor on its line.
  public var isInIndentation: Bool { characters[lineStart..<cursor].allSatisfy { $0 == " " || $0 == "\t" } }
}

extension Character {
  var isPartOfWord: Bool { isLetter || isNumber || self == "_" }
}
