import LoxSource
import LoxSyntax

/// Writes layouts: decides which groups are broken, and puts texts on lines.
struct LayoutPrinter {
  private static let maximumWidth = 100
  private static let indentation = 2
  /// The greatest column at which a line begins: otherwise the output for a deeply nested source would be
  /// quadratic in its depth.
  private static let maximumIndentation = 200

  private let bytes: [UInt8]
  private let lineEnd: [UInt8]
  private var output = LineOutput()
  /// The column at which a line begins after a break.
  private var indent = 0
  /// The number of enclosing flat groups; all groups around these are broken.
  private var flatGroups = 0
  /// After a comment: the column at which the next text begins, on another line.
  private var pendingIndent: Int?
  private var isEmptyLinePending = false

  init(_ source: Source, lineEnd: [UInt8]) {
    bytes = source.bytes
    self.lineEnd = lineEnd
    output = LineOutput(lineEnd: lineEnd)
    output.reserveCapacity(bytes.count &+ bytes.count / 8)
  }

  mutating func print(_ items: [LayoutItem]) {
    for item in items {
      switch item.kind {
      case .text: text(item)
      case .string: string(item)
      case .line, .softLine:
        if flatGroups == 0 { newLine(at: indent) } else if item.kind == .line { output.space() }
      case .hardLine:
        isEmptyLinePending = isEmptyLinePending || item.flag
        newLine(at: indent)
      case .indent: indent &+= Self.indentation
      case .dedent: indent &-= Self.indentation
      case .open: open(item)
      case .close: if flatGroups > 0 { flatGroups &-= 1 }
      case .trailingComment, .continuedComment, .ownComment: comment(item)
      case .emptyLine: isEmptyLinePending = true
      }
    }
  }

  private mutating func open(_ item: LayoutItem) {
    let mustBreak = item.flag || pendingIndent != nil
    if flatGroups > 0 || item.isKept && !item.flag
      || !mustBreak && output.column &+ Int(item.start) <= Self.maximumWidth
    {
      flatGroups &+= 1
    }
  }

  private mutating func newLine(at column: Int) {
    pendingIndent = nil
    output.newLine(at: min(column, Self.maximumIndentation), isEmptyLineBefore: isEmptyLinePending)
    isEmptyLinePending = false
  }

  private mutating func text(_ item: LayoutItem) {
    if let column = pendingIndent { newLine(at: column) }
    if item.flag { output.space() }
    output.append(bytes, Int(item.start), Int(item.end))
  }

  /// A string may have several lines, and multi-byte characters.
  private mutating func string(_ item: LayoutItem) {
    text(item)
    output.fixColumn(Int(item.end &- item.start))
  }

  private mutating func comment(_ item: LayoutItem) {
    let start = Int(item.start)
    switch item.kind {
    case .trailingComment where bytes[start..<Int(item.end)].contains(UInt8(ascii: "\n")):
      output.space()
      output.append(bytes, start, Int(item.end))
      output.fixColumn(Int(item.end) &- start)
      pendingIndent = indent &+ Self.indentation
    case .trailingComment:
      output.trailingComment(bytes, start, Int(item.end), sourceColumn: bytes.column(of: start))
      pendingIndent = indent &+ Self.indentation
    case .continuedComment:
      newLine(at: 0)
      output.trailingComment(bytes, start, Int(item.end), sourceColumn: bytes.column(of: start))
      pendingIndent = indent &+ Self.indentation
    default:
      isEmptyLinePending = isEmptyLinePending || item.flag
      if let column = pendingIndent {
        newLine(at: column)
      } else if !output.isAtLineStart {
        newLine(at: indent)
      }
      let column = output.column
      output.append(bytes, start, Int(item.end))
      output.fixColumn(Int(item.end) &- start)
      pendingIndent = column
    }
  }

  /// All output, including the end of its last line.
  mutating func finish() -> [UInt8] {
    output.finish()
  }
}
