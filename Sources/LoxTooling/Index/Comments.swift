import LoxSource
import LoxSyntax

extension DocumentIndex {
  /// The text of the comment above a declaration, or for variables and fields of the one after it, without
  /// the slashes; nil if there is none.
  public func documentation(of declaration: Declaration) -> String? {
    if let text = commentAbove(declaration.span.start) { return text }
    switch declaration.kind {
    case .variable: return commentBehind(declaration.span.end)
    case .field, .key: return commentBehind(endOfStatement(from: declaration.nameSpan.start))
    default: return nil
    }
  }

  /// The first comment at a declaration of a symbol.
  public func documentation(of id: SymbolID) -> String? {
    // Usually the first declaration is the only one, and where the symbol says.
    let place = declarations.partitioningIndex { $0.nameSpan.start >= self[id].nameSpan.start }
    if place < declarations.count, declarations[place].symbol == id, !self[id].isGlobal, !isField(id) {
      return documentation(of: declarations[place])
    }
    for declaration in declarations where declaration.symbol == id {
      if let text = documentation(of: declaration) { return text }
    }
    return nil
  }

  /// Whether a member may have several declarations.
  private func isField(_ id: SymbolID) -> Bool { self[id].kind == .field || self[id].kind == .property }

  /// The comment lines directly above the line that begins with the token at an offset.
  private func commentAbove(_ offset: UInt32) -> String? {
    let bytes = source.bytes
    var lineStart = min(Int(offset), bytes.count)
    while lineStart > 0, bytes[lineStart - 1] != UInt8(ascii: "\n") {
      // A field is declared by an assignment, which begins before its name.
      let byte = bytes[lineStart - 1]
      guard byte.isBlank || isThisDot(before: lineStart) else { return nil }
      lineStart -= byte.isBlank ? 1 : 5
    }
    var lines: [String] = []
    // Going upwards, each comment ends the line before the one found last.
    var next = comments.partitioningIndex { $0.start >= lineStart }
    while next > 0, Int(comments[next - 1].end) + 1 == lineStart {
      next -= 1
      let start = Int(comments[next].start)
      let before = bytes[..<start].reversed().prefix { $0.isBlank }.count
      guard start == before || bytes[start - before - 1] == UInt8(ascii: "\n") else { break }
      let text = text(ofComment: comments[next])
      if !Self.isDirective(text) { lines.append(text) }
      lineStart = start - before
    }
    let text = lines.reversed().joined(separator: "\n")
    return text.allSatisfy(\.isWhitespace) ? nil : text
  }

  private func isThisDot(before end: Int) -> Bool {
    end >= 5 && source.bytes[(end - 5)..<end].elementsEqual("this.".utf8)
  }

  private func commentBehind(_ offset: UInt32) -> String? {
    let next = comments.partitioningIndex { $0.start >= offset }
    guard next < comments.count,
      source.text(of: SourceSpan(start: offset, end: comments[next].start)).allSatisfy(\.isBlank)
    else { return nil }
    let text = text(ofComment: comments[next])
    return text.isEmpty || Self.isDirective(text) ? nil : text
  }

  /// The end of the statement that continues at an offset, if it is near.
  private func endOfStatement(from offset: UInt32) -> UInt32 {
    var scanner = Scanner(source, profile: profile, from: offset)
    for _ in 0..<64 {
      let token = scanner.next()
      if token.kind == .semicolon || token.kind == .endOfFile { return token.span.end }
    }
    return offset
  }

  /// The text of a comment, without its slashes.
  private func text(ofComment span: SourceSpan) -> String {
    var text = source.text(of: span)
    if text.starts(with: "/*".utf8) {
      text = text.dropFirst(2).dropLast(2)
    } else {
      text = text.drop { $0 == UInt8(ascii: "/") }
    }
    if text.first == UInt8(ascii: " ") { text = text.dropFirst() }
    while let last = text.last, last.isBlank { text.removeLast() }
    return String(decoding: text, as: UTF8.self)
  }

  /// Whether a comment is addressed to a tool.
  private static func isDirective(_ text: String) -> Bool {
    text.hasPrefix("lint:") || text.hasPrefix("lox:")
  }
}
