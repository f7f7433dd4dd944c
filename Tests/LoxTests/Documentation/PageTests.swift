import Foundation
import Lox
import LoxBuiltins
import LoxTooling
import Testing

/// The pages about the language and its library say what scripts do.
@Suite struct PageTests {
  /// The code between each pair of fences, with the line on which it begins.
  private static func examples(of page: String) throws -> [(line: Int, code: String)] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Documentation/\(page)")
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

  /// The examples print what they say. The tour begins with the book's language.
  @Test(arguments: [
    ("Tour.md", 15), ("Language.md", 12), ("Core.md", 100), ("../README.md", 2), ("Testing.md", 2),
  ])
  func examples(page: String, count: Int) async throws {
    let examples = try PageTests.examples(of: page)
    #expect(examples.count >= count)
    for (line, code) in examples {
      let source = Array(code.utf8)
      let outcome = try ScriptRun().run(source, page == "Tour.md" ? .book : .extended)
      let comparison = TestComparison(
        TestExpectations(source), output: outcome.output, errorOutput: outcome.errors,
        exitStatus: outcome.exitCode)
      #expect(
        comparison.mismatches.isEmpty,
        "the example on line \(line): \(comparison.mismatches) \(outcome.errorText)")
    }
  }

  /// The errors that the reference of the core library lists are those that scripts get.
  @Test func errorsOfTheCoreLibrary() throws {
    let operations = CoreOperation.all.filter { !$0.errors.isEmpty }
    #expect(operations.count > 20)
    for operation in operations {
      for error in operation.errors {
        let outcome = try ScriptRun().run(error.code)
        #expect(outcome.errorText.split(separator: "\n").first ?? "" == error.message, "\(operation.name)")
      }
    }
  }

  /// Every operation has a documentation that is a sentence.
  @Test func documentationOfTheCoreLibrary() {
    for operation in CoreOperation.all {
      #expect(operation.documentation.first?.isLowercase == false, "\(operation.name)")
      #expect(operation.documentation.hasSuffix("."), "\(operation.name)")
    }
  }
}
