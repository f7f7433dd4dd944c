import LoxBuiltins
import Testing

@testable import DocumentationGenerator

@Suite struct CoreReferenceTests {
  private let lines = CoreReference().text.split(separator: "\n").map(String.init)

  /// Each operation has a heading of its own, and each link of the contents leads to one.
  @Test func headings() {
    let headings = lines.filter { $0.hasPrefix("### ") }
    #expect(headings.count == CoreOperation.forScripts.count + Builtin.all.count + ErrorMember.all.count)
    let anchors = headings.compactMap { $0.split(separator: "\"").dropFirst().first.map(String.init) }
    #expect(Set(anchors).count == headings.count)
    let links = lines.filter { $0.hasPrefix("- [") }.flatMap { line in
      line.split(separator: "`](#").dropFirst().map { String($0.prefix { $0 != ")" }) }
    }
    #expect(links.sorted() == anchors.sorted())
  }

  @Test func signatures() {
    for signature in [
      "`equals(a, b): Boolean`", "`Math.pi: Number`", "`Math.max(...xs: Number): Number`", "`JSON`",
      "`list.slice(start: Number, end: Number = length): List`", "`list.length: Number`",
      "`string.indexOf(text: String, from: Number = 0): Number?`", "`error.message: String`",
      "`clock(): number`",
    ] {
      #expect(lines.contains { $0.hasSuffix("</a>\(signature)") }, "\(signature)")
    }
  }

  @Test func errorsAndCosts() {
    #expect(lines.contains("- `[].removeLast();`: The list is empty."))
    #expect(lines.contains("Cost: 32."))
    #expect(lines.contains("Cost: 1 for each two elements."))
  }
}
