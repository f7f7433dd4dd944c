/// A natural number of any size, for exact conversions of doubles: no more than some thousand bits.
struct LargeInteger {
  /// The lowest word first; the last is not zero.
  private var words: [UInt32]

  init(_ integer: UInt64) {
    words = [UInt32(truncatingIfNeeded: integer), UInt32(truncatingIfNeeded: integer >> 32)]
    trim()
  }

  private mutating func trim() { while words.last == 0 { words.removeLast() } }

  mutating func multiply(by factor: UInt32) {
    var carry: UInt64 = 0
    for index in words.indices {
      carry += UInt64(words[index]) * UInt64(factor)
      words[index] = UInt32(truncatingIfNeeded: carry)
      carry >>= 32
    }
    if carry > 0 { words.append(UInt32(truncatingIfNeeded: carry)) }
  }

  mutating func shiftLeft(_ count: Int) {
    multiply(by: 1 << UInt32(count % 32))
    if !words.isEmpty { words.insert(contentsOf: repeatElement(0, count: count / 32), at: 0) }
  }

  /// Removes the bits from one on; the result is what they were.
  mutating func takeBits(from place: Int) -> UInt32 {
    let (word, shift) = (place / 32, UInt32(place % 32))
    guard word < words.count else { return 0 }
    var taken = words[word] >> shift
    if word + 1 < words.count, shift > 0 { taken |= words[word + 1] << (32 - shift) }
    if word + 1 < words.count, shift == 0 { taken = words[word] }
    words[word] &= shift == 0 ? 0 : (1 << shift) - 1
    words.removeLast(words.count - word - 1)
    trim()
    return taken
  }

  /// Divides, and gives the rest.
  private mutating func divide(by divisor: UInt32) -> UInt32 {
    var rest: UInt64 = 0
    for index in words.indices.reversed() {
      rest = rest << 32 | UInt64(words[index])
      words[index] = UInt32(rest / UInt64(divisor))
      rest %= UInt64(divisor)
    }
    trim()
    return UInt32(rest)
  }

  /// The digits in a base from 2 to 36, as characters; at least one.
  consuming func digits(base: UInt32) -> [UInt8] {
    var characters: [UInt8] = []
    // As many digits at once as are in a word.
    var (group, count) = (base, 1)
    while UInt64(group) * UInt64(base) <= UInt64(UInt32.max) { (group, count) = (group * base, count + 1) }
    while !words.isEmpty {
      var rest = divide(by: group)
      for _ in 0..<count {
        let digit = UInt8(rest % base)
        characters.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        rest /= base
      }
    }
    while characters.last == UInt8(ascii: "0") { characters.removeLast() }
    return characters.isEmpty ? [UInt8(ascii: "0")] : characters.reversed()
  }
}

extension LargeInteger {
  /// A whole number that is not negative.
  init(_ whole: Double) {
    self.init(whole.significandBitPattern | (whole.isNormal ? 1 << 52 : 0))
    let exponent = Int(whole.exponentBitPattern) - 1075
    if exponent >= 0 {
      shiftLeft(exponent)
    } else {
      self.init(UInt64(whole))
    }
  }
}
