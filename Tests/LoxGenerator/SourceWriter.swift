/// Collects the lines of a program, indented by the blocks that are open.
struct SourceWriter {
  private(set) var text = ""
  /// The blanks before each line at the current depth.
  private(set) var indentation = ""
  /// For each open function, an upper bound of the number of constants in its code so far.
  private var constants = [0]

  /// An upper bound of the number of constants in the innermost function so far: its literals and names.
  /// Names of local variables need none, but are counted, so the figure is never too low.
  var constantCount: Int { constants.last ?? 0 }

  /// Writes one or several lines.
  mutating func line(_ line: String) {
    for part in line.split(separator: "\n", omittingEmptySubsequences: false) {
      text += part.isEmpty ? "\n" : "\(indentation)\(part)\n"
    }
    let pieces = Lexeme.split(Array(line.utf8))
    constants[constants.count - 1] += pieces.count { $0.category != .gap && $0.category != .symbol }
  }

  /// Writes a line that ends in an opening brace.
  mutating func open(_ header: String) {
    line(header + " {")
    indentation += "  "
  }

  /// Writes the brace that closes the innermost block, and what follows it on its line.
  mutating func close(_ rest: String = "") {
    indentation.removeLast(min(2, indentation.count))
    line("}" + rest)
  }

  /// Closes the innermost block and opens the next on the same line, as `else` does.
  mutating func reopen(_ header: String) {
    indentation.removeLast(min(2, indentation.count))
    open(header)
  }

  /// Opens a function body, whose constants are counted separately.
  mutating func openFunction(_ header: String) {
    open(header)
    constants.append(0)
  }

  mutating func closeFunction() {
    if constants.count > 1 { constants.removeLast() }
    close()
  }
}
