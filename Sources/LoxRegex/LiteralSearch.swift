/// Looks for a text of a few bytes: first for the byte of it that is the rarest in most texts.
struct LiteralSearch: Sendable {
  let text: [UInt8]
  /// Where in it the rarest byte is.
  private let offset: Int

  init(_ text: [UInt8]) {
    self.text = text
    var best = 0
    for place in text.indices where LiteralSearch.rarity(text[place]) > LiteralSearch.rarity(text[best]) {
      best = place
    }
    offset = best
  }

  /// How rare the rarest byte is: 1 to 16.
  var rarity: Int { text.isEmpty ? 0 : LiteralSearch.rarity(text[offset]) }

  private static func rarity(_ byte: UInt8) -> Int {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "e"), UInt8(ascii: "t"), UInt8(ascii: "a"), 0, 0xC3, 0xE3: 1
    case UInt8(ascii: "o"), UInt8(ascii: "i"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "s"): 2
    case UInt8(ascii: "l"), UInt8(ascii: "d"), UInt8(ascii: "c"), UInt8(ascii: "u"), UInt8(ascii: "m"),
      UInt8(ascii: "p"), UInt8(ascii: "0"), UInt8(ascii: "1"):
      3
    case UInt8(ascii: "f"), UInt8(ascii: "g"), UInt8(ascii: "h"), UInt8(ascii: "b"), UInt8(ascii: "y"),
      UInt8(ascii: "w"), UInt8(ascii: "v"), UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "-"),
      UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "2")...UInt8(ascii: "9"):
      4
    case UInt8(ascii: "\n"), UInt8(ascii: "\""), UInt8(ascii: "="), UInt8(ascii: "k"), UInt8(ascii: "_"),
      UInt8(ascii: "("), UInt8(ascii: ")"), 0x80...0xBF:
      6
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): 8
    default: 12
    }
  }

  /// Where it is found next from a place on; nil if it is not there before the end. At `limit`, if that comes first, it stops, and a later call
  /// goes on there. Work is counted in bytes.
  func find(in bytes: Span<UInt8>, from start: Int, limit: Int, _ work: inout Int) -> (
    place: Int, isFound: Bool
  ) {
    let last = min(bytes.count &- text.count, limit)
    let byte = text[offset]
    var place = start
    while place <= last {
      let found = LiteralSearch.index(of: byte, in: bytes, from: place &+ offset, to: last &+ offset &+ 1)
      work &+= found &- offset &- place &+ 1
      place = found &- offset
      if place > last { break }
      var length = 0
      while length < text.count, bytes[place &+ length] == text[length] { length &+= 1 }
      if length == text.count { return (place, true) }
      work &+= length
      place &+= 1
    }
    return (max(start, last &+ 1), false)
  }

  /// Eight bytes, the first in the lowest place.
  @inline(__always) private static func word(_ bytes: Span<UInt8>, _ index: Int) -> UInt64 {
    // The compiler makes one load of this.
    let part = bytes.extracting(index..<index &+ 8)
    let low = UInt64(part[0]) | UInt64(part[1]) << 8 | UInt64(part[2]) << 16 | UInt64(part[3]) << 24
    let high = UInt64(part[4]) << 32 | UInt64(part[5]) << 40 | UInt64(part[6]) << 48 | UInt64(part[7]) << 56
    return low | high
  }

  /// Where a byte is first found; the end if it is not.
  @inline(never)
  static func index(of byte: UInt8, in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    let pattern = UInt64(byte) &* 0x0101_0101_0101_0101
    var index = start
    while index &+ 8 <= end {
      // Bytes that are the same become zero; the lowest zero byte is found by its borrow.
      let difference = word(bytes, index) ^ pattern
      let zeros = (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
      if zeros != 0 { return index &+ zeros.trailingZeroBitCount / 8 }
      index &+= 8
    }
    while index < end {
      if bytes[index] == byte { return index }
      index &+= 1
    }
    return end
  }
}
