/// Capital and small letters: each code point by itself, by the simple mappings of Unicode.
extension CaseMappings {
  @inline(__always) static func map(_ code: UInt32, _ mappings: [Mapping]) -> UInt32 {
    var (low, high) = (0, mappings.count)
    while low < high {
      let middle = (low &+ high) / 2
      if mappings[middle].last < code { low = middle &+ 1 } else { high = middle }
    }
    guard low < mappings.count else { return code }
    let mapping = mappings[low]
    guard code >= mapping.first, (code &- mapping.first) % mapping.step == 0 else { return code }
    return UInt32(truncatingIfNeeded: Int64(code) &+ Int64(mapping.distance))
  }

  /// Which way to map.
  enum Direction { case up, down }

  /// The code point for a code point, be it of ASCII or not.
  static func map(_ code: UInt32, _ direction: Direction) -> UInt32 {
    if code < 128 {
      switch direction {
      case .up: return code >= 97 && code <= 122 ? code &- 32 : code
      case .down: return code >= 65 && code <= 90 ? code &+ 32 : code
      }
    }
    return map(code, direction == .up ? toUpper : toLower)
  }
}
