/// A text of up to sixteen ASCII characters in two words, which can be appended to bytes at once: for example, the text of a
/// number.
struct ShortText {
  /// The first eight characters, and those after them.
  private(set) var low: UInt64 = 0
  private(set) var high: UInt64 = 0
  private(set) var count = 0

  static let capacity = 16

  init() {}

  /// Up to eight characters in a word, the first in its lowest byte; the bytes after them are zero.
  init(word: UInt64, count: Int) { append(word: word, count: count) }

  static let `nil` = ShortText(word: 0x6c_696e, count: 3)
  static let `true` = ShortText(word: 0x6575_7274, count: 4)
  static let `false` = ShortText(word: 0x65_736c_6166, count: 5)
  /// "<fn ".
  static let function = ShortText(word: 0x206e_663c, count: 4)
  /// "<native fn>".
  static let nativeFunction = ShortText(word: 0x2065_7669_7461_6e3c, count: 8).appending(
    word: 0x3e_6e66, count: 3)
  /// " instance".
  static let instance = ShortText(word: 0x636e_6174_736e_6920, count: 8).appending(word: 0x65, count: 1)

  private func appending(word: UInt64, count: Int) -> ShortText {
    var text = self
    text.append(word: word, count: count)
    return text
  }

  /// Appends a character; it is lost if there is no room for it.
  @inline(__always) mutating func append(_ character: UInt8) { append(word: UInt64(character), count: 1) }

  /// Puts a character before the others; the last one is lost if there is no room for it.
  @inline(__always) mutating func prepend(_ character: UInt8) {
    high = high &<< 8 | low &>> 56
    low = low &<< 8 | UInt64(character)
    count = min(count &+ 1, ShortText.capacity)
  }

  /// Appends up to eight characters in a word, the first in its lowest byte; the bytes after them are zero.
  @inline(__always) mutating func append(word: UInt64, count added: Int) {
    let shift = UInt64(truncatingIfNeeded: count &* 8)
    if shift < 64 {
      low |= word &<< shift
      high |= (word &>> 1) &>> (63 &- shift)
    } else if shift < 128 {
      high |= word &<< (shift &- 64)
    }
    count = min(count &+ added, ShortText.capacity)
  }
}

extension [UInt8] {
  @inline(__always) mutating func append(_ text: ShortText) {
    // SAFETY: the buffer holds for the time of the closure, and the text is no longer than it.
    unsafe Swift.withUnsafeBytes(of: text.words) {
      unsafe append(contentsOf: UnsafeRawBufferPointer(rebasing: $0[..<text.count]))
    }
  }
}

extension ShortText {
  fileprivate var words: (UInt64, UInt64) { (low.littleEndian, high.littleEndian) }
}
