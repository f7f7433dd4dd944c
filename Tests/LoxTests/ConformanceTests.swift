import Foundation
import Lox
import Testing

/// Every script of `Tests/Conformance` does what its comments say, in each mode.
@Suite struct ConformanceTests {
  /// The folder of the scripts.
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Conformance")

  /// The names of the folders in it.
  static let folders = names(in: root).filter { !$0.contains(".") }

  private static func names(in folder: URL) -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
    return (names ?? []).sorted()
  }

  private struct Result: Sendable {
    var failures: [String] = []
    var count = 0
  }

  @Test(arguments: folders, Mode.allCases) func scripts(folder: String, mode: Mode) async {
    let path = ConformanceTests.root.appending(path: folder)
    let names = ConformanceTests.names(in: path).filter { $0.hasSuffix(".lox") }
    let result = await LargeStack.run {
      var result = Result()
      for name in names where !ConformanceTests.isTooSlow("\(folder)/\(name)", mode) {
        result.count += 1
        let start = Date()
        result.failures += ConformanceTests.failures(of: path.appending(path: name), mode).map {
          "\(folder)/\(name) (\(mode)): \($0)"
        }
        let t = Date().timeIntervalSince(start)
        if t > 0.2 { print("SLOW \(mode) \(folder)/\(name) \(t)") }
      }
      return result
    }
    #expect(result.count > 0)
    for failure in result.failures { Issue.record("\(failure)") }
  }

  private static func failures(of file: URL, _ mode: Mode) -> [String] {
    do {
      let source = try Array(Data(contentsOf: file))
      let outcome = try ScriptRun(mode).run(source, .book)
      return Expectations(source).differences(from: outcome)
    } catch {
      return ["\(error)"]
    }
  }

  // MARK: - Time

  static func isTooSlow(_ script: String, _ mode: Mode) -> Bool { false }
}
