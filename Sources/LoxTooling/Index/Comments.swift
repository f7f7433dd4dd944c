import LoxSyntax

extension DocumentIndex {
  /// What the comment above a declaration says, or for variables and fields the one behind it, without the
  /// slashes; nil without a comment.
  public func documentation(of declaration: Declaration) -> String? {
    if let text = commentAbove(declaration.span.start) { return text }
    switch declaration.kind {
    case .variable: return commentBehind(declaration.span.end)
    case .field: return commentBehind(endOfStatement(from: declaration.nameSpan.start))
    default: return nil
    }
  }

  /// What the comments at the declarations of a symbol say; the first that there is.
  public func documentation(of id: SymbolID) -> String? {
    for declaration in declarations where declaration.symbol == id {
      if let text = documentation(of: declaration) { return text }
    }
    return nil
  }

  /// The lines of nothing but comment directly above the line that begins with what is at an offset.
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
    while lineStart > 0 {
      let end = lineStart - 1
      var start = end
      while start > 0, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
      guard let text = Self.commentText(bytes[start..<end]) else { break }
      if !Self.isDirective(text) { lines.append(text) }
      lineStart = start
    }
    let text = lines.reversed().joined(separator: "\n")
    return text.allSatisfy(\.isWhitespace) ? nil : text
  }

  private func isThisDot(before end: Int) -> Bool {
    end >= 5 && source.bytes[(end - 5)..<end].elementsEqual("this.".utf8)
  }

  private func commentBehind(_ offset: UInt32) -> String? {
    let start = min(Int(offset), source.bytes.count)
    let line = source.bytes[start...].prefix { $0 != UInt8(ascii: "\n") }
    guard let text = Self.commentText(line), !Self.isDirective(text) else { return nil }
    return text.isEmpty ? nil : text
  }

  /// The end of the statement that goes on at an offset, as far as it is near.
  private func endOfStatement(from offset: UInt32) -> UInt32 {
    var scanner = Scanner(source, from: offset)
    for _ in 0..<64 {
      let token = scanner.next()
      if token.kind == .semicolon || token.kind == .endOfFile { return token.span.end }
    }
    return offset
  }

  /// The text of a line that holds nothing but a comment.
  private static func commentText(_ line: ArraySlice<UInt8>) -> String? {
    var text = line.drop { $0.isBlank }
    guard text.starts(with: "//".utf8) else { return nil }
    text = text.drop { $0 == UInt8(ascii: "/") }
    if text.first == UInt8(ascii: " ") { text = text.dropFirst() }
    while let last = text.last, last.isBlank { text.removeLast() }
    return String(decoding: text, as: UTF8.self)
  }

  /// Whether a comment speaks to a tool.
  private static func isDirective(_ text: String) -> Bool {
    text.hasPrefix("lint:") || text.hasPrefix("lox:")
  }
}

extension UInt8 {
  /// Whether it is a blank within a line, the carriage return before its end included.
  var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") || self == UInt8(ascii: "\r") }
}
