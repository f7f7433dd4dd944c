/// Decodes the bytes from a terminal into keys, however the bytes are divided into portions.
///
/// A lone escape byte may be the key or the beginning of a sequence. The decoder waits for more, and its
/// owner calls `timeOut` when nothing comes for a moment.
public struct KeyDecoder: Sendable {
  /// Bytes that are not a complete key yet.
  private var pending: [UInt8] = []
  /// In a paste: the number of pending bytes known not to contain its end.
  private var searched = 0

  public init() {}

  /// Whether an incomplete key is pending.
  public var isWaiting: Bool { !pending.isEmpty && !isPasting }

  /// The keys that are complete with these bytes.
  public mutating func decode(_ bytes: some Sequence<UInt8>) -> [Key] {
    pending.append(contentsOf: bytes)
    var keys: [Key] = []
    var start = 0
    while start < pending.count {
      guard let (key, count) = key(at: start) else { break }
      keys.append(key)
      start += count
      searched = 0
    }
    pending.removeSubrange(..<start)
    return keys
  }

  /// The keys that the bytes so far represent if no more come.
  public mutating func timeOut() -> [Key] {
    guard isWaiting else { return [] }
    let bytes = pending
    pending = []
    if bytes == [Byte.escape] { return [.escape] }
    // What follows an escape key was typed separately.
    if bytes.first == Byte.escape {
      return bytes.count == 2 ? [.alt(Character(Unicode.Scalar(bytes[1])))] : [.unknown]
    }
    return [.text("\u{fffd}")]
  }

  private enum Byte {
    static let escape: UInt8 = 0x1b
    static let delete: UInt8 = 0x7f
  }

  private static let pasteStart = Array("\u{1b}[200~".utf8)
  private static let pasteEnd = Array("\u{1b}[201~".utf8)
  /// Longer sequences are not awaited.
  private static let maximumSequence = 32

  private var isPasting: Bool { pending.starts(with: KeyDecoder.pasteStart) }

  /// The key that begins at a place, and its length in bytes; nil if it is incomplete.
  private mutating func key(at start: Int) -> (Key, Int)? {
    let byte = pending[start]
    switch byte {
    case Byte.escape: return escapeSequence(at: start)
    case 0x09: return (.tab, 1)
    case 0x0a, 0x0d: return (.enter, 1)
    case 0x08, Byte.delete: return (.backspace, 1)
    case 0: return (.control(" "), 1)
    case 1...26: return (.control(Character(Unicode.Scalar(byte + 0x60))), 1)
    case 0x1c...0x1f: return (.control(Character(Unicode.Scalar(byte + 0x40))), 1)
    case 0x20..<Byte.delete: return (.text(Character(Unicode.Scalar(byte))), 1)
    default: return scalar(at: start).map { (.text(Character($0.0)), $0.1) }
    }
  }

  /// The scalar whose UTF-8 begins at a place; a replacement for one byte if there is none.
  private func scalar(at start: Int) -> (Unicode.Scalar, Int)? {
    let count =
      switch pending[start] {
      case 0..<0x80: 1
      case 0xc2...0xdf: 2
      case 0xe0...0xef: 3
      case 0xf0...0xf4: 4
      default: 0
      }
    guard count > 0 else { return ("\u{fffd}", 1) }
    let available = pending[start...].prefix(count)
    guard available.dropFirst().allSatisfy({ $0 & 0xc0 == 0x80 }) else { return ("\u{fffd}", 1) }
    guard available.count == count else { return nil }
    let scalars = String(decoding: available, as: UTF8.self).unicodeScalars
    guard scalars.count == 1, let scalar = scalars.first else { return ("\u{fffd}", 1) }
    return (scalar, count)
  }

  // MARK: - Escape sequences

  private mutating func escapeSequence(at start: Int) -> (Key, Int)? {
    guard start + 1 < pending.count else { return nil }
    switch pending[start + 1] {
    case UInt8(ascii: "["): return controlSequence(at: start)
    case UInt8(ascii: "O"):
      guard start + 2 < pending.count else { return nil }
      return (KeyDecoder.cursorKey(pending[start + 2], modifier: 1), 3)
    case Byte.escape: return (.escape, 1)
    case 0x0a, 0x0d: return (.altEnter, 2)
    case 0x08, Byte.delete: return (.altBackspace, 2)
    case 0..<0x20: return (.escape, 1)
    default: return scalar(at: start + 1).map { (.alt(Character($0.0)), 1 + $0.1) }
    }
  }

  /// `ESC [`, parameters, and a final byte that gives their meaning.
  private mutating func controlSequence(at start: Int) -> (Key, Int)? {
    var end = start + 2
    // Function keys of the Linux console have another bracket before their letter.
    if end < pending.count, pending[end] == UInt8(ascii: "[") {
      return end + 1 < pending.count ? (.unknown, end + 2 - start) : nil
    }
    while end < pending.count, 0x20..<0x40 ~= pending[end] { end += 1 }
    guard end < pending.count else {
      return end - start > KeyDecoder.maximumSequence ? (.unknown, end - start) : nil
    }
    let parameters = pending[(start + 2)..<end].split(
      separator: UInt8(ascii: ";"), omittingEmptySubsequences: false
    )
    .map { Int(String(decoding: $0.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)) ?? 1 }
    let first = parameters.first ?? 1
    let modifier = parameters.count > 1 ? parameters[1] : 1
    let count = end + 1 - start
    switch pending[end] {
    case UInt8(ascii: "~") where first == 200: return paste(at: start)
    case UInt8(ascii: "~") where first == 27 && parameters.count > 2:
      return (KeyDecoder.modifiedKey(parameters[2], modifier: modifier), count)
    case UInt8(ascii: "~"): return (KeyDecoder.editingKey(first, modifier: modifier), count)
    case UInt8(ascii: "u"): return (KeyDecoder.modifiedKey(first, modifier: modifier), count)
    case UInt8(ascii: "Z"): return (.backTab, count)
    case let letter: return (KeyDecoder.cursorKey(letter, modifier: modifier), count)
    }
  }

  private mutating func paste(at start: Int) -> (Key, Int)? {
    let textStart = start + KeyDecoder.pasteStart.count
    let end = KeyDecoder.pasteEnd
    var place = max(textStart, start + searched)
    while place + end.count <= pending.count {
      if pending[place] == Byte.escape, pending[place...].starts(with: end) {
        return (.paste(KeyDecoder.text(pending[textStart..<place])), place + end.count - start)
      }
      place += 1
    }
    searched = max(0, place - start)
    return nil
  }

  /// Pasted text: terminals send carriage returns for line ends.
  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var last: UInt8 = 0
    for byte in bytes {
      if byte == 0x0d {
        result.append(0x0a)
      } else if byte != 0x0a || last != 0x0d {
        result.append(byte)
      }
      last = byte
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// A modifier's number is one more than the sum of 1 for Shift, 2 for Alt, 4 for Control.
  private static func isWordwise(_ modifier: Int) -> Bool { modifier > 1 && (modifier - 1) & 6 != 0 }

  private static func cursorKey(_ letter: UInt8, modifier: Int) -> Key {
    switch letter {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): isWordwise(modifier) ? .wordRight : .right
    case UInt8(ascii: "D"): isWordwise(modifier) ? .wordLeft : .left
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "M"): .enter
    default: .unknown
    }
  }

  private static func editingKey(_ number: Int, modifier: Int) -> Key {
    switch number {
    case 1, 7: .home
    case 3: isWordwise(modifier) ? .deleteWord : .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    default: .unknown
    }
  }

  /// A key by its character code, as some terminals report keys with modifiers.
  private static func modifiedKey(_ code: Int, modifier: Int) -> Key {
    let flags = max(1, modifier) - 1
    switch code {
    case 13: return flags == 0 ? .enter : .altEnter
    case 9: return flags & 1 != 0 ? .backTab : .tab
    case 27: return .escape
    case 127: return flags == 0 ? .backspace : .altBackspace
    default:
      guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init), scalar.value >= 0x20 else {
        return .unknown
      }
      let character = Character(scalar)
      if flags & 4 != 0 { return .control(Character(character.lowercased())) }
      return flags & 2 != 0 ? .alt(character) : .text(character)
    }
  }
}
