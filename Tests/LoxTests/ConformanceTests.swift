import Foundation
import Lox
import LoxTooling
import Testing

/// Every script of `Tests/Conformance` does what its comments say, in each mode.
@Suite struct ConformanceTests {
  /// The folder of the scripts.
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Conformance")

  /// The folders in it that have scripts, at any depth, as paths.
  static let folders: [String] = {
    var folders: Set<String> = []
    let paths = FileManager.default.enumerator(atPath: root.path(percentEncoded: false))
    while let path = paths?.nextObject() as? String {
      if path.hasSuffix(".lox") {
        folders.insert(path.split(separator: "/").dropLast().joined(separator: "/"))
      }
    }
    return folders.sorted()
  }()

  private static func names(in folder: URL) -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
    return (names ?? []).sorted()
  }

  /// A million calls take too long in a debug build.
  #if DEBUG
    private static let maximumDepth: Int? = 5_000
  #else
    private static let maximumDepth: Int? = nil
  #endif

  /// In a debug build, all scripts in all modes take too long, so only one of this many is run. `.ci/run` runs
  /// all of them in release mode, but for the stressed ones.
  private static func interval(_ mode: Mode) -> Int {
    #if DEBUG
      switch mode {
      case .plain: 1
      case .stressed: 8
      case .unoptimized, .native, .mixed, .stressedNative: 16
      }
    #else
      1
    #endif
  }

  private struct Result: Sendable {
    var failures: [String] = []
    var passed = 0
    var skipped = 0
  }

  @Test(arguments: folders, Mode.allCases) func scripts(folder: String, mode: Mode) async {
    let path = ConformanceTests.root.appending(path: folder)
    let names = ConformanceTests.names(in: path).filter { $0.hasSuffix(".lox") }
    let result = await LargeStack.run {
      var result = Result()
      for name in stride(from: 0, to: names.count, by: Self.interval(mode)).map({ names[$0] }) {
        switch ConformanceTests.verdict(on: path.appending(path: name), mode) {
        case nil: result.skipped += 1
        case .some([]): result.passed += 1
        case .some(let differences):
          result.failures += differences.map { "\(folder)/\(name) (\(mode)): \($0)" }
        }
      }
      return result
    }
    #expect(!names.isEmpty)
    for failure in result.failures { Issue.record("\(failure)") }
    if result.skipped > 0 {
      print(
        "\(folder) (\(mode)): \(result.passed) passed, \(result.skipped) skipped as they allocate too much")
    }
  }

  /// What a script did differently than expected; nil if it would take too long in this mode.
  private static func verdict(on file: URL, _ mode: Mode) -> [String]? {
    do {
      let source = try Array(Data(contentsOf: file))
      let folder = file.deletingLastPathComponent()
      let expectations = TestExpectations(source)
      // A module is run by the scripts that import it.
      if !expectations.isTest { return [] }
      if mode.isStressed,
        try !ScriptRun.permitsStress(source, .book, maximumDepth: maximumDepth, in: folder)
      {
        return nil
      }
      let run = try ScriptRun(mode, maximumDepth: maximumDepth)
      run.admitModules(in: folder)
      let outcome = run.run(source, .book)
      let fuel = try mode.machineCode == .off ? [] : fuelDifferences(run, source, folder, mode)
      let comparison = TestComparison(
        expectations, output: outcome.output, errorOutput: outcome.errors, exitStatus: outcome.exitCode)
      // A script without expectations must print nothing.
      let prints = expectations.isEmpty && !outcome.output.isEmpty ? ["it prints, and expects nothing"] : []
      return prints + fuel + comparison.mismatches.map(text)
    } catch {
      return ["\(error)"]
    }
  }

  /// Whether a run used another amount of fuel than the run loop does.
  private static func fuelDifferences(
    _ run: ScriptRun, _ source: [UInt8], _ folder: URL, _ mode: Mode
  ) throws -> [String] {
    // What a script does may depend on the time.
    if String(decoding: source, as: UTF8.self).contains("clock(") { return [] }
    let plain = try ScriptRun(mode == .stressedNative ? .stressed : .plain, maximumDepth: maximumDepth)
    plain.admitModules(in: folder)
    _ = plain.run(source, .book)
    return plain.usedFuel == run.usedFuel ? [] : ["fuel: \(plain.usedFuel), then \(run.usedFuel)"]
  }

  private static func text(_ mismatch: TestComparison.Mismatch) -> String {
    func quoted(_ line: [UInt8]?) -> String {
      line.map { "'" + String(decoding: $0, as: UTF8.self) + "'" } ?? "nothing"
    }
    return "\(mismatch.place): expected \(quoted(mismatch.expected)), but got \(quoted(mismatch.actual))"
  }
}
