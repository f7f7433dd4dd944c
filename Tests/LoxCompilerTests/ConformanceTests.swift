import Foundation
import Testing

/// All scripts of the conformance suite, on a machine that checks the code while it runs.
@Suite struct ConformanceTests {
  @Test(arguments: try scripts())
  func scriptDoesWhatItSays(path: String) throws {
    let bytes = [UInt8](try Data(contentsOf: folder.appending(path: path)))
    let expectation = Expectation(String(decoding: bytes, as: UTF8.self))
    for optimized in [true, false] {
      do {
        let machine = CheckingMachine(try compile(bytes, optimized: optimized))
        guard try machine.run() else { continue }
        // A string may have more than one line.
        #expect(machine.output.joined(separator: "\n") == expectation.output.joined(separator: "\n"))
        #expect(machine.errors.first == expectation.error)
        if !expectation.trace.isEmpty { #expect(machine.errors == expectation.trace) }
      } catch is Rejection {
        // What the parser refuses is tested with it.
      }
    }
  }
}

private let folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
  .deletingLastPathComponent().appending(path: "Conformance")

/// The scripts that do not need what the checking machine lacks: to take lists apart without recursion, to keep bytes
/// that are no text, to recurse deep.
private func scripts() throws -> [String] {
  let excluded = ["gc/", "bytes/", "recursion/", "limits/", "crashers/", "clock/"]
  guard let paths = FileManager.default.enumerator(atPath: folder.path()) else { return [] }
  return paths.compactMap { $0 as? String }.filter { path in
    path.hasSuffix(".lox") && !excluded.contains { path.hasPrefix($0) }
  }.sorted()
}

/// What the comments of a script expect.
private struct Expectation {
  var output: [String] = []
  var error: String?
  var trace: [String] = []

  init(_ text: String) {
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if let value = Self.text(after: "// expect:", in: line) { output.append(value) }
      if let value = Self.text(after: "// expect runtime error:", in: line) { error = value }
      if let value = Self.text(after: "// expect stderr:", in: line) { trace.append(value) }
    }
  }

  private static func text(after marker: String, in line: Substring) -> String? {
    line.range(of: marker).map { String(line[$0.upperBound...].trimmingPrefix(" ")) }
  }
}
