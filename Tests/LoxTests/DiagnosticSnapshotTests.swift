import Foundation
import Lox
import LoxSyntax
import Testing

/// Whole texts of rich diagnostics, compared with those in `Tests/Diagnostics`.
///
/// If the environment variable `RECORD_DIAGNOSTICS` is set, the texts are written again; then look at what has changed.
@Suite struct DiagnosticSnapshotTests {
  fileprivate static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let folder = root.appendingPathComponent("Tests/Diagnostics")

  /// A script, and what is reported about it.
  private struct Example {
    var source: String
    var text: String
  }

  private static let separator = "====\n"
  private static let divider = "----\n"

  private static func examples(in name: String) throws -> [Example] {
    let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    return text.components(separatedBy: separator).map { part in
      let halves = part.components(separatedBy: divider)
      return Example(source: halves[0], text: halves.dropFirst().joined(separator: divider))
    }
  }

  private static func check(_ name: String, _ render: (String) throws -> String) throws {
    var examples = try examples(in: name)
    #expect(examples.count > 10)
    let isRecording = ProcessInfo.processInfo.environment["RECORD_DIAGNOSTICS"] != nil
    for index in examples.indices {
      let text = try render(examples[index].source)
      if !isRecording { #expect(text == examples[index].text, "\(examples[index].source)") }
      examples[index].text = text
    }
    guard isRecording else { return }
    let recorded = examples.map { $0.source + divider + $0.text }.joined(separator: separator)
    try recorded.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
  }

  @Test func compileErrors() throws {
    try Self.check("compile.txt") { try Self.diagnostics($0, .book, .rich(color: false)) }
  }

  @Test func compileErrorsOfExtendedLox() throws {
    try Self.check("compile-extended.txt") { try Self.diagnostics($0, .extended, .rich(color: false)) }
  }

  @Test func runtimeErrors() throws {
    try Self.check("run.txt") { try Self.diagnostics($0, .book, .rich(color: false)) }
  }

  /// What is reported about a script that fails.
  fileprivate static func diagnostics(
    _ source: String, _ language: Program.Language, _ format: DiagnosticFormat
  ) throws -> String {
    var options = Program.Options()
    options.language = language
    var limits = Limits()
    limits.callDepth = 5001
    do {
      try Isolate(limits: limits).run(Program(source, name: "script.lox", options: options))
    } catch let errors as CompileErrors {
      return errors.formatted(format)
    } catch let error as RuntimeError {
      return error.formatted(format)
    }
    return "no error\n"
  }

  /// Every message of the compiler is among the examples, except those that only large sources get.
  @Test func allMessagesHaveExamples() throws {
    let ofLargeSources: Set<DiagnosticID> = [
      // Without the arrow, no function begins.
      .expectedArrowAfterParameters,
      // Only sources that are one expression have it.
      .expectedEndOfExpression,
      .nestingTooDeep, .sourceTooLarge, .tooManyConstants, .loopTooLarge, .jumpTooLong, .tooManyLocals,
      .tooManyCaptures, .tooManyParameters, .tooManyArguments,
    ]
    let examples = try Self.examples(in: "compile.txt") + Self.examples(in: "compile-extended.txt")
    let shown = Set(examples.flatMap { $0.text.split(separator: "\n") })
    for id in DiagnosticID.allCases where !ofLargeSources.contains(id) {
      #expect(
        shown.contains { $0.hasPrefix("error[\(id.rawValue)]: \(id.message.dropLast())") },
        "no example of \(id)")
    }
  }
}

extension DiagnosticSnapshotTests {
  /// The examples in the documentation are true.
  @Test func documentation() throws {
    let file = Self.root.appendingPathComponent("Documentation/Diagnostics.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let pattern = /```lox\n([^`]*)```\n```(text|json)\n((?:[^`]|`[^`])*)```/
    let examples = text.matches(of: pattern)
    #expect(examples.count == 6)
    for example in examples {
      let format: DiagnosticFormat = example.2 == "json" ? .json : .rich(color: false)
      #expect(try Self.diagnostics(String(example.1), .book, format) == String(example.3))
    }
  }
}
