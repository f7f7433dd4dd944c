import Foundation
import LoxRuntime
import Testing

/// Numbers in decimal, compared with the C library, which is exact.
@Suite struct DecimalTests {
  /// The text of the exact value with a thousand digits, from which it is rounded, ties away from zero.
  private func model(_ number: Double, _ digits: Int) -> String {
    let exact = Array(String(format: "%.1074f", number.magnitude).utf8)
    let point = exact.firstIndex(of: UInt8(ascii: ".")) ?? exact.count
    var kept = Array(exact[..<point]) + exact[(point + 1)...].prefix(digits)
    if exact[(point + 1)...].dropFirst(digits).first ?? UInt8(ascii: "0") >= UInt8(ascii: "5") {
      var index = kept.count - 1
      while index >= 0, kept[index] == UInt8(ascii: "9") {
        kept[index] = UInt8(ascii: "0")
        index -= 1
      }
      if index >= 0 { kept[index] += 1 } else { kept.insert(UInt8(ascii: "1"), at: 0) }
    }
    let text = String(decoding: kept, as: UTF8.self)
    let sign = number.sign == .minus ? "-" : ""
    return digits == 0 ? sign + text : sign + text.dropLast(digits) + "." + text.suffix(digits)
  }

  private func fixed(_ number: Double, _ digits: Int, _ separator: String = "") -> String {
    String(
      decoding: DecimalFraction.text(of: number, digits: digits, separator: Array(separator.utf8)),
      as: UTF8.self)
  }

  @Test func fixedAsTheModel() {
    var random = SeededRandom(state: 4)
    for number in [
      0, -0.0, 0.5, 1.5, -0.5, 0.125, 1e22, 1e300, .greatestFiniteMagnitude, .leastNonzeroMagnitude, 0.1,
      9.995, 999.5,
    ] {
      for digits in [0, 1, 2, 3, 15, 16, 20, 100] { #expect(fixed(number, digits) == model(number, digits)) }
    }
    for _ in 0..<2000 {
      let number = random.number()
      guard number.isFinite else { continue }
      let digits = Int(random.next() % 101)
      #expect(fixed(number, digits) == model(number, digits), "\(number) with \(digits)")
      let few = Int(random.next() % 16)
      #expect(fixed(number, few) == model(number, few), "\(number) with \(few)")
    }
    // Ties.
    for _ in 0..<2000 {
      let number = (Double(random.next() % 1_000_000) + 0.5) / Double(1 << (random.next() % 10))
      let digits = Int(random.next() % 8)
      #expect(fixed(number, digits) == model(number, digits), "\(number) with \(digits)")
    }
  }

  @Test func separators() {
    #expect(fixed(1234.5, 2, ",") == "1,234.50")
    #expect(fixed(-1_234_567, 0, " ") == "-1 234 567")
    #expect(fixed(123, 1, ",") == "123.0")
    #expect(fixed(1000, 0, "'") == "1'000")
    #expect(fixed(999.999, 2, ",") == "1,000.00")
    #expect(fixed(1e21, 3, ",") == "1,000,000,000,000,000,000,000.000")
  }

  /// Rounding gives the number that is nearest to the rounded text.
  @Test func roundAsTheModel() {
    var random = SeededRandom(state: 5)
    for _ in 0..<5000 {
      let number = random.number()
      let digits = Int(random.next() % 16)
      let expected = number.isFinite ? Double(model(number, digits)) ?? .nan : number
      let rounded = DecimalFraction.round(number, digits: digits)
      #expect(rounded == expected || rounded.isNaN && number.isNaN, "\(number) with \(digits)")
      #expect(number.isNaN || rounded.sign == number.sign)
    }
    #expect(DecimalFraction.round(2.5, digits: 0) == 3)
    #expect(DecimalFraction.round(-2.5, digits: 0) == -3)
    #expect(DecimalFraction.round(1.005, digits: 2) == 1)
    #expect(DecimalFraction.round(1.375, digits: 2) == 1.38)
  }

  @Test func shortestText() {
    for (number, text) in [
      (0, "0"), (-0.0, "-0"), (1, "1"), (1_234_567, "1234567"), (0.1, "0.1"), (1e21, "1e+21"),
      (1e20, "100000000000000000000"),
      (123_456_789_012_345_683_968, "123456789012345680000"), (1.5e300, "1.5e+300"), (0.000001, "0.000001"),
      (0.0000001, "1e-7"), (1.25e-7, "1.25e-7"), (.leastNonzeroMagnitude, "5e-324"), (-12.5, "-12.5"),
      (.infinity, "inf"),
      (-.infinity, "-inf"),
      (.nan, "nan"), (9_007_199_254_740_992, "9007199254740992"), (4_294_967_296, "4294967296"), (0.3, "0.3"),
      (100.25, "100.25"),
    ] as [(Double, String)] { #expect(ShortestText.text(of: number) == text) }
    var random = SeededRandom(state: 6)
    for _ in 0..<20_000 {
      let number = Double(bitPattern: random.next())
      let text = ShortestText.text(of: number)
      if number.isFinite {
        #expect(Double(text)?.bitPattern == number.bitPattern)
        #expect(NumberParser.parse(Array(text.utf8))?.bitPattern == number.bitPattern)
      }
    }
  }

  @Test func parsing() {
    func parse(_ text: String) -> Double? { NumberParser.parse(Array(text.utf8)) }
    for (text, number) in [
      ("1", 1), (" 1 ", 1), ("-12.5", -12.5), ("+3", 3), ("1e3", 1000), ("1E-3", 0.001), (".5", 0.5),
      ("5.", 5), ("0xff", 255),
      ("-0xFF", -255), ("0x1fffffffffffff8", 144_115_188_075_855_872), ("inf", .infinity),
      ("-inf", -.infinity),
      ("1e999", .infinity),
      ("1e-999", 0), ("\t\n7\r\n", 7), ("1e99999999999999999999", .infinity), ("0e99999999999999999999", 0),
      ("0x" + String(repeating: "f", count: 300), .infinity), ("0x10000000000000000", 0x1p64),
    ] as [(String, Double)] { #expect(parse(text) == number, "\(text)") }
    for text in [
      "", " ", "abc", "1a", "1 2", "--1", "1e", "1e+", ".", "-", "e5", "0x", "0xg", "1_000", "infinity",
      "Inf", "NaN", "1.2.3", "+ 1",
    ] { #expect(parse(text) == nil, "\(text)") }
    #expect(parse("nan")?.isNaN == true)
    #expect(parse("-0")?.sign == .minus)
    // Digits beyond all that count decide ties.
    let tie = "9007199254740993." + String(repeating: "0", count: 2000)
    #expect(parse(tie + "0") == 9_007_199_254_740_992)
    #expect(parse(tie + "1") == 9_007_199_254_740_994)
    #expect(parse(String(repeating: "0", count: 5000) + "12") == 12)
    #expect(parse("0." + String(repeating: "0", count: 5000) + "12e5001") == 1.2)
    #expect(parse("1" + String(repeating: "0", count: 1000) + "e-1000") == 1)
  }
}
