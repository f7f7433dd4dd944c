/// What an editor has to know of the language that is typed into it.
public protocol InputLanguage {
  /// What Enter does to a text.
  func continuation(of text: String) -> Continuation
  /// The parts of a text that have a style of their own, in ascending order. The cursor stands behind so many
  /// bytes; there is none when the text is finished.
  func styles(of text: String, cursor: Int?) -> [StyledRange]
  /// How a text may go on at its end, which is where the cursor stands.
  func completions(of text: String) -> Completions
}

/// What becomes of an input at Enter.
public enum Continuation: Equatable, Sendable {
  case complete
  /// There must be another line, indented by so many levels.
  case incomplete(indentation: Int)
}

/// Bytes of a text, and how they look.
public struct StyledRange: Equatable, Sendable {
  public var bytes: Range<Int>
  public var style: Style

  public init(_ bytes: Range<Int>, _ style: Style) {
    self.bytes = bytes
    self.style = style
  }
}

/// The ways in which a text may go on.
public struct Completions: Equatable, Sendable {
  /// The byte where what the candidates replace begins; it reaches to the end of the text.
  public var start: Int
  /// Sorted, each once.
  public var candidates: [String]

  public init(start: Int, candidates: [String]) {
    self.start = start
    self.candidates = candidates
  }

  /// What all candidates begin with.
  var commonPrefix: String {
    guard var prefix = candidates.first else { return "" }
    for candidate in candidates.dropFirst() { prefix = commonStart(prefix, candidate) }
    return prefix
  }

  private func commonStart(_ a: String, _ b: String) -> String {
    String(zip(a, b).prefix { $0 == $1 }.map(\.0))
  }
}
