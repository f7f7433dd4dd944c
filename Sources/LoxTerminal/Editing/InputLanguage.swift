/// What an editor needs to know about the language that is typed into it.
public protocol InputLanguage {
  /// What Enter does to a text.
  func continuation(of text: String) -> Continuation
  /// The styled parts of a text, in ascending order. `cursor` is the number of bytes before the cursor; nil
  /// when the text is finished.
  func styles(of text: String, cursor: Int?) -> [StyledRange]
  /// How a text may continue at its end, where the cursor is.
  func completions(of text: String) -> Completions
}

/// What Enter does with an input.
public enum Continuation: Equatable, Sendable {
  case complete
  /// Another line is needed, indented by this many levels.
  case incomplete(indentation: Int)
}

/// A range of bytes, and its style.
public struct StyledRange: Equatable, Sendable {
  public var bytes: Range<Int>
  public var style: Style

  public init(_ bytes: Range<Int>, _ style: Style) {
    self.bytes = bytes
    self.style = style
  }
}

/// The possible continuations of a text.
public struct Completions: Equatable, Sendable {
  /// The first byte that the candidates replace; they replace the text from there to its end.
  public var start: Int
  /// Sorted, each once.
  public var candidates: [String]

  public init(start: Int, candidates: [String]) {
    self.start = start
    self.candidates = candidates
  }

  /// The common prefix of all candidates.
  var commonPrefix: String {
    guard var prefix = candidates.first else { return "" }
    for candidate in candidates.dropFirst() { prefix = commonStart(prefix, candidate) }
    return prefix
  }

  private func commonStart(_ a: String, _ b: String) -> String {
    String(zip(a, b).prefix { $0 == $1 }.map(\.0))
  }
}
