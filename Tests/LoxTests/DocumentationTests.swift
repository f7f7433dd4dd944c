import Foundation
import Lox
import Testing

/// What the documentation shows can be compiled, and does what it says.
@Suite struct DocumentationTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The example of the README, line by line.
  @Test func readme() throws {
    var printed = ""
    func print(_ line: String) { printed += line + "\n" }

    // The example begins.
    let program = try Program(
      """
      fun greet(name) { return "Hello, " + name + "!"; }
      print greet(user());
      """, name: "greeting")

    let isolate = try Isolate(limits: .untrusted, output: .lines { line in print(line) })
    try isolate.define("user") { "Ada" }
    try isolate.run(program)  // Hello, Ada!
    let greeting: String = try isolate.call("greet", "Swift")
    print(greeting)  // Hello, Swift!
    // The example ends.

    #expect(printed == "Hello, Ada!\nHello, Swift!\n")
    let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
    let copy = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
    let example = lines(of: readme, from: "```swift", to: "```").filter { !$0.hasPrefix("import ") }
    #expect(!example.isEmpty)
    #expect(example == lines(of: copy, from: "// The example begins.", to: "// The example ends."))
  }

  /// The lines between two others, without indentation and empty ones.
  private func lines(of text: String, from first: String, to last: String) -> [String] {
    let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    return Array(lines.drop { $0 != first }.dropFirst().prefix { $0 != last })
  }

  /// The programs in `examples` run without an error, in all modes alike.
  @Test func examples() async throws {
    let folder = Self.root.appending(path: "examples")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
    let scripts = names.filter { $0.hasSuffix(".lox") }.sorted()
    #expect(!scripts.isEmpty)
    for script in scripts {
      let source = try Array(Data(contentsOf: folder.appending(path: script)))
      let outcomes = await LargeStack.run {
        [Mode.plain, .unoptimized].map { try? ScriptRun($0).run(source, .book) }
      }
      #expect(outcomes[0]?.ending == .success, "\(script)")
      #expect(outcomes[0] == outcomes[1], "\(script)")
    }
  }
}
