/// The beginnings of a source's lines, to find the line of an offset.
public struct LineIndex: Sendable {
  private let starts: [UInt32]

  public init(_ source: [UInt8]) {
    var starts: [UInt32] = [0]
    for (offset, byte) in source.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(UInt32(truncatingIfNeeded: offset + 1))
    }
    self.starts = starts
  }

  /// The number of the line that the byte at `offset` is in; the first is 1.
  public func line(of offset: Int) -> Int {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(starts[middle]) <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// The offsets of a line's bytes, its line feed included; empty if there is no such line.
  public func range(of line: Int) -> Range<Int> {
    guard line >= 1, line <= starts.count else { return 0..<0 }
    let end = line < starts.count ? Int(starts[line]) : Int(UInt32.max)
    return Int(starts[line - 1])..<end
  }
}
