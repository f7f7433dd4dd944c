/// A text of up to sixteen ASCII characters in two words, which is appended to bytes at once: the text of a number.
struct ShortText {
  private var low: UInt64 = 0
  private var high: UInt64 = 0
  private(set) var count = 0

  static let capacity = 16

  init() {}

  /// Up to eight characters of a word, the first in its lowest byte; the bytes behind them are zero.
  init(word: UInt64, count: Int) { append(word: word, count: count) }

  /// Appends a character; what there is no room for is lost.
  @inline(__always) mutating func append(_ character: UInt8) { append(word: UInt64(character), count: 1) }

  /// Appends up to eight characters of a word, the first in its lowest byte; the bytes behind them are zero.
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
