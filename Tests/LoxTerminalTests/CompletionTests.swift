import Testing

@testable import LoxTerminal

struct CompletionTests {
  private let words = ["apple", "apricot", "banana", "band"]

  @Test func oneCandidateIsTaken() {
    var editor = LineEditor("x ", words: words)
    editor.type("app")
    editor.press(.tab)
    #expect(editor.marked == "x apple|")
    #expect(editor.menu == nil)
    editor.press(.control("_"))
    #expect(editor.marked == "x app|")
  }

  @Test func whatIsCommonIsTakenAndTheRestShown() {
    var editor = LineEditor("b", words: words)
    editor.press(.tab)
    #expect(editor.marked == "ban|")
    #expect(editor.frame(width: 80).text == ["> ban", "banana  band    "])
    editor.press(.tab)
    #expect(editor.marked == "banana|")
    editor.press(.tab)
    #expect(editor.marked == "band|")
    editor.press(.tab, .backTab, .left)
    #expect(editor.marked == "banana|")
    editor.type(".")
    #expect(editor.menu == nil)
    #expect(editor.marked == "banana.|")
    editor.press(.control("_"), .control("_"), .control("_"))
    #expect(editor.marked == "b|")
  }

  @Test func menuEnds() {
    var editor = LineEditor("a", words: words)
    editor.press(.tab, .tab, .enter)
    #expect(editor.marked == "apple|")
    editor = LineEditor("a", words: words)
    editor.press(.tab, .tab, .escape)
    #expect(editor.marked == "ap|")
    #expect(editor.menu == nil)
  }

  @Test func nothingToComplete() {
    var editor = LineEditor("zzz", words: words)
    editor.press(.tab)
    #expect(editor.marked == "zzz|")
    #expect(editor.menu == nil)
  }

  @Test func tabIndents() {
    var editor = LineEditor("f {\n", words: words)
    editor.press(.tab)
    #expect(editor.marked == "f {\n  |")
  }

  @Test func textBehindTheCursorStays() {
    var editor = LineEditor("app + 1", words: words)
    editor.press(.home, .right, .right, .right, .tab)
    #expect(editor.marked == "apple| + 1")
  }

  @Test func longMenusScroll() {
    let words = (0..<200).map { "word\($0 + 1000)" }
    var editor = LineEditor("w", words: words)
    editor.press(.tab)
    let rows = editor.frame(width: 24).text
    #expect(rows.count == 10)
    #expect(rows.last == "200 in all")
    editor.press(.backTab)
    #expect(editor.marked == "word1199|")
    #expect(editor.frame(width: 24).text.contains { $0.contains("word1199  ") })
  }
}
