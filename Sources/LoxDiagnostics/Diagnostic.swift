import LoxSource

/// Something wrong with a script: what, where, and what is known of the cause.
public struct Diagnostic: Sendable {
  /// How bad it is.
  public enum Severity: String, Sendable, CaseIterable {
    /// The script can't be run, or its run has ended.
    case error
    /// The script can be run, but is probably not what was meant.
    case warning
    /// The script can be run, and something in it can be left out.
    case hint
  }

  /// What found it.
  public enum Phase: String, Sendable, CaseIterable {
    /// Reading the source: there is none to speak of.
    case read
    /// The compiler: nothing was executed.
    case compile
    /// A run, which it has ended.
    case run
    /// A tool that looks for what is probably not meant.
    case lint
  }

  /// How bad it is.
  public var severity: Severity
  /// What found it.
  public var phase: Phase
  /// What is wrong, by the name for which `lox explain` has an explanation; nil if it has none.
  public var code: String?
  /// A sentence, such as `Expect ';' after value.`
  public var message: String
  /// Where it is; nil if it has no place in a source, as when a host function fails that the host has called.
  ///
  /// It is the place that a reader should look at: of a semicolon that is missing at the end of a line, that end, whereas
  /// clox names the token on the next line.
  public var location: SourceLocation?
  /// What helps to understand it.
  public var notes: [Note]
  /// What may put it right, the best first.
  public var fixes: [Fix]
  /// Of an error of a run, the calls under way, the innermost first.
  public var trace: [TraceEntry]
  /// What clox says, without a line feed at the end; the bytes are those of the source, so they may be no UTF-8.
  public var plainText: [UInt8]

  /// A diagnostic; without a `plainText` of its own, clox's text is the message.
  public init(
    severity: Severity = .error, phase: Phase, code: String? = nil, message: String,
    at location: SourceLocation?,
    notes: [Note] = [], fixes: [Fix] = [], trace: [TraceEntry] = [], plainText: [UInt8]? = nil
  ) {
    self.severity = severity
    self.phase = phase
    self.code = code
    self.message = message
    self.location = location
    self.notes = notes
    self.fixes = fixes
    self.trace = trace
    self.plainText = plainText ?? Array(message.utf8)
  }

  /// A remark on the cause, which may be about another place.
  public struct Note: Sendable {
    /// The remark, in a few words.
    public var message: String
    /// The place that it is about, if that is another than the diagnostic's.
    public var location: SourceLocation?

    /// A note, which may be about another place.
    public init(_ message: String, at location: SourceLocation? = nil) {
      self.message = message
      self.location = location
    }
  }

  /// A line of a trace.
  public enum TraceEntry: Sendable {
    /// A call under way; the function is nil for the script itself.
    case call(function: String?, at: SourceLocation?)
    /// A call of a function of the host.
    case hostCall(function: String)
    /// More calls of the functions in the lines before.
    case repetition(count: Int, functions: [String])
    /// Calls that are left out.
    case omission(count: Int)
  }
}
