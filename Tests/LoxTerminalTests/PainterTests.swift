import Testing

@testable import LoxTerminal

struct PainterTests {
  @Test func wideCharactersNeverBreak() {
    let editor = LineEditor("世界世界")
    #expect(editor.frame(width: 7).text == ["> 世界", "世界"])
    #expect(editor.frame(width: 6).text == ["> 世界", "世界"])
    #expect(editor.frame(width: 7).cursor == Frame.Position(row: 1, column: 4))
  }

  @Test func cursorBehindAFullRow() {
    let editor = LineEditor("abcd")
    let frame = editor.frame(width: 6)
    #expect(frame.text == ["> abcd", ""])
    #expect(frame.cursor == Frame.Position(row: 1, column: 0))
  }

  @Test func linesHavePrompts() {
    let editor = LineEditor("f {\n  1\n}")
    #expect(editor.frame(width: 40).text == ["> f {", "|   1", "| }"])
  }

  @Test func onlyWhatDiffersIsWritten() {
    var editor = LineEditor("print")
    var painter = Painter(showsStyles: false)
    _ = painter.paint(editor.frame(width: 40), height: 10)
    editor.type("x")
    #expect(painter.paint(editor.frame(width: 40), height: 10) == "x")
    editor.press(.left)
    #expect(painter.paint(editor.frame(width: 40), height: 10) == "\r\u{1b}[7C")
    #expect(painter.paint(editor.frame(width: 40), height: 10) == "")
  }

  @Test func styles() {
    let editor = LineEditor("a1")
    var coloured = Painter(showsStyles: true)
    #expect(coloured.paint(editor.frame(width: 40), height: 10).contains("\u{1b}[0ma\u{1b}[0;31m1\u{1b}[0m"))
    var plain = Painter(showsStyles: false)
    #expect(plain.paint(editor.frame(width: 40), height: 10) == "> a1")
  }

  @Test func inputsTallerThanTheScreenShowThePartAroundTheCursor() {
    var editor = LineEditor((0..<20).map { "line \($0)" }.joined(separator: "\n"))
    var painter = Painter(showsStyles: false)
    var screen = ScreenModel(columns: 40, rows: 5)
    screen.write(painter.paint(editor.frame(width: 40), height: 5))
    #expect(screen.text.last == "| line 19")
    editor.press(.alt("<"))
    screen.write(painter.paint(editor.frame(width: 40), height: 5))
    #expect(screen.text.first == "> line 0")
    #expect((screen.row, screen.column) == (0, 2))
  }

  @Test func controlCharactersAreVisible() {
    let editor = LineEditor("a\u{1b}[31mb\tc\u{200b}")
    #expect(editor.frame(width: 40).text == ["> a·[31mb    c·"])
  }

  @Test func erasingAfterTheTerminalBecameNarrower() {
    let editor = LineEditor(String(repeating: "x", count: 50))
    var painter = Painter(showsStyles: false)
    _ = painter.paint(editor.frame(width: 60), height: 10)
    // The terminal has broken 52 columns into three rows, and the cursor is in the last one.
    #expect(painter.erase(width: 20) == "\u{1b}[2A\r\u{1b}[J")
  }
}
