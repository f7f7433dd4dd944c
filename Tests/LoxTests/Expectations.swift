/// What a conformance script must do, according to its comments. The format is told in the README of the scripts.
struct Expectations {
  /// The lines of standard output.
  private(set) var output: [[UInt8]] = []
  /// All lines of standard error in their order; empty if they aren't given.
  private(set) var errorOutput: [[UInt8]] = []
  /// The lines of standard error in any order.
  private(set) var compileErrors: Set<[UInt8]> = []
  /// The message of a runtime error, and the line it happens in.
  private(set) var runtimeError: (message: [UInt8], line: Int)?

  init(_ source: [UInt8]) {
    let lines = source.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      // A line may have other comments, and strings that look like some, before the one that counts.
      let mark = Array("// ".utf8)
      for start in line.indices where line[start...].starts(with: mark) {
        if read(line[start...].dropFirst(mark.count), inLine: index + 1) { break }
      }
    }
  }

  /// Takes what a comment says; false if it says nothing.
  private mutating func read(_ comment: ArraySlice<UInt8>, inLine line: Int) -> Bool {
    func rest(after text: String) -> ArraySlice<UInt8>? {
      comment.starts(with: text.utf8) ? comment.dropFirst(text.utf8.count) : nil
    }
    func trimmed(_ text: ArraySlice<UInt8>) -> [UInt8] {
      Array(text.first == UInt8(ascii: " ") ? text.dropFirst() : text)
    }
    if let text = rest(after: "expect:") {
      output.append(trimmed(text))
    } else if let text = rest(after: "expect stderr:") {
      errorOutput.append(trimmed(text))
    } else if let text = rest(after: "expect runtime error: ") {
      runtimeError = (Array(text), line)
    } else if rest(after: "Error") != nil {
      compileErrors.insert(Array("[line \(line)] ".utf8) + comment)
    } else if let text = rest(after: "[line ") ?? rest(after: "[c line ") {
      let digits = text.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard !digits.isEmpty, text[digits.endIndex...].starts(with: "] Error".utf8) else { return false }
      compileErrors.insert(Array("[line ".utf8) + text)
    } else {
      return false
    }
    return true
  }

  // MARK: - Comparing

  /// What the script did otherwise than expected, a sentence each.
  func differences(from outcome: Outcome) -> [String] {
    var differences: [String] = []
    func expect(_ expected: String, _ actual: String, _ place: String) {
      if expected != actual { differences.append("\(place): expected \(expected), but got \(actual)") }
    }

    let printed = lines(of: outcome.output)
    for (index, pair) in zip(output, printed).enumerated() where pair.0 != pair.1 {
      expect(text(pair.0), text(pair.1), "output line \(index + 1)")
    }
    expect("\(output.count) lines", "\(printed.count) lines", "output")

    let errors = lines(of: outcome.errors)
    if !errorOutput.isEmpty, errorOutput != errors {
      differences.append("standard error:\n\(text(errors))\nis not\n\(text(errorOutput))")
    }
    if let runtimeError {
      expect(text(runtimeError.message), text(errors.first ?? []), "runtime error")
      let place = Array("[line \(runtimeError.line)] ".utf8)
      if errors.count < 2 || !errors[1].starts(with: place) {
        differences.append("trace: expected \(text(place)), but got \(text(errors.dropFirst().first ?? []))")
      }
      expect("70", "\(outcome.exitCode)", "exit code")
    } else {
      if Set(errors) != compileErrors {
        differences.append("errors:\n\(text(errors))\nare not\n\(text(Array(compileErrors)))")
      }
      expect(compileErrors.isEmpty ? "0" : "65", "\(outcome.exitCode)", "exit code")
    }
    return differences
  }

  private func lines(of bytes: [UInt8]) -> [[UInt8]] {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.map { Array($0) }
  }

  private func text(_ line: [UInt8]) -> String { "'" + String(decoding: line, as: UTF8.self) + "'" }

  private func text(_ lines: [[UInt8]]) -> String { lines.map { text($0) }.joined(separator: "\n") }
}
