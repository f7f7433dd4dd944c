import LoxDiagnostics
import LoxRuntime

extension RuntimeError {
  /// What ended the run, with what is known of the cause.
  public var diagnostic: Diagnostic {
    var texts = SourceTexts()
    var explanation = RuntimeExplanation()
    explanation.explain(self, &texts)
    return Diagnostic(
      phase: .run, message: message, at: explanation.location, notes: explanation.notes,
      trace: TraceSummary(trace, &texts).entries,
      plainText: Array("\(message)\n\(trace.text)".utf8.dropLast()))
  }

  /// The error as text that ends with a line feed.
  public func formatted(_ format: DiagnosticFormat) -> String {
    String(decoding: bytes(format), as: UTF8.self)
  }

  /// The same as bytes.
  public func bytes(_ format: DiagnosticFormat) -> [UInt8] {
    // Nobody waits for an explanation.
    format == .plain ? Array("\(message)\n\(trace.text)".utf8) : diagnostic.bytes(format)
  }
}

/// The sources that the frames of a trace belong to, each made ready once.
struct SourceTexts {
  private var texts: [SourceText] = []

  mutating func text(name: String, bytes: [UInt8]) -> SourceText {
    // Frames of one program share their array, so this mostly compares two addresses.
    if let known = texts.first(where: { $0.name == name && $0.bytes == bytes }) { return known }
    let text = SourceText(name: name, bytes: bytes)
    texts.append(text)
    return text
  }

  /// Where a call is under way; nil in a function of the host.
  mutating func location(of frame: Trace.Frame) -> SourceLocation? {
    guard frame.line > 0 else { return nil }
    return text(name: frame.sourceName, bytes: frame.source).location(frame.span)
  }
}
