import Foundation
import Testing

/// `lox tour`.
@Suite(.needsLox) struct TourTests {
  private let folder: ScriptFolder

  init() throws { folder = try ScriptFolder() }

  @Test func withoutAChapterAllAreListed() throws {
    let run = try folder.lox("tour")
    #expect(run.status == 0)
    let lines = run.output.split(separator: "\n")
    #expect(lines.first?.hasPrefix("book-lox ") == true)
    #expect(
      lines.contains {
        $0.hasPrefix("  lists  ") && $0.hasSuffix("  A list has any number of elements of any kind")
      })
    #expect(run.output.utf8.allSatisfy { $0 != 0x1b })
  }

  /// Examples are shown with what they print.
  @Test func aChapter() throws {
    let run = try folder.lox("tour", "lists")
    #expect(
      run.output.hasPrefix(
        "Lists\n\nA list has any number of elements of any kind.\n\n  var list = [3, 1, 2];\n"))
    #expect(run.output.contains("// expect: [3, 1, 2, 5]\n"))
    #expect(run.output.hasSuffix("\nNext: `lox tour maps`\n"))
  }

  @Test func theBeginningOfANameOrOfAWordIsEnough() throws {
    #expect(try folder.lox("tour", "lis").output == folder.lox("tour", "lists").output)
    #expect(try folder.lox("tour", "loops").output.hasPrefix("Loops and ranges\n"))
    #expect(try folder.lox("tour", "Python").output.hasPrefix("From other languages\n"))
  }

  @Test func otherNamesAreWrong() throws {
    let similar = try folder.lox("tour", "lsits")
    #expect(similar.errors.contains("There is no single chapter named 'lsits'. Did you mean 'lists'?"))
    #expect(similar.status == 64)
    #expect(try folder.lox("tour", "from").status == 64)
  }

  /// Prose and tables fit into 80 columns; code and long words are as they are.
  @Test func theWholeTour() throws {
    let run = try folder.lox("tour", "--all")
    let names = try folder.lox("tour").output.matches(of: #/(?:^|\n) {0,2}([a-z-]+)  /#).map { String($0.1) }
    #expect(names.count > 15)
    for name in names {
      let text = try folder.lox("tour", name).output
      let end = text.range(of: "\nNext: ")?.lowerBound ?? text.endIndex
      #expect(run.output.contains(text[..<end]), "\(name)")
    }
    let prose = run.output.split(separator: "\n").filter { !$0.hasPrefix("  ") }
    #expect(prose.allSatisfy { $0.count <= 80 })
    #expect(!run.output.contains("```") && !run.output.contains("](#"))
  }

  @Test func tryingItOut() throws {
    let run = try LoxProcess(
      ["tour", "lists", "--try"], input: Data("print [1, 2].sum();\n".utf8), in: folder)
    #expect(run.output.hasSuffix("> 3\n> \n"))
  }
}
