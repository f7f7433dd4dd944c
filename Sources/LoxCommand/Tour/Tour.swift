import LoxSource

/// The chapters of `Documentation/Tour.md`, which the command contains.
struct Tour {
  struct Chapter {
    var title: String
    /// The title in lower-case letters and hyphens.
    var name: String
    /// Whether it opens a part of the tour.
    var isPart: Bool
    /// In Markdown, without the heading.
    var lines: [Substring]

    /// The first sentence, or its part before a colon, in Markdown.
    var summary: String {
      var summary = ""
      let text = lines.prefix { !$0.isEmpty }.joined(separator: " ")
      for (character, next) in zip(text, text.dropFirst() + " ") {
        if next == " ", character == ":" || character == "." && summary.last != "." { break }
        summary.append(character)
      }
      return summary
    }
  }

  static let chapters: [Chapter] = {
    var chapters: [Chapter] = []
    var isCode = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") { isCode.toggle() }
      let level = isCode ? 0 : line.prefix { $0 == "#" }.count
      if level > 1 {
        let title = String(line.dropFirst(level + 1))
        chapters.append(Chapter(title: title, name: name(of: title), isPart: level == 2, lines: []))
      } else if !chapters.isEmpty, !line.isEmpty || !chapters[chapters.count - 1].lines.isEmpty {
        chapters[chapters.count - 1].lines.append(line)
      }
    }
    return chapters
  }()

  private static func name(of title: String) -> String {
    let words = title.lowercased().split { !($0.isLetter || $0.isNumber) }
    return words.joined(separator: "-")
  }

  /// The chapter that a word means: its name or the beginning of that, or the beginning of a word in it or in its summary; nil if no
  /// chapter or several have that.
  static func chapter(_ word: String) -> Int? {
    let word = word.lowercased()
    let tests: [(Chapter) -> Bool] = [
      { $0.name == word }, { $0.name.hasPrefix(word) },
      { $0.name.split(separator: "-").contains { $0.hasPrefix(word) } },
      { name(of: $0.summary).split(separator: "-").contains { $0 == word } },
    ]
    for test in tests {
      let found = chapters.indices.filter { test(chapters[$0]) }
      if found.count == 1 { return found[0] }
      if !found.isEmpty { return nil }
    }
    return nil
  }
}
