/// Splits the input from a descriptor into lines of any length.
struct LineReader {
  private let descriptor: Descriptor
  private var bytes: [UInt8] = []
  /// Where the next line begins, and up to where its end has been searched for.
  private var (start, searched) = (0, 0)
  private var isAtEnd = false

  init(_ descriptor: Descriptor) { self.descriptor = descriptor }

  /// The next line with its line feed, which the last line may lack; nil at the end. The closure is called
  /// before waiting for more.
  mutating func next(beforeWaiting: () -> Void) -> [UInt8]? {
    while true {
      if let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) { return line(to: end + 1) }
      searched = bytes.count
      if isAtEnd || bytes.count - start >= File.maximumSize {
        return start < bytes.count ? line(to: bytes.count) : nil
      }
      bytes.removeSubrange(..<start)
      (start, searched) = (0, bytes.count)
      beforeWaiting()
      isAtEnd = descriptor.read(into: &bytes) <= 0
    }
  }

  private mutating func line(to end: Int) -> [UInt8] {
    defer { (start, searched) = (end, end) }
    return Array(bytes[start..<end])
  }
}
