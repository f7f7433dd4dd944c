import LoxSyntax

extension CompileErrors {
  /// All that is wrong, in the order of clox's messages, with what is known of the causes.
  public var diagnostics: [Diagnostic] {
    if let internalError {
      return [Diagnostic(phase: .compile, message: "Internal error: \(internalError)", at: nil)]
    }
    let text = SourceText(source)
    var contexts = SyntaxContexts(source, text.lines)
    // Contexts are found from the first to the last, and the book's compiler does not always report in this order.
    let order = errors.indices.sorted { errors[$0].span.start < errors[$1].span.start }
    var diagnostics: [Diagnostic?] = Array(repeating: nil, count: errors.count)
    for index in order {
      let error = errors[index]
      var explanation = SyntaxExplanation(error, contexts.context(at: error.span.start), text)
      explanation.explain()
      diagnostics[index] = Diagnostic(
        severity: error.severity == .error ? .error : .warning, phase: .compile, message: error.message,
        at: text.location(explanation.span), notes: explanation.notes,
        plainText: error.plainBytes(source))
    }
    return diagnostics.compactMap { $0 }
  }

  /// All that is wrong, as text that ends with a line feed.
  public func formatted(_ format: DiagnosticFormat) -> String {
    String(decoding: bytes(format), as: UTF8.self)
  }

  /// The same as bytes: in the plain format, those of the source stay as they are.
  public func bytes(_ format: DiagnosticFormat) -> [UInt8] {
    format == .plain ? plainBytes : diagnostics.bytes(format)
  }
}
