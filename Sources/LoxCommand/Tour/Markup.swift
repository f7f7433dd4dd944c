import LoxSource

/// A text with code, emphasis and links in Markdown, taken apart.
struct Markup {
  enum Kind { case plain, code, emphasis }

  struct Run {
    var kind: Kind
    var text: String

    /// Code as Markdown has it.
    var fenced: String { text.contains("`") ? "`` \(text) ``" : "`\(text)`" }
  }

  private(set) var runs: [Run] = []

  init(_ markdown: String) {
    var rest = markdown[...]
    while let first = rest.first {
      if first == "`" {
        // Code that contains a backquote is between two of them.
        let fence = rest.prefix { $0 == "`" }
        let (inner, after) = Markup.split(rest.dropFirst(fence.count), at: String(fence))
        let isPadded = fence.count > 1 && inner.hasPrefix(" ")
        add(.code, String(isPadded ? inner.dropFirst().dropLast() : inner))
        rest = after
      } else if first == "*" {
        let (inner, after) = Markup.split(rest.dropFirst(), at: "*")
        add(.emphasis, String(inner))
        rest = after
      } else if first == "[", let end = rest.firstIndex(of: "]"), rest[end...].hasPrefix("](") {
        // Of a link, only the text is kept.
        let after = Markup.split(rest[end...], at: ")").after
        rest = (String(rest[..<end].dropFirst()) + after)[...]
      } else {
        add(.plain, String(first))
        rest = rest.dropFirst()
      }
    }
  }

  private init(runs: [Run]) { self.runs = runs }

  /// What comes before a mark, and behind it.
  private static func split(_ text: Substring, at mark: String) -> (before: Substring, after: Substring) {
    var place = text.startIndex
    while place < text.endIndex {
      if text[place...].hasPrefix(mark) { return (text[..<place], text[place...].dropFirst(mark.count)) }
      place = text.index(after: place)
    }
    return (text, text[text.endIndex...])
  }

  private mutating func add(_ kind: Kind, _ text: String) {
    if runs.last?.kind == kind {
      runs[runs.count - 1].text += text
    } else {
      runs.append(Run(kind: kind, text: text))
    }
  }

  var text: String { runs.map(\.text).joined() }

  /// How wide it is, with the backquotes that code has where there are no colors.
  var columns: Int {
    runs.map { $0.kind == .code ? $0.fenced : $0.text }.joined().reduce(0) { $0 + $1.columns }
  }

  /// The parts between blanks. Code is not divided.
  var words: [Markup] {
    var words: [Markup] = []
    var word: [Run] = []
    for run in runs {
      if run.kind == .code {
        word.append(run)
        continue
      }
      for (index, part) in run.text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
        if index > 0, !word.isEmpty {
          words.append(Markup(runs: word))
          word = []
        }
        if !part.isEmpty { word.append(Run(kind: run.kind, text: String(part))) }
      }
    }
    return word.isEmpty ? words : words + [Markup(runs: word)]
  }
}
