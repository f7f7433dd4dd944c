import Testing

@testable import DocumentationGenerator

@Suite struct TourSourceTests {
  @Test func theTextIsALiteral() {
    let source = tourSource("# A\n\n`\\n` \"b\"\n")
    #expect(
      source.hasSuffix(
        """
        extension Tour {
          /// The page in Markdown.
          static let text = ####\"""
            # A

            `\\n` "b"

            \"""####
        }

        """))
  }
}
