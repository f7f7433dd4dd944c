import Foundation
import Testing

/// `lox lint`.
@Suite(.needsLox) struct LintTests {
  @Test func findings() throws {
    let folder = try ScriptFolder([
      "a.lox": "{\n  var a = 1;\n}\n", "b/c.lox": "print x;\n", "d.lox": "print 1;\n",
    ])
    let run = try folder.lox("lint", "a.lox", "b", "d.lox")
    #expect(
      run.output == """
        a.lox:2:7: hint: The local variable 'a' is never used. [unused-local]
        b/c.lox:1:7: error: Nothing in this file defines 'x'. [undefined-global]

        """)
    #expect(run.errors == "")
    #expect(run.status == 1)
    #expect(try folder.lox("lint", "d.lox").status == 0)
    #expect(try folder.lox("lint", "--global", "x", "b").status == 0)
    #expect(try folder.lox("lint", "--ignore", "undefined-global", "b").status == 0)
    #expect(try folder.lox("lint", "-", input: "print x;").output.hasPrefix("standard input:1:7: error: "))
  }

  @Test func fix() throws {
    let folder = try ScriptFolder([
      "a.lox": "let a = null\nif (a = 1) print a;\nfun f() { var b; }\nf();\n", "c.lox": "print 1;\n",
      "d.lox": "print 1 2;\n",
    ])
    let run = try folder.lox("lint", "--fix", "a.lox", "c.lox")
    #expect(
      run.output == """
        fixed 4 problems in a.lox
        a.lox:3:15: hint: The local variable 'b' is never used. [unused-local]

        """)
    #expect(run.errors == "")
    #expect(run.status == 1)
    #expect(try folder.text("a.lox") == "var a = nil;\nif (a == 1) print a;\nfun f() { var b; }\nf();\n")
    #expect(try folder.text("c.lox") == "print 1;\n")
    // What can't be fixed stays as it is.
    #expect(try folder.lox("lint", "--fix", "d.lox").status == 65)
    #expect(try folder.text("d.lox") == "print 1 2;\n")
    let piped = try folder.lox("lint", "--fix", "-", input: "print 'a'")
    #expect(piped.output == "print \"a\";")
    #expect(piped.status == 0)
    // What is left is not mixed with the script.
    for format in ["text", "rich", "json"] {
      let rest = try folder.lox("lint", "--fix", "--format", format, "-", "a.lox", input: "print conter")
      #expect(rest.output == "print conter;")
      #expect(rest.errors.contains("Nothing in this file defines 'conter'."))
      #expect(rest.status == 1)
    }
  }

  @Test func json() throws {
    let folder = try ScriptFolder(["a.lox": "fun f() {}\nf(1);\n"])
    let run = try folder.lox("lint", "--format", "json", "a.lox")
    #expect(
      run.output == """
        [{"severity":"error","phase":"lint","code":"wrong-argument-count","message":"'f' expects 0 arguments, but gets 1.",\
        "file":"a.lox","line":2,"column":1,"endLine":2,"endColumn":5,"start":11,"end":15,\
        "notes":[{"message":"It is declared here.",\
        "file":"a.lox","line":1,"column":5,"endLine":1,"endColumn":6,"start":4,"end":5}]}]

        """)
    #expect(run.status == 1)
  }

  /// Programs that read findings get the errors of scripts that don't compile in the same form, which is also that of `lox check`.
  @Test func jsonOfErrors() throws {
    let folder = try ScriptFolder(["a.lox": "var a = 1\nprint a;\n", "c.lox": "1;\n"])
    let run = try folder.lox("lint", "--format", "json", "a.lox", "c.lox")
    let check = try folder.lox("check", "--diagnostics", "json", "a.lox").errors
    #expect(
      check.contains(#""code":"expected-semicolon-after-variable""#)
        && check.contains(#""line":1,"column":10"#))
    #expect(
      check.contains(
        #""fixes":[{"title":"Insert ';'","isPreferred":true,"edits":[{"start":9,"end":9,"text":";"}]}]"#))
    #expect(run.output.hasPrefix("[" + check.dropLast() + ",{"))
    #expect(
      run.output.hasSuffix(
        """
        {"severity":"warning","phase":"lint","code":"useless-expression","message":"The value is not used.",\
        "file":"c.lox","line":1,"column":1,"endLine":1,"endColumn":2,"start":0,"end":1,"notes":[]}]

        """))
    #expect(run.errors == "")
    #expect(run.status == 65)
  }

  @Test func rich() throws {
    let folder = try ScriptFolder(["a.lox": "fun f() {}\nf(1);\n", "b.lox": "1;"])
    let run = try folder.lox("lint", "--format", "rich", "a.lox", "b.lox")
    #expect(
      run.output == """
        error[wrong-argument-count]: 'f' expects 0 arguments, but gets 1.
         --> a.lox:2:1
          |
        2 | f(1);
          | ^^^^
        note: It is declared here.
         --> a.lox:1:5
          |
        1 | fun f() {}
          |     -

        warning[useless-expression]: The value is not used.
         --> b.lox:1:1
          |
        1 | 1;
          | ^

        """)
    #expect(run.status == 1)
  }

  @Test func errors() throws {
    let folder = try ScriptFolder(["a.lox": "print;"])
    let run = try folder.lox("lint", "a.lox", "no.lox")
    #expect(run.errors.contains("a.lox:\n[line 1] Error at ';': Expect expression.\n"))
    #expect(run.status == 74)
    #expect(try folder.lox("lint", "a.lox").status == 65)
    #expect(try folder.lox("lint").status == 64)
    #expect(try folder.lox("lint", "--ignore", "nothing", "a.lox").status == 64)
  }

  @Test func explain() throws {
    let folder = try ScriptFolder()
    let run = try folder.lox("explain", "unclosed-block")
    #expect(run.output.hasPrefix("unclosed-block (error)\n\nExpect '}' after block.\n\nA brace"))
    #expect(
      try folder.lox("explain", "unused-local").output.hasPrefix("unused-local (hint)\n\nA local variable"))
    let wrong = try folder.lox("explain", "unclosed-blok")
    #expect(wrong.errors.contains("Did you mean 'unclosed-block'?"))
    #expect(wrong.status == 64)
    let all = try folder.lox("explain").output.split(separator: "\n")
    #expect(all.count > 60 && Set(all).count == all.count)
    #expect(all.contains("unused-local (hint): A local variable is never read."))
    #expect(all.contains("not-callable (runtime error): Can only call functions and classes."))
    #expect(all.contains("unclosed-block (error): Expect '}' after block."))
  }
}
