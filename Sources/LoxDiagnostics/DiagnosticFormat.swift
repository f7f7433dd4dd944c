/// How diagnostics are written.
public enum DiagnosticFormat: Hashable, Sendable {
  /// As clox writes them.
  case plain
  /// For people: with source lines, what is known about the cause, and a short trace.
  case rich(color: Bool)
  /// For programs: an object on a line of its own for each diagnostic.
  case json
}

extension Diagnostic {
  /// The diagnostic as text that ends with a line feed.
  public func formatted(_ format: DiagnosticFormat) -> String {
    String(decoding: bytes(format), as: UTF8.self)
  }

  /// `file:line:column: warning: message [code]`, as compilers write it, without a line feed.
  public var line: String {
    let place = location.map { "\($0): " } ?? ""
    return place + "\(severity.rawValue): \(message)" + (code.map { " [\($0)]" } ?? "")
  }

  /// The same as bytes: in the plain format, the bytes of the source are unchanged.
  public func bytes(_ format: DiagnosticFormat) -> [UInt8] {
    switch format {
    case .plain: plainText + [UInt8(ascii: "\n")]
    case .rich(let color): Array(RichText(self, color: color).text.utf8)
    case .json: json.bytes + [UInt8(ascii: "\n")]
    }
  }
}

extension Sequence<Diagnostic> {
  /// All diagnostics, one after another.
  public func formatted(_ format: DiagnosticFormat) -> String {
    String(decoding: bytes(format), as: UTF8.self)
  }

  /// The same as bytes: in the plain format, the bytes of the sources are unchanged.
  public func bytes(_ format: DiagnosticFormat) -> [UInt8] {
    var bytes: [UInt8] = []
    for diagnostic in self {
      // Rich ones take several lines each.
      if case .rich = format, !bytes.isEmpty { bytes.append(UInt8(ascii: "\n")) }
      bytes += diagnostic.bytes(format)
    }
    return bytes
  }
}
