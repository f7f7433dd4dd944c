/// Finds where a script did not do what it should.
public struct TestComparison: Sendable {
  /// A place where a script did not do what it should.
  public struct Mismatch: Sendable {
    public var place: String
    /// Nil if nothing was expected.
    public var expected: [UInt8]?
    public var actual: [UInt8]?

    public init(place: String, expected: [UInt8]?, actual: [UInt8]?) {
      (self.place, self.expected, self.actual) = (place, expected, actual)
    }
  }

  private let expectations: TestExpectations
  public private(set) var mismatches: [Mismatch] = []

  /// Compares the expectations with a script's standard output, standard error and exit status.
  public init(_ expectations: TestExpectations, output: [UInt8], errorOutput: [UInt8], exitStatus: Int32) {
    self.expectations = expectations
    for comment in expectations.misspelt {
      note("not an expectation (line \(comment.line))", expected: comment.meant, actual: comment.text)
    }
    let errors = lines(of: errorOutput)
    if !expectations.isEmpty { compare(expectations.output, lines(of: output), "output") }
    if !expectations.errorOutput.isEmpty { compare(expectations.errorOutput, errors, "standard error") }
    if let runtimeError = expectations.runtimeError {
      compareRuntimeError(runtimeError, errors)
    } else {
      compareCompileErrors(errors, exitStatus)
    }
    compareStatus(exitStatus)
  }

  private func lines(of bytes: [UInt8]) -> [[UInt8]] {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.map { line in
      Array(expectations.hasReturns && line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
    }
  }

  private mutating func note(_ place: String, expected: [UInt8]?, actual: [UInt8]?) {
    mismatches.append(Mismatch(place: place, expected: expected, actual: actual))
  }

  /// Compares lines one by one.
  private mutating func compare(
    _ comments: [TestExpectations.Comment], _ lines: [[UInt8]], _ place: String
  ) {
    for (comment, line) in zip(comments, lines) where comment.text != line {
      note("\(place) (line \(comment.line))", expected: comment.text, actual: line)
    }
    for comment in comments.dropFirst(lines.count) {
      note("\(place) (line \(comment.line))", expected: comment.text, actual: nil)
    }
    for line in lines.dropFirst(comments.count) { note(place, expected: nil, actual: line) }
  }

  private mutating func compareRuntimeError(_ comment: TestExpectations.Comment, _ errors: [[UInt8]]) {
    if errors.first != comment.text {
      note("runtime error (line \(comment.line))", expected: comment.text, actual: errors.first)
    }
    let place = Array("[line \(comment.line)] ".utf8)
    let trace = errors.dropFirst().first
    if trace?.starts(with: place) != true {
      note("place of the runtime error", expected: place.dropLast(), actual: trace)
    }
  }

  /// All errors must be expected, and all expected errors must occur, in any order.
  private mutating func compareCompileErrors(_ errors: [[UInt8]], _ status: Int32) {
    // If the whole of standard error is given, nothing else can be unexpected.
    if expectations.errorOutput.isEmpty {
      let expected = Set(expectations.compileErrors.map(\.text))
      // Of a runtime error's trace, the first line is enough.
      for line in status == 70 ? errors.prefix(2) : errors[...] where !expected.contains(line) {
        note("error", expected: nil, actual: line)
      }
    }
    for comment in expectations.compileErrors where !errors.contains(comment.text) {
      note("error (line \(comment.line))", expected: comment.text, actual: nil)
    }
  }

  private mutating func compareStatus(_ status: Int32) {
    guard status != expectations.exitStatus else { return }
    note(
      "exit status", expected: Array("\(expectations.exitStatus)".utf8), actual: Array("\(status)".utf8))
  }
}
