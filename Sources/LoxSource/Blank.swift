extension UInt8 {
  /// Whether the byte is a blank within a line; this includes the carriage return before a line feed.
  @inlinable package var isBlank: Bool {
    self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") || self == UInt8(ascii: "\r")
  }
}
