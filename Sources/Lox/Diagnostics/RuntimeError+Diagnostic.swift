import LoxDiagnostics
import LoxRuntime

extension RuntimeError {
  /// The error that ended the run, with what is known about the cause.
  public var diagnostic: Diagnostic {
    var texts = SourceTexts()
    var explanation = RuntimeExplanation()
    explanation.explain(self, &texts)
    return Diagnostic(
      phase: .run, code: id.rawValue, message: message, at: explanation.location, notes: explanation.notes,
      trace: TraceSummary(trace, &texts).entries,
      plainText: Array("\(message)\n\(trace.text)".utf8.dropLast()))
  }

  /// The error as text that ends with a line feed.
  public func formatted(_ format: DiagnosticFormat) -> String {
    String(decoding: bytes(format), as: UTF8.self)
  }

  /// The same as bytes.
  public func bytes(_ format: DiagnosticFormat) -> [UInt8] {
    // The plain format needs no explanation.
    format == .plain ? Array("\(message)\n\(trace.text)".utf8) : diagnostic.bytes(format)
  }
}

/// The sources to which the frames of a trace belong, each prepared once.
struct SourceTexts {
  private var texts: [SourceText] = []

  mutating func text(name: String, bytes: [UInt8]) -> SourceText {
    // Frames of one program share their array, so this usually compares two addresses.
    if let known = texts.first(where: { $0.name == name && $0.bytes == bytes }) { return known }
    let text = SourceText(name: name, bytes: bytes)
    texts.append(text)
    return text
  }

  /// Where an active call is; nil in a function of the host.
  mutating func location(of frame: Trace.Frame) -> SourceLocation? {
    guard frame.line > 0 else { return nil }
    return text(name: frame.sourceName, bytes: frame.source).location(frame.span)
  }
}
