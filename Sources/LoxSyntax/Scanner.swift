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
  private let isExtended: Bool
  /// For each template around the current place, how many braces have been opened in its `${`.
  private var templates: [Int] = []

  /// Starts at an offset, which must not be inside a token. The first line of the source may select another
  /// profile.
  public init(_ source: Source, profile: LanguageProfile) {
    self.init(source, profile: LanguageProfile(of: source, otherwise: profile), from: 0)
  }

  /// Scans from an offset on; the profile is that of the source.
  public init(_ source: Source, profile: LanguageProfile, from offset: UInt32) {
    self.profile = profile
    isExtended = self.profile == .extended
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
    case UInt8(ascii: "0")...UInt8(ascii: "9"): kind = isExtended ? extendedNumber(from: byte) : number()
    case UInt8(ascii: "("): kind = .leftParenthesis
    case UInt8(ascii: ")"): kind = .rightParenthesis
    case UInt8(ascii: "{"):
      if !templates.isEmpty { templates[templates.count &- 1] &+= 1 }
      kind = .leftBrace
    case UInt8(ascii: "}"): kind = templates.isEmpty ? .rightBrace : rightBraceInTemplate()
    case UInt8(ascii: ";"): kind = .semicolon
    case UInt8(ascii: ","): kind = .comma
    case UInt8(ascii: "."): kind = isExtended ? dots() : .dot
    case UInt8(ascii: "-"): kind = isExtended && followsEqual() ? .minusEqual : .minus
    case UInt8(ascii: "+"): kind = isExtended ? extendedPlus() : .plus
    case UInt8(ascii: "/"):
      if isExtended, peek() == UInt8(ascii: "*") {
        // A comment that ends was skipped.
        position = bytes.count
        return Token(.unterminatedComment, Self.span(at: start, count: 2))
      }
      kind = isExtended && followsEqual() ? .slashEqual : .slash
    case UInt8(ascii: "*"): kind = isExtended && followsEqual() ? .starEqual : .star
    case UInt8(ascii: "!"): kind = followsEqual() ? .bangEqual : .bang
    case UInt8(ascii: "="): kind = followsEqual() ? .equalEqual : isExtended && follows(">") ? .arrow : .equal
    case UInt8(ascii: "<"): kind = followsEqual() ? .lessEqual : .less
    case UInt8(ascii: ">"): kind = followsEqual() ? .greaterEqual : .greater
    case UInt8(ascii: "\""): kind = string()
    case UInt8(ascii: "`") where isExtended: kind = template(isHead: true)
    default: kind = isExtended ? extendedPunctuation(byte) : .unexpectedCharacter
    }
    if kind == .unterminatedTemplate { return Token(kind, Self.span(at: start, count: 1)) }
    return Token(kind, SourceSpan(start: UInt32(truncatingIfNeeded: start), end: end))
  }

  /// The number of templates around the next token.
  var templateDepth: Int { templates.count }

  /// Ends the source here: from now on every token is `endOfFile`.
  mutating func skipToEnd() {
    position = bytes.count
  }

  /// Undoes what a token, the last one, has changed in what is known of the templates around.
  mutating func takeBack(_ token: Token) {
    let innermost = templates.count &- 1
    switch token.kind {
    case .templateHead where innermost >= 0: templates.removeLast()
    case .leftBrace where innermost >= 0: templates[innermost] = max(0, templates[innermost] &- 1)
    case .rightBrace where innermost >= 0: templates[innermost] &+= 1
    default: break
    }
  }

  /// Goes on at another place, which is in the same template, if any.
  mutating func continueScanning(at offset: UInt32) {
    position = Int(offset)
  }

  private static func span(at start: Int, count: Int) -> SourceSpan {
    SourceSpan(start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: start &+ count))
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
      } else if byte == UInt8(ascii: "/"), let end = endOfComment(at: place) ?? endOfBlockComment(at: place) {
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

  /// The end of the block comment that begins at a slash; nil if none begins there, or if it does not end. They nest.
  @inline(never)
  private func endOfBlockComment(at slash: Int) -> Int? {
    guard isExtended, byte(slash &+ 1) == UInt8(ascii: "*") else { return nil }
    var place = slash &+ 2
    var depth = 1
    while place < bytes.count {
      let pair = (bytes[place], byte(place &+ 1))
      if pair == (UInt8(ascii: "*"), UInt8(ascii: "/")) {
        depth &-= 1
        place &+= 2
        if depth == 0 { return place }
      } else if pair == (UInt8(ascii: "/"), UInt8(ascii: "*")) {
        depth &+= 1
        place &+= 2
      } else {
        place &+= 1
      }
    }
    return nil
  }

  private func byte(_ place: Int) -> UInt8 { place < bytes.count ? bytes[place] : 0 }

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
      if let end = endOfComment(at: start) {
        position = end
        kind = .comment
      } else if let end = endOfBlockComment(at: start) {
        position = end
        kind = .blockComment
      } else {
        return nil
      }
    default:
      var place = start
      while place < bytes.count, bytes[place].isBlank { place &+= 1 }
      if place == start { return nil }
      position = place
      kind = .blanks
    }
    return Trivia(kind, SourceSpan(start: UInt32(truncatingIfNeeded: start), end: end))
  }

  private mutating func followsEqual() -> Bool { follows("=") }

  private mutating func follows(_ character: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: character) else { return false }
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

// MARK: - Extended Lox

extension Scanner {
  private mutating func extendedPlus() -> TokenKind {
    followsEqual() ? .plusEqual : follows("+") ? .plusPlus : .plus
  }

  /// `.`, `..<` or `...`
  private mutating func dots() -> TokenKind {
    guard peek() == UInt8(ascii: ".") else { return .dot }
    switch peek(1) {
    case UInt8(ascii: "."): position &+= 2
    case UInt8(ascii: "<"):
      position &+= 2
      return .rangeOperator
    default: return .dot
    }
    return .ellipsis
  }

  private mutating func extendedPunctuation(_ byte: UInt8) -> TokenKind {
    switch byte {
    case UInt8(ascii: "["): return .leftBracket
    case UInt8(ascii: "]"): return .rightBracket
    case UInt8(ascii: ":"): return .colon
    case UInt8(ascii: "%"): return followsEqual() ? .percentEqual : .percent
    case UInt8(ascii: "?"):
      if follows("?") { return followsEqual() ? .questionQuestionEqual : .questionQuestion }
      // Two dots begin a range.
      return peek(1) != UInt8(ascii: ".") && follows(".") ? .questionDot : .question
    default: return .unexpectedCharacter
    }
  }

  /// Digits with underscores between them, a fraction, an exponent; or hexadecimal digits after `0x`.
  private mutating func extendedNumber(from first: UInt8) -> TokenKind {
    if first == UInt8(ascii: "0"), peek() == UInt8(ascii: "x"), peek(1).isHexadecimalDigit {
      position &+= 1
      skipDigits { $0.isHexadecimalDigit }
      return .number
    }
    skipDigits { $0.isDigit }
    if peek() == UInt8(ascii: "."), peek(1).isDigit {
      position &+= 1
      skipDigits { $0.isDigit }
    }
    if peek() | 0x20 == UInt8(ascii: "e") {
      let hasSign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
      if peek(hasSign ? 2 : 1).isDigit {
        position &+= hasSign ? 2 : 1
        while peek().isDigit { position &+= 1 }
      }
    }
    return .number
  }

  private mutating func skipDigits(_ isDigit: (UInt8) -> Bool) {
    while isDigit(peek()) || peek() == UInt8(ascii: "_") && isDigit(peek(1)) { position &+= 1 }
  }

  private mutating func rightBraceInTemplate() -> TokenKind {
    if let open = templates.last, open > 0 {
      templates[templates.count &- 1] = open &- 1
      return .rightBrace
    }
    templates.removeLast()
    return template(isHead: false)
  }

  /// The text of a template up to its end, or to the next value.
  private mutating func template(isHead: Bool) -> TokenKind {
    while position < bytes.count {
      let byte = bytes[position]
      position &+= 1
      switch byte {
      case UInt8(ascii: "`"): return isHead ? .template : .templateTail
      case UInt8(ascii: "\\"): if position < bytes.count { position &+= 1 }
      case UInt8(ascii: "$") where follows("{"):
        templates.append(0)
        return isHead ? .templateHead : .templateMiddle
      default: break
      }
    }
    return .unterminatedTemplate
  }
}

extension UInt8 {
  fileprivate var isHexadecimalDigit: Bool { isDigit || (self | 0x20) &- UInt8(ascii: "a") < 6 }
  fileprivate var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }

  fileprivate var continuesIdentifier: Bool {
    (self | 0x20) &- UInt8(ascii: "a") < 26 || isDigit || self == UInt8(ascii: "_")
  }
}
