/// How many columns of a terminal a character takes.
extension Character {
  /// 0, 1 or 2.
  package var columns: Int {
    if let ascii = asciiValue { return ascii < 0x20 || ascii == 0x7f ? 0 : 1 }
    return unicodeScalars.lazy.map(\.columns).max() ?? 0
  }
}

extension Unicode.Scalar {
  package var columns: Int {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator, .surrogate:
      0
    default: isWide ? 2 : 1
    }
  }

  /// East Asian characters and pictures are two columns wide.
  private var isWide: Bool {
    guard value >= 0x1100 else { return false }
    return properties.isEmojiPresentation || Unicode.Scalar.wide.contains { $0 ~= value }
  }

  /// The relevant ranges with the property East Asian Width (wide and full width); unassigned gaps are
  /// included.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115f, 0x2329...0x232a, 0x2e80...0x303e, 0x3041...0x3247, 0x3250...0x4dbf, 0x4e00...0xa4cf,
    0xa960...0xa97f, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe10...0xfe19, 0xfe30...0xfe6f, 0xff01...0xff60,
    0xffe0...0xffe6, 0x16fe0...0x18d08, 0x1aff0...0x1b2fb, 0x1f200...0x1f265, 0x20000...0x2fffd,
    0x30000...0x3fffd,
  ]
}
