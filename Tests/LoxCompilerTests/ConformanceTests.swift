import Foundation
import LoxTooling
import Testing

/// All scripts of the conformance suite, on a machine that checks the code while running it.
@Suite struct ConformanceTests {
  @Test(arguments: try scripts())
  func scriptDoesWhatItSays(path: String) throws {
    let bytes = [UInt8](try Data(contentsOf: folder.appending(path: path)))
    let expectations = TestExpectations(bytes)
    for optimized in [true, false] {
      do {
        let program = try compile(bytes, profile: .book, optimized: optimized)
        let machine = CheckingMachine(program)
        guard try machine.run() else { continue }
        // It does not know the core library: of extended Lox, it only checks that the code is sound.
        if program.isExtended { continue }
        // A string may have more than one line.
        #expect(machine.output.joined(separator: "\n") == text(expectations.output))
        #expect(machine.errors.first == expectations.runtimeError.map { text([$0]) })
        if !expectations.errorOutput.isEmpty {
          #expect(machine.errors.joined(separator: "\n") == text(expectations.errorOutput))
        }
      } catch is Rejection {
        // What the parser rejects is tested with the parser.
      }
    }
  }
}

/// The lines of comments.
private func text(_ comments: [TestExpectations.Comment]) -> String {
  comments.map { String(decoding: $0.text, as: UTF8.self) }.joined(separator: "\n")
}

private let folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
  .deletingLastPathComponent().appending(path: "Conformance")

/// The scripts that don't need what the checking machine can't do: free long lists without recursion, keep bytes that
/// are not text, recurse deeply.
private func scripts() throws -> [String] {
  let excluded = ["gc/", "bytes/", "recursion/", "limits/", "crashers/", "clock/"]
  guard let paths = FileManager.default.enumerator(atPath: folder.path()) else { return [] }
  return paths.compactMap { $0 as? String }.filter { path in
    path.hasSuffix(".lox") && !excluded.contains { path.hasPrefix($0) }
  }.sorted()
}
