import LoxSource
import LoxTerminal
import LoxTooling

/// Text in Markdown, as a terminal shows it: paragraphs in lines of a width, code in colors, and tables.
///
/// It knows the Markdown that the tour uses.
struct TourPage {
  private let columns: Int
  private let hasColor: Bool
  private(set) var text = ""

  init(columns: Int, hasColor: Bool) {
    (self.columns, self.hasColor) = (max(columns, 20), hasColor)
  }

  // MARK: - Parts

  mutating func add(_ chapter: Tour.Chapter) {
    beginBlock()
    text += styled(chapter.title, Style(isBold: true)) + "\n"
    var lines = chapter.lines[...]
    while let first = lines.first {
      if first.isEmpty {
        lines = lines.dropFirst()
        continue
      }
      beginBlock()
      if first.hasPrefix("```") {
        let code = lines.dropFirst().prefix { !$0.hasPrefix("```") }
        addCode(code.filter { $0 != "// lox: extended" }.joined(separator: "\n"))
        lines = lines[code.endIndex...].dropFirst()
        continue
      }
      let block = lines.prefix { !$0.isEmpty && !$0.hasPrefix("```") }
      if first.hasPrefix("|") { addTable(block) } else { addParagraph(block.joined(separator: " ")) }
      lines = lines[block.endIndex...]
    }
  }

  /// A paragraph.
  mutating func add(_ paragraph: String) {
    beginBlock()
    addParagraph(paragraph)
  }

  /// The names of the chapters, and what they are about.
  mutating func addContents(_ chapters: [Tour.Chapter]) {
    let width = chapters.map { $0.name.count }.max() ?? 0
    for chapter in chapters {
      if chapter.isPart { beginBlock() }
      let indentation = chapter.isPart ? "" : "  "
      let name = indentation + chapter.name
      text += styled(name, Style(.blue, isBold: chapter.isPart))
      text += String(repeating: " ", count: width + 4 - name.count)
      addLines(of: chapter.summary, indentation: width + 4, isIndented: true)
    }
  }

  /// An empty line between blocks.
  private mutating func beginBlock() {
    if !text.isEmpty { text += "\n" }
  }

  private mutating func addParagraph(_ paragraph: String) {
    addLines(of: paragraph, indentation: 0, isIndented: true)
  }

  private mutating func addCode(_ code: String) {
    let bytes = Array(code.utf8)
    var result = ""
    var place = 0
    for part in hasColor ? HighlightedRange.all(in: bytes) : [] where part.range.lowerBound >= place {
      result += String(decoding: bytes[place..<part.range.lowerBound], as: UTF8.self)
      result += styled(String(decoding: bytes[part.range], as: UTF8.self), Style(part.class))
      place = part.range.upperBound
    }
    result += String(decoding: bytes[place...], as: UTF8.self)
    for line in result.split(separator: "\n", omittingEmptySubsequences: false) {
      text += line.isEmpty ? "\n" : "  \(line)\n"
    }
  }

  /// Two columns; what does not fit beside its first cell is on the next line.
  private mutating func addTable(_ lines: ArraySlice<Substring>) {
    let rows = lines.filter { !$0.hasPrefix("|-") }.map(cells)
    let width = min(columns / 2 - 2, rows.map { Markup($0[0]).columns }.max() ?? 0)
    for (index, row) in rows.enumerated() {
      let first = Markup(row[0])
      let fits = first.columns <= width
      if index == 0 {
        text += styled(first.text, Style(isBold: true))
      } else if fits {
        text += shown(first)
      } else {
        addLines(of: row[0], indentation: 0, isIndented: true)
      }
      if fits { text += String(repeating: " ", count: width - first.columns + 2) }
      if index == 0 {
        text += styled(row[1], Style(isBold: true)) + "\n"
      } else {
        addLines(of: row[1], indentation: width + 2, isIndented: fits)
      }
    }
  }

  /// The cells of a line `| a | b |`, in which `\|` is a bar.
  private func cells(_ line: Substring) -> [String] {
    var cells = [""]
    var isEscaped = false
    for character in line.dropFirst() {
      if character == "|", !isEscaped {
        cells.append("")
      } else {
        if isEscaped, character != "|" { cells[cells.count - 1] += "\\" }
        if character != "\\" { cells[cells.count - 1].append(character) }
      }
      isEscaped = character == "\\"
    }
    let texts = cells.dropLast().map {
      String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
    return texts.count >= 2 ? texts : texts + ["", ""]
  }

  // MARK: - Lines and styles

  /// Adds a text in lines that are indented, the first one too unless something stands before it.
  private mutating func addLines(of markdown: String, indentation: Int, isIndented: Bool) {
    let margin = String(repeating: " ", count: indentation)
    if !isIndented { text += margin }
    var used = indentation
    var isFirst = true
    for word in Markup(markdown).words {
      if !isFirst {
        if used + 1 + word.columns > columns {
          text += "\n" + margin
          used = indentation
        } else {
          text += " "
          used += 1
        }
      }
      text += shown(word)
      used += word.columns
      isFirst = false
    }
    text += "\n"
  }

  private func shown(_ markup: Markup) -> String {
    markup.runs.map { run in
      switch run.kind {
      case .plain: run.text
      case .code: hasColor ? styled(run.text, Style(.cyan)) : run.fenced
      case .emphasis: styled(run.text, Style(isUnderlined: true))
      }
    }.joined()
  }

  private func styled(_ part: String, _ style: Style) -> String {
    hasColor && style != .plain ? style.sequence + part + Style.plain.sequence : part
  }
}
