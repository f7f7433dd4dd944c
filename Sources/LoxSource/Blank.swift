extension UInt8 {
  /// Whether it is a blank within a line, the carriage return before its end included.
  @inlinable package var isBlank: Bool {
    self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") || self == UInt8(ascii: "\r")
  }
}
