import Testing

@testable import LoxTerminal

struct EditingTests {
  @Test func typingAndMoving() {
    var editor = LineEditor()
    editor.type("hello")
    editor.press(.left, .left)
    editor.type("X")
    #expect(editor.marked == "helX|lo")
    editor.press(.home)
    #expect(editor.marked == "|helXlo")
    editor.press(.left, .delete, .control("e"), .backspace)
    #expect(editor.marked == "elXl|")
    editor.press(.right, .delete)
    #expect(editor.marked == "elXl|")
  }

  @Test func words() {
    var editor = LineEditor("one two_2.three")
    editor.press(.wordLeft)
    #expect(editor.marked == "one two_2.|three")
    editor.press(.alt("b"))
    #expect(editor.marked == "one |two_2.three")
    editor.press(.alt("f"))
    #expect(editor.marked == "one two_2|.three")
    editor.press(.alt("d"))
    #expect(editor.marked == "one two_2|")
    editor.press(.altBackspace)
    #expect(editor.marked == "one |")
    editor.press(.control("w"), .control("w"))
    #expect(editor.marked == "|")
  }

  @Test func killedTextComesBack() {
    var editor = LineEditor("one two three")
    editor.press(.control("w"), .control("w"), .control("y"), .control("y"))
    #expect(editor.marked == "one two threetwo three|")
    editor.press(.control("a"), .control("k"))
    #expect(editor.marked == "|")
    editor.press(.control("y"), .alt("y"))
    #expect(editor.marked == "two three|")
    editor.press(.alt("y"))
    #expect(editor.marked == "one two threetwo three|")
    editor.press(.control("a"), .alt("y"))
    #expect(editor.marked == "|one two threetwo three")
  }

  @Test func killingAtTheEndOfALineJoinsLines() {
    var editor = LineEditor("one\ntwo")
    editor.press(.alt("<"), .control("k"), .control("k"), .control("k"))
    #expect(editor.marked == "|")
    editor.press(.control("y"))
    #expect(editor.marked == "one\ntwo|")
    editor.press(.control("u"))
    #expect(editor.marked == "one\n|")
  }

  @Test func undoAndRedo() {
    var editor = LineEditor()
    editor.type("one two")
    editor.press(.control("w"))
    editor.press(.control("_"))
    #expect(editor.marked == "one two|")
    editor.press(.control("_"))
    #expect(editor.marked == "one |")
    editor.press(.control("_"), .control("_"))
    #expect(editor.marked == "|")
    editor.press(.control("_"), .alt("_"), .alt("_"), .alt("_"))
    #expect(editor.marked == "one two|")
    editor.type("!")
    editor.press(.alt("_"))
    #expect(editor.marked == "one two!|")
  }

  @Test func changesOfCaseAndOrder() {
    var editor = LineEditor("first second third")
    editor.press(.home, .alt("c"), .alt("u"), .alt("l"))
    #expect(editor.marked == "First SECOND third|")
    editor.press(.control("t"))
    #expect(editor.marked == "First SECOND thidr|")
    editor.press(.home, .control("t"), .right, .control("t"))
    #expect(editor.marked == "iF|rst SECOND thidr")
  }

  @Test func combiningCharactersAreOne() {
    var editor = LineEditor()
    editor.type("e")
    editor.press(.text("\u{301}"))
    #expect(editor.buffer.characters.count == 1)
    #expect(editor.marked == "e\u{301}|")
    editor.press(.backspace)
    #expect(editor.buffer.isEmpty)
    for scalar in "👩‍👩‍👧".unicodeScalars { editor.press(.text(Character(scalar))) }
    #expect(editor.buffer.characters == ["👩‍👩‍👧"])
    editor.press(.paste("a\r\nb"))
    #expect(editor.buffer.characters == ["👩‍👩‍👧", "a", "\n", "b"])
  }

  @Test func enterEndsWhatIsComplete() {
    var editor = LineEditor("a;")
    #expect(editor.handle(.enter) == .submit("a;"))
    editor = LineEditor("f {")
    #expect(editor.handle(.enter) == .editing)
    #expect(editor.marked == "f {\n  |")
    editor.type("}")
    #expect(editor.marked == "f {\n}|")
    editor.press(.up, .altEnter)
    #expect(editor.marked == "f\n| {\n}")
  }

  @Test func linesFromAProgramAreNotIndented() {
    var editor = LineEditor("f {")
    #expect(editor.handle(.enter, isFollowed: true) == .editing)
    #expect(editor.marked == "f {\n|")
    editor = LineEditor()
    editor.press(.paste("f {\n\t1\n}"))
    #expect(editor.marked == "f {\n\t1\n}|")
  }

  @Test func keysThatAreNotEditing() {
    var editor = LineEditor()
    #expect(editor.handle(.control("d")) == .endOfInput)
    #expect(editor.handle(.control("c")) == .interrupt)
    #expect(editor.handle(.control("l")) == .clearScreen)
    #expect(editor.handle(.control("z")) == .suspend)
    editor.type("ab")
    editor.press(.left)
    #expect(editor.handle(.control("d")) == .editing)
    #expect(editor.marked == "a|")
  }

  @Test func linesAboveAndBelow() {
    var editor = LineEditor("first line\nx\nlast one;")
    editor.press(.up)
    #expect(editor.marked == "first line\nx|\nlast one;")
    editor.press(.up, .end, .down, .down)
    #expect(editor.marked == "first line\nx\nl|ast one;")
  }

  @Test func anyKeysLeaveTheCursorInTheText() {
    let keys: [Key] = [
      .text("a"), .text("世"), .text("\u{301}"), .paste("x {\n"), .enter, .altEnter, .tab, .backTab,
      .backspace, .delete,
      .escape, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .wordLeft, .wordRight, .deleteWord,
      .altBackspace, .unknown, .alt("y"), .alt("d"), .alt("u"), .alt("l"), .alt("c"), .alt("_"), .alt("<"),
      .alt(">"),
    ]
    let controls = "abcdefghiklmnoprstuwy_".map { Key.control($0) }
    let all = keys + controls
    var state: UInt64 = 7
    var editor = LineEditor("one two", words: ["alpha", "alps", "beta"], history: ["one;", "f {\n}", "世界;"])
    var painter = Painter(showsStyles: true)
    var screen = ScreenModel(columns: 11, rows: 6)
    for _ in 0..<20_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let key = all[Int(state >> 33) % all.count]
      if case .submit = editor.handle(key) { editor.begin() }
      #expect(editor.buffer.cursor >= 0 && editor.buffer.cursor <= editor.buffer.characters.count)
      let frame = editor.frame(width: 11)
      screen.write(painter.paint(frame, height: 6))
      #expect(screen.showsNothingBut(frame.window(height: 6)), "after \(key)")
    }
  }
}
