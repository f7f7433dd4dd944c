import LoxTooling

/// The result of a test run.
struct TestSummary {
  let passed: Int
  let failures: [(file: Path, mismatches: [TestComparison.Mismatch])]
  /// What could not be read.
  var errors: [FileError]
  /// Which parts of the scripts were executed, if that was requested.
  let coverage: [ScriptCoverage]

  /// Further mismatches in a file are only counted.
  private static let shownMismatches = 10

  var status: ExitStatus {
    if !errors.isEmpty { return .fileError }
    return failures.isEmpty ? .success : .failed
  }

  /// All failures, and a last line with the totals.
  var text: [UInt8] {
    failures.flatMap { text(of: $0.file, $0.mismatches) }
      + Array("\(passed) passed, \(failures.count) failed\n".utf8)
  }

  private func text(of file: Path, _ mismatches: [TestComparison.Mismatch]) -> [UInt8] {
    var text = Array("FAILED \(file.shown)\n".utf8)
    for mismatch in mismatches.prefix(TestSummary.shownMismatches) {
      text += Array("  \(mismatch.place)\n".utf8)
      text += line("    expected  ", mismatch.expected) + line("    but got   ", mismatch.actual)
    }
    let hidden = mismatches.count - TestSummary.shownMismatches
    if hidden > 0 { text += Array("  and \(hidden) more\n".utf8) }
    return text
  }

  private func line(_ title: String, _ bytes: [UInt8]?) -> [UInt8] {
    Array("\(title)\(bytes.map { ShownText.line($0) } ?? "(nothing)")\n".utf8)
  }
}
