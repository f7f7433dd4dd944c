/// The text of a script: a name for messages, and arbitrary bytes.
public struct Source: Sendable {
  /// What messages call the script: a path, or a name that the host chose.
  public let name: String
  public let bytes: [UInt8]

  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  public init(name: String, text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  /// The bytes that a span covers; fewer if it extends beyond the source.
  public func text(of span: SourceSpan) -> ArraySlice<UInt8> {
    let end = min(Int(span.end), bytes.count)
    return bytes[min(Int(span.start), end)..<end]
  }
}
