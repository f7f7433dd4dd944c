/// A piece of Lox source: a token, or the blank space and comments between two tokens.
///
/// This is not a scanner of the language: it takes any bytes, knows no errors and loses nothing, which is
/// what counting and shuffling tokens need.
struct Lexeme {
  enum Category {
    case gap, word, number, string, symbol
  }

  let category: Category
  var bytes: [UInt8]

  /// Cuts `source` into pieces that make up the source again when joined.
  static func split(_ source: [UInt8]) -> [Lexeme] {
    var pieces: [Lexeme] = []
    var start = 0
    while start < source.count {
      let category = category(of: source, at: start)
      let end = end(of: category, in: source, from: start)
      pieces.append(Lexeme(category: category, bytes: Array(source[start..<end])))
      start = end
    }
    return pieces
  }

  private static func category(of source: [UInt8], at index: Int) -> Category {
    switch source[index] {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): .gap
    case UInt8(ascii: "/") where index + 1 < source.count && source[index + 1] == UInt8(ascii: "/"): .gap
    case UInt8(ascii: "0")...UInt8(ascii: "9"): .number
    case UInt8(ascii: "\""): .string
    case let byte where isLetter(byte): .word
    default: .symbol
    }
  }

  private static func end(of category: Category, in source: [UInt8], from start: Int) -> Int {
    var end = start + 1
    func skip(while condition: (UInt8) -> Bool) {
      while end < source.count && condition(source[end]) { end += 1 }
    }
    switch category {
    case .gap where source[start] == UInt8(ascii: "/"): skip { $0 != UInt8(ascii: "\n") }
    case .gap: skip { [0x20, 0x09, 0x0D, 0x0A].contains($0) }
    case .word: skip { isLetter($0) || isDigit($0) }
    case .number:
      skip(while: isDigit)
      if end + 1 < source.count && source[end] == UInt8(ascii: ".") && isDigit(source[end + 1]) {
        end += 1
        skip(while: isDigit)
      }
    case .string:
      skip { $0 != UInt8(ascii: "\"") }
      if end < source.count { end += 1 }
    case .symbol:
      let mayTakeEquals = "!=<>".utf8.contains(source[start])
      if mayTakeEquals && end < source.count && source[end] == UInt8(ascii: "=") { end += 1 }
    }
    return end
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
    default: false
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0") <= byte && byte <= UInt8(ascii: "9")
  }
}
