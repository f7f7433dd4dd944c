/// Numbers as JavaScript writes them: the fewest digits that read back as the same number, with an exponent below 1e-6 and from 1e21 on. But
/// negative zero is `-0`, and what is no number `inf` or `nan`.
package enum ShortestText {
  package static func text(of number: Double) -> String {
    var bytes: [UInt8] = []
    append(number, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  static func append(_ number: Double, to bytes: inout [UInt8]) {
    if number.isNaN { return bytes += "nan".utf8 }
    if number.sign == .minus { bytes.append(UInt8(ascii: "-")) }
    let magnitude = number.magnitude
    if magnitude.isInfinite { return bytes += "inf".utf8 }
    if magnitude < 0x1p53, let integer = UInt64(exactly: magnitude) { return append(integer, to: &bytes) }
    if !appendMillionths(magnitude, to: &bytes) { append(digits(of: magnitude), to: &bytes) }
  }

  /// Numbers of up to six digits behind the point, if they have fifteen digits at most: no other number of so few digits reads back as the same
  /// number. False, without having written anything, for all others.
  private static func appendMillionths(_ magnitude: Double, to bytes: inout [UInt8]) -> Bool {
    guard magnitude < 1e9 else { return false }
    let scaled = (magnitude * 1e6).rounded()
    guard scaled / 1e6 == magnitude else { return false }
    let (whole, rest) = UInt64(scaled).quotientAndRemainder(dividingBy: 1_000_000)
    append(whole, to: &bytes)
    bytes.append(UInt8(ascii: "."))
    var (fraction, unit) = (rest, UInt64(100_000))
    while fraction > 0 {
      let (digit, smaller) = fraction.quotientAndRemainder(dividingBy: unit)
      bytes.append(UInt8(ascii: "0") + UInt8(digit))
      (fraction, unit) = (smaller, unit / 10)
    }
    return true
  }

  static func append(_ integer: UInt64, to bytes: inout [UInt8]) {
    if integer < 10 { return bytes.append(UInt8(ascii: "0") + UInt8(integer)) }
    let start = bytes.count
    var rest = integer
    while rest > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    }
    bytes[start...].reverse()
  }

  /// The digits of a number, without zeros around them, as characters; the point is behind so many of them.
  private struct Digits {
    var characters: [UInt8] = []
    var pointPlace = 0
  }

  /// Swift's own description has the right digits, in another form.
  private static func digits(of magnitude: Double) -> Digits {
    var digits = Digits()
    var exponent = 0
    var place: Int?
    var text = magnitude.description.utf8[...]
    while let byte = text.popFirst() {
      if byte == UInt8(ascii: ".") {
        place = digits.characters.count
      } else if byte == UInt8(ascii: "e") {
        exponent = Int(Substring(text)) ?? 0
        break
      } else {
        digits.characters.append(byte)
      }
    }
    digits.pointPlace = (place ?? digits.characters.count) + exponent
    let zeros = digits.characters.prefix { $0 == UInt8(ascii: "0") }.count
    digits.characters.removeFirst(zeros)
    digits.pointPlace -= zeros
    while digits.characters.last == UInt8(ascii: "0") { digits.characters.removeLast() }
    return digits
  }

  private static func append(_ digits: Digits, to bytes: inout [UInt8]) {
    let (characters, place) = (digits.characters, digits.pointPlace)
    let zero = UInt8(ascii: "0")
    switch place {
    case ...21 where place >= characters.count:
      bytes += characters
      bytes += repeatElement(zero, count: place - characters.count)
    case 1...21:
      bytes += characters[..<place]
      bytes.append(UInt8(ascii: "."))
      bytes += characters[place...]
    case -5...0:
      bytes += "0.".utf8
      bytes += repeatElement(zero, count: -place)
      bytes += characters
    default:
      bytes += characters.prefix(1)
      if characters.count > 1 {
        bytes.append(UInt8(ascii: "."))
        bytes += characters.dropFirst()
      }
      bytes += (place > 0 ? "e+" : "e-").utf8
      append(UInt64((place - 1).magnitude), to: &bytes)
    }
  }
}
