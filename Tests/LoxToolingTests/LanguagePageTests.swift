import Foundation
import LoxSyntax
import Testing

@testable import LoxTooling

/// The tables of `Documentation/Language.md` are those of the sources.
@Suite struct LanguagePageTests {
  private static func lines() throws -> [Substring] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Documentation/Language.md")
    return try String(contentsOf: file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
  }

  /// The lines between a comment and the next empty line.
  private static func lines(after comment: String) throws -> [Substring] {
    Array(try lines().drop { $0 != "<!-- \(comment) -->" }.dropFirst().prefix { !$0.isEmpty })
  }

  /// What stands in backquotes.
  private static func words(_ line: Substring) -> [String] {
    line.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
      .map { String($0.element) }
  }

  @Test func keywords() throws {
    #expect(try Self.lines(after: "reserved words").flatMap(Self.words) == TokenKind.keywords.map(\.text))
    #expect(try Self.lines(after: "contextual words").flatMap(Self.words) == TokenKind.contextualKeywords)
  }

  @Test func operators() throws {
    let rows = try Self.lines(after: "operators").dropFirst(2).map { row in
      let cells = row.split(separator: "|").map { $0.filter { $0 != " " } }
      return (level: cells[0], operators: Set(Self.words(row)))
    }
    // What isn't found by the precedence of a token: prefix operators, assignments, and words.
    let others: [String: Set<String>] = [
      "assignment": ["=", "+=", "-=", "*=", "/=", "%=", "??="], "conditional": [":"],
      "comparison": ["in", "is"],
      "unary": ["!", "-"],
    ]
    var expected: [(level: String, operators: Set<String>)] = []
    for value in UInt8(1)... {
      guard let precedence = Precedence(rawValue: value) else { break }
      let kinds = TokenKind.allCases.filter { $0.precedence == precedence }
      let level = "\(precedence)"
      expected.append((level, Set(kinds.map(\.text)).union(others[level] ?? [])))
    }
    #expect(rows.map(\.level) == expected.map(\.level))
    #expect(rows.map(\.operators) == expected.map(\.operators))
  }
}
