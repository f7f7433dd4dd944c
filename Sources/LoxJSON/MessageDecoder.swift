/// Splits what a client sends into messages, each of which has a header with its length.
///
///     Content-Length: 17\r\n
///     \r\n
///     {"jsonrpc":"2.0"}
///
/// Any input is accepted: bytes that are not a message are skipped up to a possible next one, and reported
/// once.
package struct MessageDecoder {
  package enum Part: Equatable {
    case message([UInt8])
    case malformed(String)
  }

  /// Longer messages are skipped.
  package static let maximumLength = 256 << 20
  private static let maximumHeaderLength = 4096
  private static let field = Array("content-length:".utf8)

  private var bytes: [UInt8] = []
  private var start = 0
  /// How far the header has been searched for its end.
  private var searched = 0
  /// The number of bytes of a too long message that are still to come.
  private var skipped = 0
  /// The length of the message whose header has been read.
  private var length: Int?
  /// Whether the current invalid bytes have been reported.
  private var isLost = false

  package init() {}

  package mutating func append(_ new: [UInt8]) {
    if start > 0 {
      bytes.removeSubrange(..<start)
      searched -= start
      start = 0
    }
    bytes += new
  }

  /// The next message, if it is complete.
  package mutating func next() -> Part? {
    while true {
      if skipped > 0 {
        let count = min(skipped, bytes.count - start)
        skipped -= count
        start += count
        searched = start
        if skipped > 0 { return nil }
      }
      if let length {
        guard bytes.count - start >= length else { return nil }
        defer {
          start += length
          searched = start
          self.length = nil
        }
        return .message(Array(bytes[start..<start + length]))
      }
      guard let header = takeHeader() else { return nil }
      switch MessageDecoder.length(in: header) {
      case .some(let length) where length <= MessageDecoder.maximumLength:
        isLost = false
        self.length = length
      case .some(let length):
        isLost = false
        skipped = length
        return .malformed("A message of \(length) bytes is too long.")
      case nil:
        let isBlank = header.allSatisfy { $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") }
        if !isLost, !isBlank {
          isLost = true
          return .malformed("A header has no valid Content-Length.")
        }
      }
    }
  }

  /// Takes the lines up to an empty one, or some of them if there are too many.
  private mutating func takeHeader() -> ArraySlice<UInt8>? {
    var index = max(start, searched)
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\n"), endsHeader(index) {
        defer { (start, searched) = (index + 1, index + 1) }
        return bytes[start...index]
      }
      index += 1
    }
    searched = index
    if bytes.count - start > MessageDecoder.maximumHeaderLength {
      defer { start = bytes.count }
      return bytes[start...]
    }
    return nil
  }

  /// Whether the line that ends there is empty.
  private func endsHeader(_ index: Int) -> Bool {
    var place = index - 1
    if place >= start, bytes[place] == UInt8(ascii: "\r") { place -= 1 }
    return place >= start && bytes[place] == UInt8(ascii: "\n")
  }

  /// The number after `Content-Length:`; the last one if there are several.
  private static func length(in header: ArraySlice<UInt8>) -> Int? {
    var result: Int?
    for line in header.split(separator: UInt8(ascii: "\n")) {
      // After invalid bytes, the field may not be at the beginning of its line.
      let lowercase = line.map { byte in
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
      }
      guard let place = position(of: field, in: lowercase) else { continue }
      let value = lowercase[(place + field.count)...].filter { $0 != 0x20 && $0 != 0x0D && $0 != 0x09 }
      guard !value.isEmpty, value.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else { continue }
      // A number that no integer can hold is larger than any length.
      result = Int(String(decoding: value, as: UTF8.self)) ?? .max
    }
    return result
  }

  private static func position(of pattern: [UInt8], in text: [UInt8]) -> Int? {
    guard text.count >= pattern.count else { return nil }
    return (0...text.count - pattern.count).last { text[$0...].starts(with: pattern) }
  }
}
