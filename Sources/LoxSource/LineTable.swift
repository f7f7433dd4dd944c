/// Where the lines of a source begin, to find the line and column of an offset.
///
/// Made only on demand, for example for an error: tokens and nodes store only offsets.
public struct LineTable: Sendable {
  private let bytes: [UInt8]
  /// The offset of the first byte of each line; never empty.
  private let starts: [UInt32]

  public init(_ source: Source) { self.init(source.bytes) }

  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var starts: [UInt32] = [0]
    for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") {
      starts.append(UInt32(truncatingIfNeeded: index &+ 1))
    }
    self.starts = starts
  }

  public var count: Int { starts.count }

  /// The number of the line, from 1, that contains a byte; a line feed belongs to the line that it ends.
  public func line(at offset: UInt32) -> Int {
    // The first line that begins after the offset follows the one that contains it.
    starts.partitioningIndex { $0 > offset }
  }

  /// The byte's position in its line, from 1.
  public func column(at offset: UInt32) -> Int {
    Int(offset &- starts[line(at: offset) &- 1]) &+ 1
  }

  /// The offset at which a line begins; after the last line, the end of the source.
  public func start(ofLine line: Int) -> UInt32 {
    guard line <= starts.count else { return UInt32(truncatingIfNeeded: bytes.count) }
    return starts[max(line, 1) &- 1]
  }

  /// The offsets of a line's bytes, including its line feed; empty if there is no such line.
  public func range(ofLine line: Int) -> Range<Int> {
    guard line >= 1, line <= starts.count else { return 0..<0 }
    let start = start(ofLine: line)
    return Int(start)..<Int(max(start, self.start(ofLine: line &+ 1)))
  }

  /// The bytes of a line without its line end; empty if there is no such line.
  public func bytes(ofLine line: Int) -> ArraySlice<UInt8> {
    var text = bytes[range(ofLine: line)]
    if text.last == UInt8(ascii: "\n") { text.removeLast() }
    if text.last == UInt8(ascii: "\r") { text.removeLast() }
    return text
  }
}
