import Foundation
import Lox
import Testing

/// The code in the documentation can be compiled, and does what the documentation says.
@Suite struct DocumentationTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The texts that show Swift code, with the names of their files: the README, the articles of the library, and its comments.
  private static func documents() throws -> [(name: String, text: String)] {
    var files = [root.appending(path: "README.md"), root.appending(path: "Documentation/Diagnostics.md")]
    let library = root.appending(path: "Sources/Lox")
    for case let file as URL in FileManager.default.enumerator(at: library, includingPropertiesForKeys: nil)
      ?? FileManager.DirectoryEnumerator()
    {
      if ["md", "swift"].contains(file.pathExtension) { files.append(file) }
    }
    return try files.map { file in
      let text = try String(contentsOf: file, encoding: .utf8)
      return (file.lastPathComponent, file.pathExtension == "md" ? text : text.replacing("///", with: ""))
    }
  }

  /// The lines for a package's manifest, which can't be compiled here.
  private static let manifestLines = [
    [#".package(url: "https://github.com/OrganicLox/OrganicLox", from: "0.1.0")"#],
    [#".product(name: "Lox", package: "OrganicLox")"#],
  ]

  /// Each piece of Swift code in the documents appears, line by line, between two markers in a file next to this one, where
  /// it is compiled and run; and each of those pieces is in a document.
  @Test func snippets() throws {
    var tested: [[String]] = []
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
      let text = try String(contentsOf: file, encoding: .utf8)
      tested += Self.pieces(of: text, from: "// The example begins.", to: "// The example ends.")
    }
    var shown: [[String]] = []
    for (name, text) in try Self.documents() {
      for piece in Self.pieces(of: text, from: "```swift", to: "```") {
        let code = piece.filter { !$0.hasPrefix("import ") }
        if Self.manifestLines.contains(code) { continue }
        #expect(tested.contains(code), "\(name): \(code.joined(separator: "\n"))")
        shown.append(code)
      }
    }
    #expect(shown.count > 30)
    for code in tested {
      #expect(shown.contains(code), "in no document: \(code.joined(separator: "\n"))")
    }
  }

  /// The lines between each pair of markers, without indentation and empty lines.
  private static func pieces(of text: String, from first: String, to last: String) -> [[String]] {
    var pieces: [[String]] = []
    var piece: [String]?
    for line in text.split(separator: "\n").map({ $0.trimmingCharacters(in: .whitespaces) }) {
      if line == last, let lines = piece {
        pieces.append(lines)
        piece = nil
      } else if line == first {
        piece = []
      } else {
        piece?.append(line)
      }
    }
    return pieces
  }

  /// The first program in the README is the example that it names.
  @Test func firstProgram() throws {
    let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
    let example = try String(contentsOf: Self.root.appending(path: "examples/hello.lox"), encoding: .utf8)
    #expect(readme.contains("```lox\n\(example)```\n\nThis is [examples/hello.lox]"))
  }

  /// Expects that an article shows a text, as the code block after a line.
  static func expect(_ text: String, shownIn article: String, after line: String) throws {
    let file = root.appending(path: "Sources/Lox/Lox.docc").appending(path: article)
    let document = try String(contentsOf: file, encoding: .utf8)
    let place = try #require(document.range(of: "\n\(line)\n"))
    let block = document[place.upperBound...].split(separator: "```", maxSplits: 2)[1]
    #expect(block.drop { $0 != "\n" }.dropFirst() == text)
  }

  /// The programs in `examples` run without errors, and do the same in all modes.
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
