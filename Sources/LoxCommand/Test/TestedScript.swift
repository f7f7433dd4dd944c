import LoxTooling

/// What is known of a script after a test run.
struct TestedScript {
  /// A test that was called.
  struct Test {
    var function: CalledFunction
    var outcome: TestCall.Outcome
  }

  var file: Path
  var outcome: TestCase.Outcome
  var tests: [Test]

  /// What the script itself should have done.
  var mismatches: [TestComparison.Mismatch] {
    if case .failed(let mismatches) = outcome.verdict { mismatches } else { [] }
  }

  var error: FileError? {
    if case .notRead(let error) = outcome.verdict { error } else { nil }
  }

  /// Whether it was run at all, to the end of all of its tests that are selected.
  var isCounted: Bool {
    switch outcome.verdict {
    case .passed, .notJudged: tests.count == outcome.tests.count || !failures.isEmpty
    case .failed: true
    case .notRead, .notATest, .cancelled: false
    }
  }

  var failures: [Test] { tests.filter { $0.outcome.failure != nil } }

  var hasPassed: Bool { mismatches.isEmpty && failures.isEmpty }

  var coverage: [ScriptCoverage] {
    outcome.coverage + tests.flatMap(\.outcome.coverage)
  }
}

// MARK: - What people read

extension TestedScript {
  /// Further mismatches are only counted, and so are further lines of output.
  private static let shownMismatches = 10
  private static let shownLines = 20

  /// All failures.
  var text: [UInt8] {
    (mismatches.isEmpty ? [] : text(mismatches)) + failures.flatMap { Array(text($0).utf8) }
  }

  private func text(_ mismatches: [TestComparison.Mismatch]) -> [UInt8] {
    var text = Array("FAILED \(file.shown)\n".utf8)
    for mismatch in mismatches.prefix(TestedScript.shownMismatches) {
      text += Array("  \(mismatch.place)\n".utf8)
      text += line("    expected  ", mismatch.expected) + line("    but got   ", mismatch.actual)
    }
    let hidden = mismatches.count - TestedScript.shownMismatches
    if hidden > 0 { text += Array("  and \(hidden) more\n".utf8) }
    return text
  }

  private func line(_ title: String, _ bytes: [UInt8]?) -> [UInt8] {
    Array("\(title)\(bytes.map { ShownText.line($0) } ?? "(nothing)")\n".utf8)
  }

  private func text(_ test: Test) -> String {
    var lines = ["FAILED \(file.shown): \(test.function.name)"] + (test.outcome.failure?.lines ?? [])
    var printed = test.outcome.output.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if printed.last?.isEmpty == true { printed.removeLast() }
    if !printed.isEmpty { lines.append("  printed") }
    lines += printed.prefix(TestedScript.shownLines).map { "    " + ShownText.line($0) }
    let hidden = printed.count - TestedScript.shownLines
    if hidden > 0 { lines.append("    and \(hidden) more lines") }
    return lines.map { $0 + "\n" }.joined()
  }
}

// MARK: - What servers read

extension TestedScript {
  /// The script as a suite; nil if it is not a test.
  var suite: JUnitReport.Suite? {
    var cases: [JUnitReport.Case] = []
    var own = JUnitReport.Case(name: "script", time: outcome.time)
    switch outcome.verdict {
    case .passed: cases.append(own)
    case .failed(let mismatches):
      let details = String(decoding: text(mismatches), as: UTF8.self)
      own.result = .failed(mismatches.first?.place ?? "", details: details)
      cases.append(own)
    case .notRead(let error):
      own.result = .error(String(decoding: error.message.dropLast(), as: UTF8.self))
      cases.append(own)
    case .notJudged: break
    case .notATest, .cancelled: return nil
    }
    for function in outcome.tests {
      var result = JUnitReport.Case(name: function.name, line: function.line, result: .skipped)
      if let test = tests.first(where: { $0.function == function }) {
        result.time = test.outcome.time
        result.output = String(decoding: test.outcome.output.prefix(1 << 20), as: UTF8.self)
        result.result =
          test.outcome.failure.map {
            .failed($0.summary, details: $0.lines.map { $0 + "\n" }.joined())
          } ?? .passed
      }
      cases.append(result)
    }
    return JUnitReport.Suite(name: file.shown, cases: cases)
  }
}
