import LoxSource

/// A message of the compiler about a place in a source, in clox's words; `LoxDiagnostics` turns it into what
/// people read.
public struct CompilerMessage: Hashable, Sendable, CustomStringConvertible {
  public enum Severity: String, Sendable {
    case error = "Error"
    case warning = "Warning"
  }

  /// What a message says about its place beyond the line.
  public enum Place: Sendable {
    /// The text of a token.
    case token
    /// The end of the source.
    case end
    /// Nothing: the bytes there are not a token.
    case unnamed

    /// How the place of a token is described.
    public init(of kind: TokenKind) {
      self = kind == .endOfFile ? .end : kind.isError ? .unnamed : .token
    }
  }

  public var severity: Severity
  /// What is wrong.
  public var id: DiagnosticID
  public var place: Place
  /// The bytes of the token; empty at the end of the source.
  public var span: SourceSpan
  /// The text of the token, with invalid UTF-8 repaired.
  public var lexeme: String
  /// What the message names: the text at its place.
  public var subject: String
  /// The line, from 1, on which the token ends.
  public var line: Int
  /// The token's first byte on that line, from 1.
  public var column: Int
  /// What the message compares the token with; for a second declaration, the name in the first one.
  public var related: SourceSpan?

  public init(
    _ id: DiagnosticID, severity: Severity = .error, at span: SourceSpan, place: Place = .token,
    related: SourceSpan? = nil, in source: Source, lines: LineTable
  ) {
    self.severity = severity
    self.id = id
    self.place = place
    self.related = related
    self.span = span
    subject = String(decoding: source.text(of: span), as: UTF8.self)
    lexeme = place == .token ? subject : ""
    // Not the line of the last byte: the line feed at the end of an unterminated string begins a new line.
    line = lines.line(at: span.end)
    column = lines.line(at: span.start) == line ? lines.column(at: span.start) : 1
  }

  /// A sentence, such as `Expect ';' after value.`
  public var message: String {
    switch id {
    case .unknownEscape: "Unknown escape '\(subject)'."
    case .assignmentToConstant: "Can't assign to constant '\(subject)'."
    case .assignmentToImport: "Can't assign to imported '\(subject)'."
    case .privateImport: "Can't import private '\(subject)'."
    default: id.message
    }
  }

  /// `[line 3] Error at 'x': Message.`
  public var description: String {
    switch place {
    case .token: "\(prefix) at '\(lexeme)': \(message)"
    case .end: "\(prefix) at end: \(message)"
    case .unnamed: "\(prefix): \(message)"
    }
  }

  /// The description with the token's bytes exactly as they are in the source.
  public func plainBytes(_ source: Source) -> [UInt8] {
    guard place == .token else { return Array(description.utf8) }
    return Array("\(prefix) at '".utf8) + source.text(of: span) + Array("': \(message)".utf8)
  }

  private var prefix: String { "[line \(line)] \(severity.rawValue)" }
}
