/// A diagnostic for people to read:
///
///     error: Operands must be numbers.
///      --> total.lox:3:10
///       |
///     3 |   return a * b;
///       |          ^^^^^
///       = the operands are 2 (a number) and nil
///     trace:
///       in product() at total.lox:3:10
///       in script at total.lox:6:7
struct RichText {
  private(set) var text = ""
  private let color: Bool
  /// The digits of the largest line number.
  private let gutter: Int

  init(_ diagnostic: Diagnostic, color: Bool) {
    self.color = color
    let locations = [diagnostic.location] + diagnostic.notes.map(\.location)
    let largest = locations.map { $0?.endLine ?? 1 }.max() ?? 1
    gutter = String(largest).count
    write(diagnostic)
  }

  private enum Style: String {
    case error = "1;31"
    case warning = "1;33"
    case note = "1;36"
    case frame = "34"
    case strong = "1"
    case none = ""
  }

  private mutating func add(_ part: String, _ style: Style = .none) {
    if color, style != .none, !part.isEmpty {
      text += "\u{1B}[\(style.rawValue)m\(part)\u{1B}[0m"
    } else {
      text += part
    }
  }

  private mutating func write(_ diagnostic: Diagnostic) {
    let style: Style =
      switch diagnostic.severity {
      case .error: .error
      case .warning: .warning
      case .hint: .note
      }
    add(diagnostic.severity.rawValue, style)
    if let code = diagnostic.code { add("[\(code.displayed)]", style) }
    add(": \(diagnostic.message.displayed)", .strong)
    add("\n")
    if let location = diagnostic.location { write(location, mark: "^", style) }
    for note in diagnostic.notes where note.location == nil {
      add(margin + "= ", .frame)
      add("\(note.message.displayed)\n")
    }
    for note in diagnostic.notes {
      guard let location = note.location else { continue }
      add("note", .note)
      add(": \(note.message.displayed)\n")
      write(location, mark: "-", .note)
    }
    // A single entry would only repeat the place of the error.
    if diagnostic.trace.count > 1 {
      add("trace", .note)
      add(":\n")
      for entry in diagnostic.trace { add("  \(entry.text)\n") }
    }
  }

  /// Blanks as wide as the line numbers and the blank after them.
  private var margin: String { String(repeating: " ", count: gutter + 1) }

  private mutating func write(_ location: SourceLocation, mark: Character, _ style: Style) {
    add(String(repeating: " ", count: gutter) + "--> ", .frame)
    add("\(location.description.displayed)\n")
    add(margin + "|\n", .frame)
    write(location, line: location.line, mark, style)
    if location.endLine > location.line {
      if location.endLine > location.line + 1 { add("...\n", .frame) }
      write(location, line: location.endLine, mark, style)
    }
  }

  /// Writes a line of the source, and underlines the part that belongs to the location.
  private mutating func write(_ location: SourceLocation, line: Int, _ mark: Character, _ style: Style) {
    let bytes = location.text.lines.bytes(ofLine: line)
    var span = location.span
    if line > location.line {
      // The indentation of continuation lines is not underlined.
      let start = bytes.firstIndex { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") } ?? bytes.endIndex
      span = min(start, span.upperBound)..<span.upperBound
    }
    let snippet = SourceSnippet(bytes, span: span)
    let number = String(line)
    add(String(repeating: " ", count: max(0, gutter - number.count)) + number + " |", .frame)
    add(snippet.text.isEmpty ? "\n" : " \(snippet.text)\n")
    add(margin + "|", .frame)
    add(String(repeating: " ", count: snippet.indent + 1))
    add(String(repeating: mark, count: snippet.width), style)
    add("\n")
  }
}

extension Diagnostic.TraceEntry {
  fileprivate var text: String {
    switch self {
    case .call(let function, let location):
      let place = location.map { " at \($0)" } ?? ""
      return ("in " + (function.map { "\($0)()" } ?? "script") + place).displayed
    case .hostCall(let function): return "in host function \(function)".displayed
    case .resumption: return "in a fiber, resumed"
    case .repetition(let count, let functions):
      return
        "... \(count.grouped) more \(count == 1 ? "call" : "calls") of \(functions.enumerated.displayed)"
    case .omission(let count): return "... \(count.grouped) \(count == 1 ? "call" : "calls") left out"
    }
  }
}

extension [String] {
  /// `a, b and c`
  fileprivate var enumerated: String {
    guard let last, count > 1 else { return first ?? "" }
    return "\(dropLast().joined(separator: ", ")) and \(last)"
  }
}
