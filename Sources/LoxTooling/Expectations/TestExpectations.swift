/// What a script must do according to its comments, in the format of the book's test suite.
public struct TestExpectations: Sendable {
  /// A comment's text and the number of the line that it stands in.
  public struct Comment: Sendable {
    public var line: Int
    public var text: [UInt8]
  }

  /// `// expect: TEXT`: the lines of standard output.
  public private(set) var output: [Comment] = []
  /// `// expect stderr: TEXT`: the lines of standard error.
  public private(set) var errorOutput: [Comment] = []
  /// `// Error...`, `// [line N] Error...` or `// [c line N] Error...`: the lines of standard error in any
  /// order, as they are printed.
  public private(set) var compileErrors: [Comment] = []
  /// `// expect runtime error: MESSAGE`.
  public private(set) var runtimeError: Comment?
  /// Comments that look like an expectation, but are none.
  public private(set) var misspelt: [MisspeltExpectation] = []
  /// False for a file that is there to be used by others, which a comment `// nontest` says.
  public private(set) var isTest = true
  /// Whether an expectation stands in a line that ends with CRLF: then the script's strings of several lines have such
  /// line ends, too, of which the comments can't speak.
  public private(set) var hasReturns = false

  /// Whether the script says anything: of one that doesn't, nothing is known of what it prints.
  public var isEmpty: Bool {
    output.isEmpty && errorOutput.isEmpty && compileErrors.isEmpty && runtimeError == nil
  }

  /// The status that the command must end with.
  public var exitStatus: Int32 { !compileErrors.isEmpty ? 65 : runtimeError == nil ? 0 : 70 }

  public init(_ source: [UInt8]) {
    for (index, line) in source.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated()
    {
      read(line, number: index + 1)
    }
  }

  /// Takes the expectation of a line, of which there is one at most.
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
      // An error in another line.
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
  /// What follows the first occurrence of a text; nil if there is none.
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
