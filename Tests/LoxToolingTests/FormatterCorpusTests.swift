import Foundation
import LoxBytecode
import LoxCompiler
import LoxGenerator
import LoxSemantics
import LoxSource
import LoxSyntax
import LoxTooling
import Testing

/// Formatting keeps the meaning of a script, and formatting it again changes nothing.
@Suite struct FormatterCorpusTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Folders of scripts; the environment variable `LOX_SCRIPTS` can name another one.
  static let folders: [String] =
    ["Tests/Conformance", "examples", "Benchmarks/programs"]
    + (ProcessInfo.processInfo.environment["LOX_SCRIPTS"].map { [$0] } ?? [])

  /// Larger scripts are skipped.
  #if DEBUG
    private static let maximumSize = 6_000
    private static let programCount = 1
  #else
    private static let maximumSize = Int.max
    private static let programCount = 3
  #endif

  @Test(arguments: folders) func scripts(_ folder: String) throws {
    let url = folder.hasPrefix("/") ? URL(filePath: folder) : Self.root.appending(path: folder)
    let files = FileManager.default.enumerator(at: url, includingPropertiesForKeys: nil)
    var count = 0
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "lox" else { continue }
      let bytes = try Array(Data(contentsOf: file))
      if bytes.count <= Self.maximumSize, try check(bytes, file.lastPathComponent) { count += 1 }
    }
    #expect(count > 0)
  }

  @Test(arguments: 0..<20) func generatedPrograms(_ seed: Int) throws {
    var generator = ProgramGenerator(seed: UInt64(seed))
    for _ in 0..<Self.programCount {
      let program = Array(generator.makeProgram().utf8)
      #expect(try check(program, "seed \(seed)"))
    }
  }

  @Test(arguments: 0..<20) func generatedExtendedPrograms(_ seed: Int) throws {
    var options = ProgramGenerator.Options()
    options.isExtended = true
    var generator = ProgramGenerator(seed: UInt64(seed), options: options)
    for _ in 0..<Self.programCount {
      let program = Array(generator.makeProgram().utf8)
      #expect(try check(program, "seed \(seed)"))
    }
  }

  /// The same with other white space, line ends and comments between the tokens.
  @Test(arguments: 0..<30) func anyBlanksBetweenTokens(_ seed: Int) throws {
    var options = ProgramGenerator.Options()
    options.size = 8
    options.isExtended = seed % 2 == 1
    var generator = ProgramGenerator(seed: UInt64(seed), options: options)
    var random = SystemRandomNumberGenerator()
    let tokens = SourceText(generator.makeProgram()).tokens
    for density in 0..<4 {
      var text = ""
      for token in tokens {
        text += token
        text += gap(density, &random)
      }
      // Between the two signs of a step nothing may stand.
      #expect(try check(Array(text.utf8), "seed \(seed)") || options.isExtended, "\(text)")
    }
  }

  private func gap(_ density: Int, _ random: inout SystemRandomNumberGenerator) -> String {
    if Int.random(in: 0..<30, using: &random) >= density * density * 3 + 1 { return " " }
    let gaps = [
      "\n", "\n", "\n\n", "\n\n\n", "\t", " \n ", " // x\n", " // y \n", "\n// z\n", " // x\n// y\n\n",
      "\n\n// y\n\n",
      " // expect: 1\n", "\r\n", " /* z */ ", "\n/* z\n\n z */\n",
    ]
    return gaps.randomElement(using: &random) ?? " "
  }

  /// False for a source with syntax errors.
  private func check(_ bytes: [UInt8], _ name: String) throws -> Bool {
    guard let result = try? Formatter().format(Source(name: name, bytes: bytes)) else { return false }
    let again = try Formatter().format(Source(name: name, bytes: result))
    let isStable = again == result
    #expect(isStable, "\(name) changes again:\n\(difference(result, again))")
    let (before, after) = (SourceText(bytes), SourceText(result))
    let (keepsTokens, keepsComments) = (before.tokens == after.tokens, before.comments == after.comments)
    #expect(keepsTokens, "\(name)")
    #expect(keepsComments, "\(name)")
    // The comparisons are made outside, since otherwise everything that differs would be shown.
    let isSameProgram = CompiledForm(bytes) == CompiledForm(result)
    #expect(isSameProgram, "\(name)")
    let isConsistent = LayoutDifference(bytes, result).isConsistent
    #expect(isConsistent, "\(name)")
    return true
  }

  private func difference(_ old: [UInt8], _ new: [UInt8]) -> String {
    String(decoding: LayoutDifference(old, new).text(name: ""), as: UTF8.self)
  }
}

extension LayoutDifference {
  /// Whether the lines without changes are the same ones.
  fileprivate var isConsistent: Bool {
    var result: [ArraySlice<UInt8>] = []
    var line = 0
    for change in changes {
      result += old[line..<change.old.lowerBound]
      result += new[change.new]
      line = change.old.upperBound
    }
    return result + old[line...] == new
  }
}

/// Everything in a compiled program except the positions in its source; nil for a source with errors.
private struct CompiledForm: Equatable {
  var numbers: [[UInt32]] = []
  var bytes: [UInt8] = []
  var texts: [String] = []

  init?(_ source: [UInt8]) {
    guard let program = try? Compiler.compile(Source(name: "", bytes: source), profile: .extended) else {
      return nil
    }
    numbers = [
      program.code, program.heights.flatMap { [$0.pc, $0.count] },
      program.strings.flatMap { [$0.start, $0.count] },
      program.functions.flatMap {
        [
          UInt32($0.kind.rawValue), UInt32($0.arity), $0.name, $0.registerCount, $0.code.start, $0.code.count,
          $0.constants.start, $0.constants.count, $0.caches.start, $0.caches.count, $0.captures.start,
          $0.captures.count, $0.heights.start, $0.heights.count,
        ]
      },
    ]
    bytes = program.stringBytes
    texts = [
      "\(program.classes.map { [$0.name, $0.fieldHint] })", "\(program.constants)", "\(program.caches)",
      "\(program.captures)",
      "\(program.functions.map(\.shortcut))",
    ]
  }
}
