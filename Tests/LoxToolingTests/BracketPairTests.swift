import LoxTooling
import Testing

struct BracketPairTests {
  private func pair(_ offset: Int, _ text: String) -> [Int] {
    BracketPair.around(offset, in: Array(text.utf8))
  }

  @Test func bracketsBesideTheCursor() {
    #expect(pair(0, "(a { b })") == [0, 8])
    #expect(pair(1, "(a { b })") == [0, 8])
    #expect(pair(9, "(a { b })") == [0, 8])
    #expect(pair(3, "(a { b })") == [3, 7])
    #expect(pair(2, "(a { b })") == [])
  }

  @Test func bracketsThatBelongToNone() {
    #expect(pair(1, "(}") == [])
    #expect(pair(1, ")") == [])
    #expect(pair(0, "(\")\"") == [])
  }
}
