/// Text as units: code points in UTF-8, and single bytes that belong to no valid sequence.
///
/// The first byte of a valid sequence never continues another one, so the units are the same in both directions.
enum Units {
  /// The code of a byte that belongs to no valid sequence.
  static let invalid = UInt32.max

  /// The code point that begins at a byte, and its length.
  static func unit(_ text: Span<UInt8>, at index: Int) -> (code: UInt32, length: Int) {
    func byte(_ distance: Int) -> UInt32 {
      index &+ distance < text.count ? UInt32(text[index &+ distance]) : 0
    }
    func isContinuation(_ byte: UInt32) -> Bool { byte & 0xC0 == 0x80 }
    let (first, second) = (byte(0), byte(1))
    switch first {
    case 0..<0x80: return (first, 1)
    case 0xC2...0xDF where isContinuation(second): return ((first & 0x1F) << 6 | second & 0x3F, 2)
    case 0xE0...0xEF:
      // Neither longer than necessary, nor a surrogate.
      let third = byte(2)
      guard isContinuation(second), isContinuation(third), first != 0xE0 || second >= 0xA0,
        first != 0xED || second < 0xA0
      else { return (invalid, 1) }
      return ((first & 0x0F) << 12 | (second & 0x3F) << 6 | third & 0x3F, 3)
    case 0xF0...0xF4:
      // Neither longer than necessary, nor beyond the last code point.
      let (third, fourth) = (byte(2), byte(3))
      guard isContinuation(second), isContinuation(third), isContinuation(fourth),
        first != 0xF0 || second >= 0x90, first != 0xF4 || second < 0x90
      else { return (invalid, 1) }
      return ((first & 0x07) << 18 | (second & 0x3F) << 12 | (third & 0x3F) << 6 | fourth & 0x3F, 4)
    default: return (invalid, 1)
    }
  }

  /// The code point that ends before a byte, and its length.
  static func unit(_ text: Span<UInt8>, before end: Int) -> (code: UInt32, length: Int) {
    if text[end &- 1] < 0x80 { return (UInt32(text[end &- 1]), 1) }
    for length in 2...4 where length <= end && text[end &- length] >= 0xC0 {
      let found = unit(text, at: end &- length)
      return found.length == length ? found : (invalid, 1)
    }
    return (invalid, 1)
  }

  /// The bytes of a code point.
  static func bytes(of code: UInt32) -> [UInt8] {
    Unicode.Scalar(code).map { Array(String(Character($0)).utf8) } ?? []
  }
}
