import LoxSource
import LoxSyntax

/// Writes fixes that change tokens of a source.
struct FixBuilder {
  let bytes: [UInt8]

  func spelling(_ token: Token) -> String { text(token.span) }

  func text(_ span: SourceSpan) -> String {
    String(decoding: bytes[span.range.clamped(to: bytes.indices)], as: UTF8.self)
  }

  /// The byte at an offset; nil if it is beyond the end.
  func byte(at offset: UInt32) -> UInt8? { bytes.indices.contains(Int(offset)) ? bytes[Int(offset)] : nil }

  func replacement(_ span: SourceSpan, _ text: String) -> Fix {
    let shown = text.trimmed
    return Fix(
      replacing: span, by: text, title: shown.isEmpty ? "Remove the character" : "Replace with '\(shown)'")
  }

  /// Replaces some tokens, and what is between them.
  func replacement(_ first: Token, _ last: Token, _ text: String) -> Fix {
    replacement(SourceSpan(start: first.span.start, end: last.span.end), text)
  }

  func insertion(_ text: String, at offset: UInt32) -> Fix {
    Fix(
      title: "Insert '\(text.trimmed)'", edits: [Fix.Edit(SourceSpan(start: offset, end: offset), text)],
      isPreferred: true)
  }

  /// Removes a token, and the blanks after it unless what follows would touch what is before.
  func removal(of token: Token, withBlanks: Bool = true) -> Fix {
    var end = Int(token.span.end)
    while withBlanks, end < bytes.count, bytes[end].isBlank { end += 1 }
    return Fix(
      title: "Remove '\(spelling(token))'",
      edits: [Fix.Edit(SourceSpan(start: token.span.start, end: UInt32(clamping: end)), "")],
      isPreferred: true)
  }

  /// Reads the script as extended Lox from now on. Never the preferred fix: the script may mean something else then.
  var switchToExtended: Fix {
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
    let isDirective = line.starts(with: "// lox:".utf8)
    let end = isDirective ? UInt32(clamping: line.count) : 0
    return Fix(
      title: "Use extended Lox",
      edits: [Fix.Edit(SourceSpan(start: 0, end: end), "// lox: extended" + (isDirective ? "" : "\n"))])
  }

  /// A word, with a blank where it would touch a neighbour.
  func padded(_ word: String, _ span: SourceSpan) -> String {
    let isBlankBefore = span.start == 0 || bytes[Int(span.start) - 1].isBlank
    let isBlankBehind = Int(span.end) >= bytes.count || bytes[Int(span.end)].isBlank
    return (isBlankBefore ? "" : " ") + word + (isBlankBehind ? "" : " ")
  }
}

extension String {
  fileprivate var trimmed: String { split(separator: " ").joined(separator: " ") }
}
