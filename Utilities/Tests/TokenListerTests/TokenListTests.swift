import LoxSource
import Testing

@testable import TokenLister

@Suite struct TokenListTests {
  @Test func eachTokenHasItsCategoryAndItsPlace() {
    let source = Source(name: "script", text: "var a = 1.5;\nprint \"b\";")
    #expect(
      tokens(of: source) == """
        keyword 0 3
        identifier 4 5
        other 6 7
        number 8 11
        other 11 12
        keyword 13 18
        string 19 22
        other 22 23

        """)
  }

  @Test func commentsAreListedWhereTheyOccur() {
    let source = Source(name: "script", text: "a // one\n// two\nb")
    #expect(tokens(of: source) == "identifier 0 1\ncomment 2 8\ncomment 9 15\nidentifier 16 17\n")
  }

  @Test func aStringWithoutEndIsAString() {
    #expect(tokens(of: Source(name: "script", text: "\"ab")) == "string 0 3\n")
  }
}

extension TokenListTests {
  @Test func templatesAreStringsAroundTheirValues() {
    let source = Source(name: "script", text: "`a ${b} c` /* d */ in")
    #expect(
      tokens(of: source) == """
        string 0 5
        identifier 5 6
        string 6 10
        comment 11 18
        word 19 21

        """)
  }
}
