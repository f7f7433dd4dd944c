import LoxSource
import LoxSyntax
import LoxTooling
import Testing

@Suite struct FormatterEditTests {
  @Test(arguments: [
    "", "\n\n", "print 1;\n", "print(1+2) ;", "fun f(a,b){return a+b;}\n\n\n\nf(1,2);",
    "// c\nvar s=\"a  b\n\n c\";// d   \n\n\n", "if(a){b;}else{c;}",
    "class A<B{init(){this.x=1;}}\r\nvar a=A();\r\n",
  ])
  func editsGiveTheLayout(_ text: String) throws {
    let source = Source(name: "", text: text)
    var bytes = source.bytes
    let edits = try Formatter().edits(source)
    for edit in edits.reversed() {
      bytes.replaceSubrange(Int(edit.span.start)..<Int(edit.span.end), with: edit.text.utf8)
    }
    let layout = try Formatter().format(source)
    #expect(bytes == layout)
    // Only white space is changed.
    for edit in edits {
      let isBlank = edit.text.allSatisfy { $0.isWhitespace }
      #expect(isBlank)
    }
  }

  @Test func nothingToDo() throws {
    let edits = try Formatter().edits(Source(name: "", text: "print 1;\n"))
    #expect(edits.isEmpty)
  }
}
