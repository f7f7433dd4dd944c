import LoxSource

/// Something wrong with a script: what, where, and what is known about the cause.
public struct Diagnostic: Sendable {
  /// How serious it is.
  public enum Severity: String, Sendable, CaseIterable {
    /// The script can't be run, or its run has ended.
    case error
    /// The script can be run, but it is probably not what was meant.
    case warning
    /// The script can be run, and something in it can be left out.
    case hint
  }

  /// What reported it.
  public enum Phase: String, Sendable, CaseIterable {
    /// Reading the source, which failed.
    case read
    /// The compiler: nothing was executed.
    case compile
    /// A run, which the error has ended.
    case run
    /// A tool that looks for probable mistakes.
    case lint
  }

  /// How serious it is.
  public var severity: Severity
  /// What reported it.
  public var phase: Phase
  /// The name of the problem, which `lox explain` takes; nil if it has none.
  public var code: String?
  /// A sentence, such as `Expect ';' after value.`
  public var message: String
  /// Where it is. Nil if it has no place in a source, for example when a host function fails that the host
  /// has called.
  ///
  /// This is the place that a reader should look at: for a missing semicolon at the end of a line, that end,
  /// whereas clox names the token on the next line.
  public var location: SourceLocation?
  /// Notes that help to understand it.
  public var notes: [Note]
  /// Possible fixes, the best first.
  public var fixes: [Fix]
  /// For a runtime error, the active calls, the innermost first.
  public var trace: [TraceEntry]
  /// clox's text, without a line feed at the end. Its bytes are those of the source, so they may be invalid
  /// UTF-8.
  public var plainText: [UInt8]

  /// A diagnostic; without a `plainText`, clox's text is the message.
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

  /// A remark on the cause, possibly about another place.
  public struct Note: Sendable {
    /// The remark, in a few words.
    public var message: String
    /// The place that it is about, if that differs from the diagnostic's.
    public var location: SourceLocation?

    /// A note, possibly about another place.
    public init(_ message: String, at location: SourceLocation? = nil) {
      self.message = message
      self.location = location
    }
  }

  /// A line of a trace.
  public enum TraceEntry: Sendable {
    /// An active call; the function is nil for the script itself.
    case call(function: String?, at: SourceLocation?)
    /// A call of a function of the host.
    case hostCall(function: String)
    /// The call before this is that of a fiber's function; the next one has resumed the fiber.
    case resumption
    /// More calls of the functions in the preceding lines.
    case repetition(count: Int, functions: [String])
    /// Omitted calls.
    case omission(count: Int)
  }
}
