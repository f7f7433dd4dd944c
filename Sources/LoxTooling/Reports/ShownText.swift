/// Text of any origin in a form that can be shown to people: file names, lines of scripts.
///
/// Nothing that a terminal would obey gets through, and different texts look different: control characters
/// are replaced by their pictures. Characters that change lines or the direction of text, and invalid UTF-8,
/// are replaced by their numbers.
public enum ShownText {
  /// Any bytes, on one line.
  public static func line(_ bytes: some Sequence<UInt8>) -> String {
    let bytes = Array(bytes)
    if bytes.allSatisfy(isPlain) { return String(decoding: bytes, as: UTF8.self) }
    var text = String.UnicodeScalarView()
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var place = 0
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let encoded):
        append(Unicode.UTF8.decode(encoded), to: &text)
        place += encoded.count
      case .error(let length):
        for byte in bytes[place..<place + length] { text += "\\x\(hexadecimal(UInt32(byte)))".unicodeScalars }
        place += length
      case .emptyInput: return String(text)
      }
    }
  }

  public static func line(_ text: String) -> String { line(text.utf8) }

  /// Text of several lines; line feeds and tabs are kept.
  public static func lines(_ text: String) -> String {
    if text.utf8.allSatisfy({ isPlain($0) || $0 == 0x0A || $0 == 0x09 }) { return text }
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\n" || scalar == "\t" { shown.append(scalar) } else { append(scalar, to: &shown) }
    }
    return String(shown)
  }

  private static func isPlain(_ byte: UInt8) -> Bool { 0x20..<0x7F ~= byte }

  private static func append(_ scalar: Unicode.Scalar, to text: inout String.UnicodeScalarView) {
    switch scalar.value {
    case 0..<0x20: text.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
    case 0x7F: text.append("\u{2421}")
    case 0x80..<0xA0, 0x2028, 0x2029, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
      text += "\\u{\(hexadecimal(scalar.value))}".unicodeScalars
    default: text.append(scalar)
    }
  }

  private static func hexadecimal(_ number: UInt32) -> String { String(number, radix: 16, uppercase: true) }
}
