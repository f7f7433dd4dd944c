/// A character as a terminal shows it.
struct DisplayCell {
  var text: String
  /// The number of columns that it takes.
  var columns: Int
  /// The bytes that it represents.
  var bytes: Range<Int>
}

/// Splits a line of a source, whatever its bytes, into what a terminal can show.
///
/// Nothing that a terminal would obey gets through: control characters are replaced by their pictures. Marks
/// that change the direction of text and invalid UTF-8 are replaced by U+FFFD.
struct DisplayCells {
  private(set) var cells: [DisplayCell] = []

  /// A tab advances to the next multiple of this many columns.
  static let tabWidth = 4

  init(_ bytes: ArraySlice<UInt8>) {
    // Scalars with their bytes first; then characters, which may have several.
    var scalars = String.UnicodeScalarView()
    var ranges: [Range<Int>] = []
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var place = bytes.startIndex
    parsing: while true {
      let length: Int
      switch parser.parseScalar(from: &iterator) {
      case .valid(let encoded):
        length = encoded.count
        scalars.append(Unicode.UTF8.decode(encoded).displayed)
      case .error(let count):
        length = count
        scalars.append("\u{FFFD}")
      case .emptyInput: break parsing
      }
      ranges.append(place..<place + length)
      place += length
    }
    append(String(scalars), ranges)
  }

  private mutating func append(_ text: String, _ ranges: [Range<Int>]) {
    var column = 0
    var index = 0
    for character in text {
      let count = character.unicodeScalars.count
      let bytes = ranges[index].lowerBound..<ranges[index + count - 1].upperBound
      index += count
      let isTab = character == "\t"
      let columns = isTab ? DisplayCells.tabWidth - column % DisplayCells.tabWidth : character.displayColumns
      let shown = isTab ? String(repeating: " ", count: columns) : String(character)
      cells.append(DisplayCell(text: shown, columns: columns, bytes: bytes))
      column += columns
    }
  }
}

extension String {
  /// The text without anything that a terminal would obey.
  var displayed: String {
    var scalars = String.UnicodeScalarView()
    for scalar in unicodeScalars { scalars.append(scalar == "\t" ? " " : scalar.displayed) }
    return String(scalars)
  }
}

extension Unicode.Scalar {
  /// What is shown for it; a tab stays a tab.
  fileprivate var displayed: Unicode.Scalar {
    switch value {
    case 0x09: self
    case 0..<0x20: Unicode.Scalar(0x2400 + value) ?? "\u{FFFD}"
    case 0x7F: "\u{2421}"
    case 0x80..<0xA0, 0x2028, 0x2029, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: "\u{FFFD}"
    default: self
    }
  }
}

extension Character {
  /// The number of terminal columns that it takes: 0, 1 or 2.
  fileprivate var displayColumns: Int {
    // An emoji presentation selector makes a character as wide as a picture.
    unicodeScalars.contains("\u{FE0F}") ? 2 : columns
  }
}
