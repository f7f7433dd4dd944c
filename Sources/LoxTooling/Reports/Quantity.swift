/// Numbers in the form that reports show.
enum Quantity {
  static func time(_ nanoseconds: Int) -> String {
    switch nanoseconds {
    case ..<1_000_000: "\(nanoseconds / 1000) us"
    case ..<1_000_000_000: "\((nanoseconds / 100_000).tenths) ms"
    default: "\((nanoseconds / 100_000_000).tenths) s"
    }
  }

  /// A number of things, by the word for one of them.
  static func count(_ number: Int, _ word: String) -> String {
    "\(number.grouped) \(word)\(number == 1 ? "" : "s")"
  }

  static func bytes(_ bytes: Int) -> String {
    switch bytes {
    case ..<1024: "\(bytes) B"
    case ..<(1 << 20): "\(((bytes * 10) >> 10).tenths) KiB"
    case ..<(1 << 30): "\((((bytes >> 10) * 10) >> 10).tenths) MiB"
    default: "\((((bytes >> 20) * 10) >> 10).tenths) GiB"
    }
  }

  /// A part in per cent.
  static func share(_ part: Int, of whole: Int) -> String {
    whole > 0 ? "\(Int((Double(part) * 1000 / Double(whole)).rounded()).tenths) %" : "-"
  }
}
