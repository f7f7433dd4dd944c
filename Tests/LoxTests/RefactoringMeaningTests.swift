import Foundation
import Lox
import LoxDiagnostics
import LoxGenerator
import LoxSource
import LoxSyntax
import LoxTooling
import Testing

/// A script does the same after each refactoring.
@Suite struct RefactoringMeaningTests {
  #if DEBUG
    private static let (programs, places, maximumSize, step) = (3, 12, 2_000, 100)
  #else
    private static let (programs, places, maximumSize, step) = (6, 40, 6_000, 4)
  #endif

  @Test(arguments: 0..<6) func generatedPrograms(_ seed: Int) throws {
    var options = ProgramGenerator.Options()
    options.size = 10
    options.isExtended = seed % 2 == 1
    var generator = ProgramGenerator(seed: UInt64(seed), options: options)
    var random = SplitMix64(seed: UInt64(seed))
    var counts: [Refactoring.Kind: Int] = [:]
    for _ in 0..<Self.programs {
      let program = Array(generator.makeProgram().utf8)
      try check(program, seed % 2 == 1 ? .extended : .book, "seed \(seed)", &random, &counts)
    }
    #expect(counts.values.reduce(0, +) > 0)
  }

  @Test func conformance() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let folder = root.appending(path: "Conformance")
    let files =
      FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?
      .compactMap { $0 as? URL }.filter { $0.pathExtension == "lox" }.sorted { $0.path < $1.path } ?? []
    var random = SplitMix64(seed: 1)
    var counts: [Refactoring.Kind: Int] = [:]
    for file in stride(from: 0, to: files.count, by: Self.step).map({ files[$0] }) {
      let bytes = try Array(Data(contentsOf: file))
      // What shows lines, depths or fuel shows more than what a script does.
      let text = String(decoding: bytes, as: UTF8.self)
      if bytes.count > Self.maximumSize
        || ["trace", "import", "clock", "depth"].contains(where: text.contains)
      {
        continue
      }
      let profile = LanguageProfile(of: Source(name: "", bytes: bytes), otherwise: .book)
      try check(bytes, profile, file.lastPathComponent, &random, &counts)
    }
    #expect(counts.values.reduce(0, +) > 10)
    // A few scripts may have nothing to inline.
    let inlined = counts[.inlineVariable, default: 0] + counts[.inlineFunction, default: 0]
    if Self.step < 10 { #expect(inlined > 0) }
  }

  /// Applies what is offered at some places, and compares what the scripts do.
  private func check(
    _ bytes: [UInt8], _ profile: LanguageProfile, _ name: String, _ random: inout SplitMix64,
    _ counts: inout [Refactoring.Kind: Int]
  ) throws {
    let index = DocumentIndex(source: Source(name: "", bytes: bytes), profile: profile)
    guard !index.hasErrors, !bytes.isEmpty else { return }
    let language: Program.Language = profile == .book ? .book : .extended
    let expected = try ScriptRun().run(bytes, language)
    // Limits of the book's machine are errors that the index does not know.
    if expected.ending == .compileErrors { return }
    for _ in 0..<Self.places {
      for refactoring in index.refactorings(in: selection(index, bytes.count, &random)) {
        let changed = index.bytes(after: refactoring.edits)
        let outcome = try ScriptRun().run(changed, language)
        counts[refactoring.kind, default: 0] += 1
        guard outcome.output == expected.output, outcome.ending == expected.ending,
          message(outcome) == message(expected)
        else {
          Issue.record(
            """
            \(name): \(refactoring.title) \(refactoring.edits)
            \(expected.ending) \(message(expected)) became \(outcome.ending) \(message(outcome))
            \(String(decoding: changed, as: UTF8.self))
            """)
          return
        }
      }
    }
  }

  /// A name, an expression, a statement, or all from one to another.
  private func selection(_ index: DocumentIndex, _ count: Int, _ random: inout SplitMix64) -> SourceSpan {
    // Names are what can be inlined.
    if Bool.random(using: &random), let name = index.occurrences.randomElement(using: &random) {
      return SourceSpan(start: name.span.start, end: name.span.start)
    }
    let offset = UInt32.random(in: 0..<UInt32(count), using: &random)
    let spans = index.selectionRanges(at: offset)
    let first = spans.randomElement(using: &random) ?? SourceSpan(start: offset, end: offset)
    guard Int.random(in: 0..<3, using: &random) == 0 else { return first }
    let other = UInt32.random(in: offset...min(offset + 200, UInt32(count)), using: &random)
    let last = index.selectionRanges(at: other).randomElement(using: &random) ?? first
    return SourceSpan(start: min(first.start, last.start), end: max(first.end, last.end))
  }

  private func message(_ outcome: Outcome) -> String {
    outcome.errorText.split(separator: "\n").first.map(String.init) ?? ""
  }
}
