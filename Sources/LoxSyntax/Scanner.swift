import LoxSource

/// Splits the bytes of a source into tokens, one at a time.
///
/// Lox is written in ASCII: any other byte, and the byte zero, is allowed only in strings and comments. The
/// scanner never fails; what it does not understand becomes a token whose kind says so.
public struct Scanner: Sendable {
  /// The language in which the source is read.
  public let profile: LanguageProfile
  private let bytes: [UInt8]
  private let keywords = KeywordTable.shared
  private var position: Int

  /// Starts at an offset, which must not be inside a token. The first line of the source may select another
  /// profile.
  public init(_ source: Source, profile: LanguageProfile, from offset: UInt32 = 0) {
    self.profile = LanguageProfile(of: source, otherwise: profile)
    bytes = source.bytes
    position = Int(offset)
  }

  /// The next token; at the end of the source always `endOfFile`.
  public mutating func next() -> Token {
    skipBlanksAndComments()
    let start = position
    guard start < bytes.count else { return Token(.endOfFile, SourceSpan(start: end, end: end)) }
    let byte = bytes[start]
    position = start &+ 1

    let kind: TokenKind
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): kind = identifierOrKeyword(from: byte)
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): kind = identifier()
    case UInt8(ascii: "0")...UInt8(ascii: "9"): kind = number()
    case UInt8(ascii: "("): kind = .leftParenthesis
    case UInt8(ascii: ")"): kind = .rightParenthesis
    case UInt8(ascii: "{"): kind = .leftBrace
    case UInt8(ascii: "}"): kind = .rightBrace
    case UInt8(ascii: ";"): kind = .semicolon
    case UInt8(ascii: ","): kind = .comma
    case UInt8(ascii: "."): kind = .dot
    case UInt8(ascii: "-"): kind = .minus
    case UInt8(ascii: "+"): kind = .plus
    case UInt8(ascii: "/"): kind = .slash
    case UInt8(ascii: "*"): kind = .star
    case UInt8(ascii: "!"): kind = followsEqual() ? .bangEqual : .bang
    case UInt8(ascii: "="): kind = followsEqual() ? .equalEqual : .equal
    case UInt8(ascii: "<"): kind = followsEqual() ? .lessEqual : .less
    case UInt8(ascii: ">"): kind = followsEqual() ? .greaterEqual : .greater
    case UInt8(ascii: "\""): kind = string()
    default: kind = .unexpectedCharacter
    }
    return Token(kind, SourceSpan(start: UInt32(truncatingIfNeeded: start), end: end))
  }

  /// Ends the source here: from now on every token is `endOfFile`.
  mutating func skipToEnd() {
    position = bytes.count
  }

  /// The offset after the last byte taken.
  private var end: UInt32 { UInt32(truncatingIfNeeded: position) }

  /// The byte at this distance, or zero after the end: no token continues with a zero byte.
  private func peek(_ distance: Int = 0) -> UInt8 {
    let place = position &+ distance
    return place < bytes.count ? bytes[place] : 0
  }

  private mutating func skipBlanksAndComments() {
    // A local variable, so that it stays in a processor register.
    var place = position
    while place < bytes.count {
      let byte = bytes[place]
      // All blanks are below, and few bytes below are anything else.
      if byte > UInt8(ascii: "/") { break }
      if byte.isBlank || byte == UInt8(ascii: "\n") {
        place &+= 1
      } else if byte == UInt8(ascii: "/"), let end = endOfComment(at: place) {
        place = end
      } else {
        break
      }
    }
    position = place
  }

  /// The end of the comment that begins at a slash; nil if none begins there.
  @inline(__always)
  private func endOfComment(at slash: Int) -> Int? {
    guard slash &+ 1 < bytes.count, bytes[slash &+ 1] == UInt8(ascii: "/") else { return nil }
    var place = slash
    while place < bytes.count, bytes[place] != UInt8(ascii: "\n") { place &+= 1 }
    return place
  }

  /// The trivia before the next token, one piece at a time; nil if there is none left.
  public mutating func nextTrivia() -> Trivia? {
    let start = position
    guard start < bytes.count else { return nil }
    let kind: Trivia.Kind
    switch bytes[start] {
    case UInt8(ascii: "\n"):
      position = start &+ 1
      kind = .lineFeed
    case UInt8(ascii: "/"):
      guard let end = endOfComment(at: start) else { return nil }
      position = end
      kind = .comment
    default:
      var place = start
      while place < bytes.count, bytes[place].isBlank { place &+= 1 }
      if place == start { return nil }
      position = place
      kind = .blanks
    }
    return Trivia(kind, SourceSpan(start: UInt32(truncatingIfNeeded: start), end: end))
  }

  private mutating func followsEqual() -> Bool {
    guard peek() == UInt8(ascii: "=") else { return false }
    position &+= 1
    return true
  }

  private mutating func identifier() -> TokenKind {
    var place = position
    while place < bytes.count, bytes[place].continuesIdentifier { place &+= 1 }
    position = place
    return .identifier
  }

  /// Packs the word's bytes into an integer on the way: keywords have at most six.
  private mutating func identifierOrKeyword(from first: UInt8) -> TokenKind {
    var word = UInt64(first)
    var place = position
    while place < bytes.count, bytes[place].continuesIdentifier {
      word = word &<< 8 | UInt64(bytes[place])
      place &+= 1
    }
    let length = place &- position &+ 1
    position = place
    return length > 1 && length <= 6 ? keywords.kind(of: word) : .identifier
  }

  /// Digits, and a fraction if a digit follows the point: `12.` is a number and a dot.
  private mutating func number() -> TokenKind {
    while peek().isDigit { position &+= 1 }
    guard peek() == UInt8(ascii: "."), peek(1).isDigit else { return .number }
    position &+= 1
    while peek().isDigit { position &+= 1 }
    return .number
  }

  /// Everything up to the next quote: Lox has no escapes.
  private mutating func string() -> TokenKind {
    while position < bytes.count {
      let byte = bytes[position]
      position &+= 1
      if byte == UInt8(ascii: "\"") { return .string }
    }
    return .unterminatedString
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }

  fileprivate var continuesIdentifier: Bool {
    (self | 0x20) &- UInt8(ascii: "a") < 26 || isDigit || self == UInt8(ascii: "_")
  }
}
