import LoxSource
import LoxSyntax

/// A block whose `}` is missing, as indentation tells: a method that follows is taken for a statement of the block, and
/// begins no further right than the line that opens it.
struct BlockByIndentation {
  let brace: SourceSpan
  /// The first token of the statement.
  let follower: SourceSpan
  /// Where the block should have ended.
  let end: SourceSpan
  let fix: Fix

  /// Nil if nothing of the kind can be seen.
  init?(_ error: CompilerMessage, _ context: SyntaxContext, _ text: SourceText) {
    let start = context.statementStart
    // `name(...) {`
    guard error.id.missingToken == .semicolon, context.token.kind == .leftBrace, start.kind == .identifier,
      context.before.first?.kind == .rightParenthesis
    else { return nil }
    let line = text.lines.line(at: start.span.start)
    guard let brace = context.openBrace, let indentation = text.indentation(ofLine: line),
      text.lines.column(at: start.span.start) == indentation.count + 1
    else { return nil }
    let openLine = text.lines.line(at: brace.start)
    guard openLine < line, let outer = text.indentation(ofLine: openLine), outer.starts(with: indentation),
      text.isIndented(afterLine: openLine, moreThan: outer), let last = text.lastByte(beforeLine: line)
    else { return nil }
    self.brace = brace
    follower = start.span
    end = SourceSpan(start: last + 1, end: last + 1)
    let insertion = "\n" + String(decoding: outer, as: UTF8.self) + "}"
    fix = Fix(title: "Insert '}'", edits: [Fix.Edit(end, insertion)], isPreferred: true)
  }
}

extension SourceText {
  /// The blanks before the first token of a line; nil if there are very many.
  fileprivate func indentation(ofLine line: Int) -> ArraySlice<UInt8>? {
    let blanks = lines.bytes(ofLine: line).prefix(1000).prefix(while: \.isBlank)
    return blanks.count < 1000 ? blanks : nil
  }

  /// Whether the first line with anything in it after a line is indented.
  fileprivate func isIndented(afterLine line: Int, moreThan outer: ArraySlice<UInt8>) -> Bool {
    for next in (line + 1)..<max(line + 1, min(line + 100, lines.count + 1)) {
      guard let blanks = indentation(ofLine: next) else { return false }
      if blanks.count < lines.bytes(ofLine: next).count { return blanks.count > outer.count }
    }
    return false
  }

  /// The last byte before a line that is no blank and ends no line.
  fileprivate func lastByte(beforeLine line: Int) -> UInt32? {
    var offset = Int(lines.start(ofLine: line)) - 1
    while offset >= 0, bytes[offset].isBlank || bytes[offset] == UInt8(ascii: "\n") { offset -= 1 }
    return offset >= 0 ? UInt32(clamping: offset) : nil
  }
}
