import LoxSource
import Testing

@Suite struct TextTests {
  @Test func groupsOfDigits() {
    #expect([0, 12, 123, 1234, 1_234_567].map(\.grouped) == ["0", "12", "123", "1,234", "1,234,567"])
    #expect([-1, -123, -1234].map(\.grouped) == ["-1", "-123", "-1,234"])
    #expect([0, 5, 12, 12_345].map(\.tenths) == ["0.0", "0.5", "1.2", "1,234.5"])
  }

  @Test(arguments: [
    ("a", 1), ("é", 1), ("漢", 2), ("ｱ", 1), ("Ａ", 2), ("😀", 2), ("e\u{301}", 1), ("\u{7}", 0),
  ])
  func columns(_ text: Character, _ columns: Int) {
    #expect(text.columns == columns)
  }
}
