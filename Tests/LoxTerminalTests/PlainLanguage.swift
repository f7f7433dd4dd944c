import LoxTerminal

/// A language in which inputs end with a semicolon, braces indent, and words are completed from a list.
struct PlainLanguage: InputLanguage {
  var words: [String] = []

  func continuation(of text: String) -> Continuation {
    if text.hasSuffix(";") || text.isEmpty { return .complete }
    let depth = text.filter { $0 == "{" }.count - text.filter { $0 == "}" }.count
    return .incomplete(indentation: max(0, depth))
  }

  /// Digits are red.
  func styles(of text: String, cursor: Int?) -> [StyledRange] {
    text.utf8.enumerated().filter { (0x30...0x39).contains($0.element) }.map {
      StyledRange($0.offset..<$0.offset + 1, Style(.red))
    }
  }

  func completions(of text: String) -> Completions {
    let word = text.split(separator: " ", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    return Completions(
      start: text.utf8.count - word.utf8.count, candidates: words.filter { $0.hasPrefix(word) })
  }
}

extension LineEditor {
  init(_ text: String = "", words: [String] = [], history: [String] = []) {
    self.init(
      prompt: "> ", continuationPrompt: "| ", language: PlainLanguage(words: words), history: History(history)
    )
    begin()
    buffer = EditBuffer(text)
  }

  /// Types a text, one key for each character.
  mutating func type(_ text: String) {
    for character in text { _ = handle(.text(character)) }
  }

  mutating func press(_ keys: Key...) {
    for key in keys { _ = handle(key) }
  }

  /// The text with a bar at the cursor.
  var marked: String {
    String(buffer.characters[..<buffer.cursor]) + "|" + String(buffer.characters[buffer.cursor...])
  }
}
