import LoxSyntax
import LoxTooling

/// The bytes of a document, and where its lines begin: they end with a line feed, a carriage return, or both.
struct DocumentText {
  private(set) var bytes: [UInt8]
  /// The offset of the first byte of each line; never empty.
  private var starts: [Int]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    starts = [0] + DocumentText.lineStarts(in: bytes, from: 0, to: bytes.count)
  }

  var lineCount: Int { starts.count }

  /// The starts of lines whose end lies in a part of the text.
  private static func lineStarts(in bytes: [UInt8], from first: Int, to last: Int) -> [Int] {
    var starts: [Int] = []
    for index in first..<last {
      let byte = bytes[index]
      // Most bytes are neither.
      if byte > 0x0D { continue }
      if byte == 0x0A || byte == 0x0D && !(index + 1 < bytes.count && bytes[index + 1] == 0x0A) {
        starts.append(index + 1)
      }
    }
    return starts
  }

  // MARK: - Changes

  mutating func replace(_ range: Range<Int>, with text: [UInt8]) {
    bytes.replaceSubrange(range, with: text)
    // What a carriage return before the change means depends on the byte behind it; and so at its end.
    let line = max(0, self.line(at: range.lowerBound) - 1)
    let first = starts[line]
    let difference = text.count - range.count
    let end = min(bytes.count, range.lowerBound + text.count + 1)
    let firstKept = starts.partitioningIndex { $0 + difference > end }
    var rest = starts[max(firstKept, line + 1)...].map { $0 + difference }
    rest.insert(contentsOf: DocumentText.lineStarts(in: bytes, from: first, to: end), at: 0)
    starts.removeSubrange((line + 1)...)
    starts += rest
  }

  // MARK: - Places

  /// The number of the line, from 0, in which a byte lies.
  func line(at offset: Int) -> Int { max(0, starts.partitioningIndex { $0 > offset } - 1) }

  /// The bytes of a line without its end.
  func range(ofLine line: Int) -> Range<Int> {
    guard line >= 0, line < starts.count else { return bytes.count..<bytes.count }
    let start = starts[line]
    var end = line + 1 < starts.count ? starts[line + 1] : bytes.count
    if end > start, line + 1 < starts.count {
      end -= 1
      if end > start, bytes[end] == 0x0A, bytes[end - 1] == 0x0D { end -= 1 }
    }
    return start..<end
  }

  /// The offset of a position. Beyond the end of a line it is that end, and in the midst of a character its start.
  func offset(of position: Position, _ encoding: PositionEncoding) -> Int {
    if position.line < 0 { return 0 }
    let line = range(ofLine: position.line)
    var offset = line.lowerBound
    var character = 0
    while offset < line.upperBound {
      let length = characterLength(at: offset)
      character += encoding.units(ofLength: length)
      if character > position.character { break }
      offset = min(offset + length, line.upperBound)
    }
    return offset
  }

  func position(of offset: Int, _ encoding: PositionEncoding) -> Position {
    let line = self.line(at: min(max(0, offset), bytes.count))
    // Between the bytes that end a line there is no place.
    let offset = min(max(0, offset), range(ofLine: line).upperBound)
    return Position(line: line, character: units(in: starts[line]..<max(offset, starts[line]), encoding))
  }

  /// How many units the characters take that end in a part of the text.
  func units(in range: Range<Int>, _ encoding: PositionEncoding) -> Int {
    if encoding == .utf8 { return range.count }
    var place = range.lowerBound
    var units = 0
    while place < range.upperBound {
      let length = characterLength(at: place)
      if place + length > range.upperBound { break }
      units += encoding.units(ofLength: length)
      place += length
    }
    return units
  }

  /// A byte that belongs to no character counts as one.
  private func characterLength(at index: Int) -> Int {
    bytes[index] < 0x80 ? 1 : max(1, ByteRepair.characterLength(at: index, in: bytes))
  }
}
