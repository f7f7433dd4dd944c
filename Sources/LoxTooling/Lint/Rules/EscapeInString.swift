import LoxDiagnostics
import LoxSource
import LoxSyntax

extension LintRule {
  public static let escapeInString = LintRule(
    id: "escape-in-string", severity: .warning,
    summary: "A string in double quotes contains '\\n' or '${'.",
    explanation: """
      In double quotes, a text is as it is written: a '\\n' is a backslash and an n, and '${' begins no value. Escapes and
      values are written in backquotes.

        print "total: ${sum}\\n";    // escape-in-string
        print `total: ${sum}\\n`;

      Sources in the book's language, which has no backquotes, are not reported, nor are patterns of regular expressions,
      in which '\\n' means a line end.
      """,
    fixes: { index, finding in index.template(at: finding.span) }
  ) { context, report in
    guard context.ast.profile == .extended else { return }
    let bytes = context.ast.source.bytes
    var patterns: Set<UInt32> = []
    for case (let pattern, _) in context.regexLiterals {
      patterns.insert(context.ast.span(of: pattern).start)
    }
    for literal in context.ast.strings {
      guard case .source(let span) = literal, span.start > 0, Int(span.end) < bytes.count,
        !patterns.contains(span.start - 1), bytes[Int(span.start) - 1] == UInt8(ascii: "\""),
        bytes[Int(span.end)] == UInt8(ascii: "\"")
      else { continue }
      guard let found = bytes[span.range].firstEscape else { continue }
      report(
        SourceSpan(start: span.start - 1, end: span.end + 1),
        found == UInt8(ascii: "\\")
          ? "In double quotes, '\\n' is a backslash and an 'n'. Did you mean a text in backquotes?"
          : "In double quotes, '${' begins no value. Did you mean a text in backquotes?")
    }
  }
}

extension ArraySlice<UInt8> {
  /// The first byte of the first `\n` or `${`.
  fileprivate var firstEscape: UInt8? {
    for index in indices.dropLast() {
      switch (self[index], self[index + 1]) {
      case (UInt8(ascii: "\\"), UInt8(ascii: "n")), (UInt8(ascii: "$"), UInt8(ascii: "{")):
        return self[index]
      default: continue
      }
    }
    return nil
  }
}

extension DocumentIndex {
  /// Makes a template of a string, if nothing else in it would then mean something.
  fileprivate func template(at span: SourceSpan) -> [Fix] {
    let text = source.text(of: span).dropFirst().dropLast()
    if text.contains(UInt8(ascii: "`")) { return [] }
    // Any other backslash would begin another escape.
    for index in text.indices.dropLast() where text[index] == UInt8(ascii: "\\") {
      if text[index + 1] != UInt8(ascii: "n") { return [] }
    }
    if text.last == UInt8(ascii: "\\") { return [] }
    let new = "`" + String(decoding: text, as: UTF8.self) + "`"
    let fixed = Source(name: source.name, bytes: bytes(replacing: [span], with: new))
    if DocumentIndex(source: fixed, profile: profile).hasErrors, !hasErrors { return [] }
    return [Fix(title: "Write it in backquotes", edits: [Fix.Edit(span, new)], isPreferred: true)]
  }
}
