import LoxSyntax
import LoxTooling
import Testing

struct HighlightingTests {
  private func parts(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return HighlightedRange.all(in: bytes).map {
      "\($0.class) \(String(decoding: bytes[$0.range], as: UTF8.self))"
    }
  }

  @Test func classes() {
    #expect(
      parts("class A < Base { f(x) { return this.x + 1.5; } } // end")
        == [
          "keyword class", "class A", "class Base", "function f", "keyword return", "constant this",
          "number 1.5",
          "comment // end",
        ])
    #expect(
      parts("fun f() {}\nprint g(\"é // no\") or X;// a\n// b")
        == [
          "keyword fun", "function f", "keyword print", "function g", "string \"é // no\"", "keyword or",
          "comment // a",
          "comment // b",
        ])
    #expect(parts("a / b") == [])
  }

  @Test func whatIsNoToken() {
    #expect(parts("var @ \"open") == ["keyword var", "error @", "string \"open"])
  }

  @Test func keywordsAreThoseOfTheScanner() {
    for keyword in TokenKind.keywords { #expect(parts(keyword.text).count == 1, "\(keyword)") }
  }
}
