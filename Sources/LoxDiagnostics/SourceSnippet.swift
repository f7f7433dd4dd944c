/// A line of a source, or the part of it around a span, with the part to underline.
struct SourceSnippet {
  /// The line, cut to the window.
  private(set) var text = ""
  /// The number of columns before the underline.
  private(set) var indent = 0
  /// The number of underlined columns, at least one.
  private(set) var width = 0

  /// The greatest number of columns shown.
  static let window = 100
  /// In a very long line, only this many bytes around the beginning of the span are examined.
  private static let reach = 400

  /// The span may begin before the line and end after it.
  init(_ line: ArraySlice<UInt8>, span: Range<Int>) {
    let start = min(max(span.lowerBound, line.startIndex), line.endIndex)
    let end = min(max(span.upperBound, start), line.endIndex)
    let near = SourceSnippet.around(start, in: line)
    let cells = DisplayCells(near).cells
    // Columns of the cells that the span touches.
    var column = 0
    var first: Int?
    var last = 0
    for cell in cells {
      if cell.bytes.upperBound > start, cell.bytes.lowerBound < max(end, start + 1) {
        if first == nil { first = column }
        last = column + cell.columns
      }
      column += cell.columns
    }
    // A span after the last byte, for example at the end of a line, is one column wide.
    let from = first ?? column
    let to = start == end ? from + 1 : max(last, from + 1)
    cut(
      cells, total: column, from: from, to: to, isCutBefore: near.startIndex > line.startIndex,
      isCutBehind: near.endIndex < line.endIndex)
  }

  /// The bytes near a place in a line, on character boundaries.
  private static func around(_ place: Int, in line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var from = max(line.startIndex, place - reach)
    var to = min(line.endIndex, place + reach)
    for _ in 0..<3 where from > line.startIndex && from < line.endIndex && line[from] & 0xC0 == 0x80 {
      from += 1
    }
    for _ in 0..<3 where to < line.endIndex && to > from && line[to] & 0xC0 == 0x80 { to -= 1 }
    return line[from..<max(from, to)]
  }

  /// Takes the cells in a window that shows the underlined columns, or the first of them.
  private mutating func cut(
    _ cells: [DisplayCell], total: Int, from: Int, to: Int, isCutBefore: Bool, isCutBehind: Bool
  ) {
    var left = 0
    if isCutBefore || to > SourceSnippet.window {
      let margin = max(10, (SourceSnippet.window - (to - from)) / 2)
      left = max(0, min(from - margin, max(total, to) - SourceSnippet.window))
    }
    let right = left + SourceSnippet.window
    if isCutBefore || left > 0 { text += "…" }
    let offset = isCutBefore || left > 0 ? 1 : 0
    var column = 0
    // Where the window actually begins: not inside a wide character.
    var begin: Int?
    var isCut = isCutBehind
    for cell in cells {
      let end = column + cell.columns
      if column >= left, end <= right {
        if begin == nil { begin = column }
        text += cell.text
      } else if end > right {
        isCut = true
      }
      column = end
    }
    if isCut { text += "…" }
    let origin = begin ?? left
    indent = max(0, from - origin) + offset
    width = max(1, min(to, right) - max(from, origin))
  }
}
