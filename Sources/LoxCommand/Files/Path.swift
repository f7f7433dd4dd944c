import LoxTooling

/// The name of a file: bytes, which need not be text.
struct Path: Hashable, Sendable {
  var bytes: [UInt8]

  /// `-`, which stands for standard input. A file of that name is `./-`.
  static let standardInput = Path(bytes: [UInt8(ascii: "-")])

  /// The name of a script that is read from here.
  var sourceName: String {
    self == Path.standardInput ? "standard input" : String(decoding: bytes, as: UTF8.self)
  }

  /// For messages that people read.
  var shown: String { self == Path.standardInput ? sourceName : ShownText.line(bytes) }

  /// The path of a file in this folder.
  func appending(_ name: [UInt8]) -> Path {
    let slash = UInt8(ascii: "/")
    return Path(bytes: bytes.last == slash ? bytes + name : bytes + [slash] + name)
  }

  func hasSuffix(_ suffix: String) -> Bool { bytes.suffix(suffix.utf8.count).elementsEqual(suffix.utf8) }
}

extension Path: Comparable {
  static func < (a: Path, b: Path) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
}
