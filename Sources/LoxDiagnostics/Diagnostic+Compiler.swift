import LoxSource
import LoxSyntax

extension Diagnostic {
  /// The compiler's messages about a source, in its order, with likely causes and possible fixes.
  public static func all(
    _ messages: some RandomAccessCollection<CompilerMessage>, in source: Source, profile: LanguageProfile
  ) -> [Diagnostic] {
    let text = SourceText(source)
    var contexts = SyntaxContexts(source, profile, text.lines)
    // Contexts are found in source order, but the book's compiler does not always report in this order.
    let messages = Array(messages)
    let order = messages.indices.sorted { messages[$0].span.start < messages[$1].span.start }
    var diagnostics: [Diagnostic?] = Array(repeating: nil, count: messages.count)
    for index in order {
      let message = messages[index]
      var explanation = SyntaxExplanation(message, contexts.context(at: message.span.start), text)
      explanation.explain()
      diagnostics[index] = Diagnostic(
        severity: message.severity == .error ? .error : .warning, phase: .compile, code: message.id.rawValue,
        message: message.message, at: text.location(explanation.span), notes: explanation.notes,
        fixes: explanation.fixes, plainText: message.plainBytes(source))
    }
    return diagnostics.compactMap { $0 }
  }
}
