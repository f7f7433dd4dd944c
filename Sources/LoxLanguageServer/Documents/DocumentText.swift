import LoxSource
import LoxSyntax
import LoxTooling

/// A part of a text, and its replacement.
struct TextChange {
  var range: Range<Int>
  var bytes: [UInt8]
}

/// The bytes of a document, and its line table. Lines end with a line feed, a carriage return, or both.
final class DocumentText {
  private(set) var bytes: [UInt8]
  /// The offset of the first byte of each line; never empty.
  private var starts: [Int]
  private(set) var counts = CharacterCounts()

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    starts = [0] + DocumentText.lineStarts(in: bytes, from: 0, to: bytes.count)
  }

  var lineCount: Int { starts.count }

  /// The starts of the lines whose preceding line end is in a part of the text.
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

  func replace(_ range: Range<Int>, with text: [UInt8]) {
    bytes.replaceSubrange(range, with: text)
    counts.forget(from: range.lowerBound)
    // The meaning of a carriage return before the change depends on the byte after it. The same holds at the
    // end.
    let first = max(0, range.lowerBound - 1)
    let end = min(bytes.count, range.lowerBound + text.count + 1)
    let difference = text.count - range.count
    let kept = max(1, starts.partitioningIndex { $0 > first })
    let rest = max(kept, starts.partitioningIndex { $0 + difference > end })
    let added = DocumentText.lineStarts(in: bytes, from: first, to: end)
    starts.replaceSubrange(kept..<rest, with: added)
    if difference != 0 {
      for index in (kept + added.count)..<starts.count { starts[index] += difference }
    }
  }

  /// Makes many changes in time proportional to the length of the text. They are given from the end of the
  /// text to its beginning.
  func replace(_ changes: [TextChange]) {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var place = 0
    for change in changes.reversed() {
      result += bytes[place..<change.range.lowerBound]
      result += change.bytes
      place = change.range.upperBound
    }
    bytes = result + bytes[place...]
    starts = [0] + DocumentText.lineStarts(in: bytes, from: 0, to: bytes.count)
    counts = CharacterCounts()
  }

  // MARK: - Places

  /// The number of the line, from 0, that contains a byte.
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

  /// The offset of a position. A position beyond the end of a line is clamped to that end; one inside a
  /// character, to its start.
  func offset(of position: Position, _ encoding: PositionEncoding) -> Int {
    if position.line < 0 { return 0 }
    let line = range(ofLine: position.line)
    // No character has fewer bytes than units.
    if position.character >= line.count { return line.upperBound }
    let units = counts.units(before: line.lowerBound, in: bytes, encoding) + max(0, position.character)
    return min(
      counts.offset(ofUnits: units, from: line.lowerBound, in: bytes, encoding), line.upperBound)
  }

  func position(of offset: Int, _ encoding: PositionEncoding) -> Position {
    let line = self.line(at: min(max(0, offset), bytes.count))
    // There is no position between the bytes of a line end.
    let offset = min(max(0, offset), range(ofLine: line).upperBound)
    return Position(line: line, character: units(in: starts[line]..<max(offset, starts[line]), encoding))
  }

  /// The number of units in the characters that end within a range, which starts on a character boundary.
  func units(in range: Range<Int>, _ encoding: PositionEncoding) -> Int {
    counts.units(in: range, of: bytes, encoding)
  }
}
