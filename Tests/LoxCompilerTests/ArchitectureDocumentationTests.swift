import Foundation
import LoxBytecode
import LoxCompiler
import LoxSemantics
import LoxSource
import LoxSyntax
import Testing

/// ARCHITECTURE.md shows what the compiler really makes of its example.
@Suite struct ArchitectureDocumentationTests {
  @Test func example() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "ARCHITECTURE.md")
    let blocks = Self.blocks(of: try String(contentsOf: file, encoding: .utf8))
    let number = try #require(blocks.firstIndex { $0.language == "lox" })
    let source = Source(name: "sum.lox", text: blocks[number].text)
    try #require(number + 3 < blocks.count)

    var analyzed = FrontEnd.analyze(source: source, profile: .book)
    let tree = Self.printed(analyzed.ast)
    Optimizer.optimize(&analyzed.ast, &analyzed.resolution)
    let optimized = Self.printed(analyzed.ast).split(separator: "\n").last ?? ""
    #expect(blocks[number + 1].text == tree + optimized + "\n")

    let program = try Compiler.compile(source, profile: .book)
    let disassembler = Disassembler(program)
    #expect(disassembler.function(0).contains(blocks[number + 2].text))
    #expect(disassembler.function(1).hasSuffix(blocks[number + 3].text))
    #expect(!blocks[number + 2].text.isEmpty && !blocks[number + 3].text.isEmpty)
  }

  /// A tree, with whole numbers as they are written in Lox.
  private static func printed(_ ast: AST) -> String { ASTPrinter.print(ast).replacing(".0", with: "") }

  /// The code between fences, with the word after the first of them.
  private static func blocks(of text: String) -> [(language: String, text: String)] {
    let parts = text.components(separatedBy: "```")
    return stride(from: 1, to: parts.count, by: 2).map { index in
      let lines = parts[index].split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(lines.first ?? ""), String(lines.last ?? ""))
    }
  }
}
