import LoxSource

/// Cuts the bytes of a source into tokens, one at a time.
///
/// Lox is written in ASCII: any other byte, and the byte zero, may stand in strings and comments only. The
/// scanner never fails; what it does not understand becomes a token whose kind says so.
public struct Scanner: Sendable {
  private let bytes: [UInt8]
  private var position: Int

  /// Starts at an offset, which must not lie inside of a token.
  public init(_ source: Source, from offset: UInt32 = 0) {
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

  /// Ends the source here: from now on there is only `endOfFile`.
  mutating func skipToEnd() {
    position = bytes.count
  }

  /// The offset behind the last byte taken.
  private var end: UInt32 { UInt32(truncatingIfNeeded: position) }

  /// The byte so far ahead, or zero behind the end: no token continues with a zero byte.
  private func peek(_ distance: Int = 0) -> UInt8 {
    let place = position &+ distance
    return place < bytes.count ? bytes[place] : 0
  }

  private mutating func skipBlanksAndComments() {
    // In a variable of its own, which stays in a processor register.
    var place = position
    while place < bytes.count {
      let byte = bytes[place]
      // All blanks are below, and few of them are anything else.
      if byte > UInt8(ascii: "/") { break }
      if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t")
        || byte == UInt8(ascii: "\r")
      {
        place &+= 1
      } else if byte == UInt8(ascii: "/"), place &+ 1 < bytes.count, bytes[place &+ 1] == byte {
        while place < bytes.count, bytes[place] != UInt8(ascii: "\n") { place &+= 1 }
      } else {
        break
      }
    }
    position = place
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
    return length > 1 && length <= 6 ? Self.keyword(word) : .identifier
  }

  private static func keyword(_ word: UInt64) -> TokenKind {
    switch word {
    case 0x61_6E_64: .and
    case 0x63_6C_61_73_73: .class
    case 0x65_6C_73_65: .else
    case 0x66_61_6C_73_65: .false
    case 0x66_6F_72: .for
    case 0x66_75_6E: .fun
    case 0x69_66: .if
    case 0x6E_69_6C: .nil
    case 0x6F_72: .or
    case 0x70_72_69_6E_74: .print
    case 0x72_65_74_75_72_6E: .return
    case 0x73_75_70_65_72: .super
    case 0x74_68_69_73: .this
    case 0x74_72_75_65: .true
    case 0x76_61_72: .var
    case 0x77_68_69_6C_65: .while
    default: .identifier
    }
  }

  /// Digits, and a fraction if a digit follows the point: `12.` is a number and a dot.
  private mutating func number() -> TokenKind {
    while peek().isDigit { position &+= 1 }
    guard peek() == UInt8(ascii: "."), peek(1).isDigit else { return .number }
    position &+= 1
    while peek().isDigit { position &+= 1 }
    return .number
  }

  /// Everything up to the next quote: Lox knows no escapes.
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
