/// What a script must do according to its comments, in the format of the book's test suite.
public struct TestExpectations: Sendable {
  /// A comment's text and line number.
  public struct Comment: Sendable {
    public var line: Int
    public var text: [UInt8]
  }

  /// `// expect: TEXT`: the lines of standard output.
  public private(set) var output: [Comment] = []
  /// `// expect stderr: TEXT`: the lines of standard error.
  public private(set) var errorOutput: [Comment] = []
  /// `// Error...`, `// [line N] Error...` or `// [c line N] Error...`: lines of standard error in any order,
  /// as they are printed.
  public private(set) var compileErrors: [Comment] = []
  /// `// expect runtime error: MESSAGE`.
  public private(set) var runtimeError: Comment?
  /// Comments that look like an expectation but are not one.
  public private(set) var misspelt: [MisspeltExpectation] = []
  /// False for a file that is only used by others, which is marked by a comment `// nontest`.
  public private(set) var isTest = true
  /// Whether a line with an expectation ends with CRLF. If so, the script's multi-line strings contain such
  /// line ends too, which the comments can't express.
  public private(set) var hasReturns = false

  /// Whether the script has no expectations, so that nothing is known about its output.
  public var isEmpty: Bool {
    output.isEmpty && errorOutput.isEmpty && compileErrors.isEmpty && runtimeError == nil
  }

  /// The expected exit status of the command.
  public var exitStatus: Int32 { !compileErrors.isEmpty ? 65 : runtimeError == nil ? 0 : 70 }

  public init(_ source: [UInt8]) {
    for (index, line) in source.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated()
    {
      read(line, number: index + 1)
    }
  }

  /// Takes the expectation of a line, which has at most one.
  private mutating func read(_ line: ArraySlice<UInt8>, number: Int) {
    // Most lines have no comment.
    guard line.rest(after: "//") != nil else { return }
    var line = line
    if line.last == UInt8(ascii: "\r") {
      hasReturns = true
      line.removeLast()
    }
    if line.rest(after: "// nontest") != nil {
      isTest = false
    } else if let text = line.rest(after: "// expect:") {
      output.append(Comment(line: number, text: text.withoutFirstSpace))
    } else if let text = line.rest(after: "// expect stderr:") {
      errorOutput.append(Comment(line: number, text: text.withoutFirstSpace))
    } else if let text = line.rest(after: "// Error") {
      compileErrors.append(Comment(line: number, text: "[line \(number)] Error".utf8 + text))
    } else if let text = line.rest(after: "// [line ") ?? line.rest(after: "// [c line ") {
      // An error on another line.
      let digits = text.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard !digits.isEmpty, text[digits.endIndex...].starts(with: "] Error".utf8) else { return }
      compileErrors.append(Comment(line: number, text: "[line ".utf8 + text))
    } else if let text = line.rest(after: "// expect runtime error: ") {
      runtimeError = Comment(line: number, text: Array(text))
    } else if let misspelt = MisspeltExpectation(line, number: number) {
      self.misspelt.append(misspelt)
    }
  }
}

extension ArraySlice<UInt8> {
  /// The rest after the first occurrence of a text; nil if there is none.
  func rest(after text: String) -> ArraySlice<UInt8>? {
    let bytes = Array(text.utf8)
    var rest = self
    while let start = rest.firstIndex(of: UInt8(ascii: "/")) {
      rest = rest[start...]
      if rest.starts(with: bytes) { return rest.dropFirst(bytes.count) }
      rest = rest.dropFirst()
    }
    return nil
  }

  fileprivate var withoutFirstSpace: [UInt8] { Array(first == UInt8(ascii: " ") ? dropFirst() : self) }
}

private func + (text: String.UTF8View, bytes: ArraySlice<UInt8>) -> [UInt8] { Array(text) + bytes }
