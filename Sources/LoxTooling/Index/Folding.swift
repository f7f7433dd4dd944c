import LoxSource
import LoxSyntax

/// Lines that an editor can fold, numbered from 0.
public struct FoldingRange: Hashable, Sendable {
  public var firstLine: Int
  /// The last line that is hidden.
  public var lastLine: Int
  /// Whether they are comments.
  public var isComment: Bool
}

extension DocumentIndex {
  /// Blocks in braces, lists in parentheses, strings and comments of more than one line, by their first line.
  public var foldingRanges: [FoldingRange] {
    let lines = LineTable(source)
    var ranges: [FoldingRange] = []
    func add(_ first: UInt32, _ last: UInt32, keepsLastLine: Bool) {
      let firstLine = lines.line(at: first) - 1
      let lastLine = lines.line(at: last) - (keepsLastLine ? 2 : 1)
      if lastLine > firstLine {
        ranges.append(FoldingRange(firstLine: firstLine, lastLine: lastLine, isComment: false))
      }
    }
    var open: [Token] = []
    // The number of braces among them; without any, there is no need to look for one.
    var braces = 0
    var scanner = Scanner(source, profile: profile)
    while true {
      let token = scanner.next()
      switch token.kind {
      case .leftBrace, .leftParenthesis, .leftBracket:
        open.append(token)
        if token.kind == .leftBrace { braces += 1 }
      case .rightBrace, .rightParenthesis, .rightBracket:
        let opening: TokenKind =
          switch token.kind {
          case .rightBrace: .leftBrace
          case .rightBracket: .leftBracket
          default: .leftParenthesis
          }
        guard opening == .leftBrace ? braces > 0 : open.count > braces else { break }
        while let last = open.popLast() {
          if last.kind == .leftBrace { braces -= 1 }
          guard last.kind == opening else { continue }
          add(last.span.start, token.span.start, keepsLastLine: true)
          break
        }
      case .string, .template: add(token.span.start, token.lastByte, keepsLastLine: false)
      default: break
      }
      if token.kind == .endOfFile { break }
    }
    ranges += commentFolds(lines)
    return ranges.sorted { ($0.firstLine, $1.lastLine) < ($1.firstLine, $0.lastLine) }
  }

  /// Runs of lines with only comments.
  private func commentFolds(_ lines: LineTable) -> [FoldingRange] {
    var result: [FoldingRange] = []
    for comment in comments {
      let line = lines.line(at: comment.start) - 1
      let before = source.bytes[Int(lines.start(ofLine: line + 1))..<Int(comment.start)]
      guard before.allSatisfy(\.isBlank) else { continue }
      if let last = result.last, last.lastLine == line - 1 {
        result[result.count - 1].lastLine = line
      } else {
        result.append(FoldingRange(firstLine: line, lastLine: line, isComment: true))
      }
    }
    return result.filter { $0.lastLine > $0.firstLine }
  }
}

extension DocumentIndex {
  /// What encloses a place, from the name or literal there to the whole source: each range contains the one
  /// before.
  public func selectionRanges(at offset: UInt32) -> [SourceSpan] {
    var spans = Set([SourceSpan(start: 0, end: UInt32(truncatingIfNeeded: source.bytes.count))])
    if let occurrence = occurrence(at: offset) { spans.insert(occurrence.span) }
    func consider(_ span: SourceSpan) {
      if span.start <= offset, offset <= span.end, span.end > span.start { spans.insert(span) }
    }
    for index in ast.expressions.indices { consider(ast.span(of: ExpressionID(index))) }
    for index in ast.statements.indices { consider(ast.span(of: StatementID(index))) }
    for function in ast.functions { consider(function.span) }
    for declaration in ast.classes { consider(declaration.span) }
    // Only nested ranges are an answer: at the border of two, the first is taken.
    var result: [SourceSpan] = []
    for span in spans.sorted(by: { ($0.end - $0.start, $0.start) < ($1.end - $1.start, $1.start) }) {
      if let inner = result.last, span.start > inner.start || span.end < inner.end { continue }
      result.append(span)
    }
    return result
  }
}
