import Foundation
import Lox
import LoxTooling
import Testing

/// The examples of the tour print what it says.
@Suite struct TourTests {
  private static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Documentation/Tour.md")

  /// The code between each pair of fences, with the line on which it begins.
  private static func examples() throws -> [(line: Int, code: String)] {
    var examples: [(line: Int, code: String)] = []
    var code: [Substring]?
    var start = 0
    let lines = try String(contentsOf: file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() {
      if line == "```lox" {
        code = []
        start = number + 2
      } else if line == "```", let piece = code {
        examples.append((start, piece.joined(separator: "\n") + "\n"))
        code = nil
      } else {
        code?.append(line)
      }
    }
    return examples
  }

  @Test func examples() async throws {
    let examples = try TourTests.examples()
    #expect(examples.count > 10)
    for (line, code) in examples {
      let source = Array(code.utf8)
      let outcome = try ScriptRun().run(source, .book)
      let comparison = TestComparison(
        TestExpectations(source), output: outcome.output, errorOutput: outcome.errors,
        exitStatus: outcome.exitCode)
      #expect(
        comparison.mismatches.isEmpty,
        "the example on line \(line): \(comparison.mismatches) \(outcome.errorText)")
    }
  }
}
