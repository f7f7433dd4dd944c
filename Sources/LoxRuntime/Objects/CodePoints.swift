/// Strings as Unicode code points. Their bytes are normally UTF-8; a byte that belongs to no valid sequence counts as one.
extension Cage {
  /// Whether a string was found to be ASCII.
  @inline(always) func isKnownASCII(_ string: Ref) -> Bool {
    load32(string.offset, StringLayout.length) & StringLayout.isASCII != 0
  }

  func noteASCII(_ string: Ref) {
    store32(
      load32(string.offset, StringLayout.length) | StringLayout.isASCII, string.offset, StringLayout.length)
  }

  /// Whether bytes are all ASCII.
  func areASCII(_ offset: UInt32, count: Int) -> Bool {
    var (index, bits) = (0, UInt64(0))
    while index &+ 8 <= count {
      bits |= load64(offset &+ UInt32(truncatingIfNeeded: index))
      index &+= 8
    }
    while index < count {
      bits |= UInt64(load8(offset &+ UInt32(truncatingIfNeeded: index)))
      index &+= 1
    }
    return bits & 0x8080_8080_8080_8080 == 0
  }

  /// The length of the code point that begins at a byte: 1 to 4.
  func codePointLength(_ bytes: StringBytes, at index: Int) -> Int {
    func byte(_ distance: Int) -> UInt8 {
      let place = index &+ distance
      return place < bytes.count ? load8(bytes.offset &+ UInt32(truncatingIfNeeded: place)) : 0
    }
    func isContinuation(_ distance: Int) -> Bool { byte(distance) & 0xc0 == 0x80 }
    let (first, second) = (byte(0), byte(1))
    switch first {
    case 0xc2...0xdf: return isContinuation(1) ? 2 : 1
    case 0xe0...0xef:
      // Neither longer than necessary, nor a surrogate.
      guard isContinuation(1), isContinuation(2), first != 0xe0 || second >= 0xa0,
        first != 0xed || second < 0xa0
      else { return 1 }
      return 3
    case 0xf0...0xf4:
      // Neither longer than necessary, nor beyond the last code point.
      guard isContinuation(1), isContinuation(2), isContinuation(3), first != 0xf0 || second >= 0x90,
        first != 0xf4 || second < 0x90
      else { return 1 }
      return 4
    default: return 1
    }
  }

  /// The byte at which the code point begins that is so many after another one, which begins at a byte; at most the end.
  func advance(_ bytes: StringBytes, from start: Int, by count: Int) -> Int {
    var place = start
    var left = count
    while left > 0, place < bytes.count {
      // Eight ASCII characters at once.
      if left >= 8, place &+ 8 <= bytes.count,
        load64(bytes.offset &+ UInt32(truncatingIfNeeded: place)) & 0x8080_8080_8080_8080 == 0
      {
        place &+= 8
        left &-= 8
      } else {
        place &+= codePointLength(bytes, at: place)
        left &-= 1
      }
    }
    return place
  }
}
