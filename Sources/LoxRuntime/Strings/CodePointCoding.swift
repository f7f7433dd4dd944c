/// Reading and writing code points in UTF-8.
extension Cage {
  /// The code point of so many bytes; of a byte that belongs to no valid sequence, the byte itself.
  func codePoint(_ text: TextRun, at index: Int, length: Int) -> UInt32 {
    func bits(_ distance: Int) -> UInt32 { UInt32(text[index &+ distance] & 0x3f) }
    let first = UInt32(text[index])
    return switch length {
    case 2: (first & 0x1f) << 6 | bits(1)
    case 3: (first & 0x0f) << 12 | bits(1) << 6 | bits(2)
    case 4: (first & 0x07) << 18 | bits(1) << 12 | bits(2) << 6 | bits(3)
    default: first
    }
  }

  static func byteCount(ofCodePoint code: UInt32) -> Int {
    code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4
  }

  /// Writes a code point; the result is how many bytes it has.
  @discardableResult func store(codePoint code: UInt32, at place: UInt32) -> Int {
    func continuation(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(truncatingIfNeeded: code >> shift & 0x3f) }
    let count = Cage.byteCount(ofCodePoint: code)
    switch count {
    case 1: store8(UInt8(truncatingIfNeeded: code), place)
    case 2:
      store8(0xc0 | UInt8(truncatingIfNeeded: code >> 6), place)
      store8(continuation(0), place, 1)
    case 3:
      store8(0xe0 | UInt8(truncatingIfNeeded: code >> 12), place)
      store8(continuation(6), place, 1)
      store8(continuation(0), place, 2)
    default:
      store8(0xf0 | UInt8(truncatingIfNeeded: code >> 18), place)
      store8(continuation(12), place, 1)
      store8(continuation(6), place, 2)
      store8(continuation(0), place, 3)
    }
    return count
  }
}
