/// Numbers as reports show them.
enum Quantity {
  /// With its digits in groups of three.
  static func count(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(number).reversed().enumerated() {
      if index > 0, index % 3 == 0, digit != "-" { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }

  static func time(_ nanoseconds: Int) -> String {
    switch nanoseconds {
    case ..<1_000_000: "\(nanoseconds / 1000) us"
    case ..<1_000_000_000: "\(tenths(nanoseconds / 100_000)) ms"
    default: "\(tenths(nanoseconds / 100_000_000)) s"
    }
  }

  static func bytes(_ bytes: Int) -> String {
    switch bytes {
    case ..<1024: "\(bytes) B"
    case ..<(1 << 20): "\(tenths((bytes * 10) >> 10)) KiB"
    case ..<(1 << 30): "\(tenths(((bytes >> 10) * 10) >> 10)) MiB"
    default: "\(tenths(((bytes >> 20) * 10) >> 10)) GiB"
    }
  }

  /// A part in per cent.
  static func share(_ part: Int, of whole: Int) -> String {
    whole > 0 ? "\(tenths(Int((Double(part) * 1000 / Double(whole)).rounded()))) %" : "-"
  }

  private static func tenths(_ tenths: Int) -> String { "\(count(tenths / 10)).\(abs(tenths % 10))" }
}
