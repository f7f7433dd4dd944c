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

  @Test func json() throws {
    let folder = try ScriptFolder(["a.lox": "fun f() {}\nf(1);\n"])
    let run = try folder.lox("lint", "--format", "json", "a.lox")
    #expect(
      run.output == """
        [{"file":"a.lox","code":"wrong-argument-count","severity":"error","message":"'f' expects 0 arguments, but gets 1.",\
        "range":{"start":{"line":2,"column":1,"offset":11},"end":{"line":2,"column":5,"offset":15}},\
        "related":{"start":{"line":1,"column":5,"offset":4},"end":{"line":1,"column":6,"offset":5}}}]

        """)
    #expect(run.status == 1)
  }

  /// Programs that read findings get the errors of scripts that don't compile in the same way.
  @Test func jsonOfErrors() throws {
    let folder = try ScriptFolder(["a.lox": "{ var b = 1;\nvar b = 2; }\n", "c.lox": "1;\n"])
    let run = try folder.lox("lint", "--format", "json", "a.lox", "c.lox")
    #expect(
      run.output == """
        [{"file":"a.lox","code":"compile-error","severity":"error",\
        "message":"Already a variable with this name in this scope.",\
        "range":{"start":{"line":2,"column":5,"offset":17},"end":{"line":2,"column":6,"offset":18}},\
        "related":{"start":{"line":1,"column":7,"offset":6},"end":{"line":1,"column":8,"offset":7}}},\
        {"file":"c.lox","code":"useless-expression","severity":"warning","message":"The value is not used.",\
        "range":{"start":{"line":1,"column":1,"offset":0},"end":{"line":1,"column":2,"offset":1}}}]

        """)
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

  @Test func explanations() throws {
    let folder = try ScriptFolder()
    let run = try folder.lox("lint", "--explain", "unused-local")
    #expect(run.output.hasPrefix("unused-local (hint)\n\nA local variable"))
    #expect(run.status == 0)
    let all = try folder.lox("lint", "--explain", "all").output.split(separator: "\n")
    #expect(all.count == 19)
    #expect(try folder.lox("lint", "--explain", "nothing").status == 64)
  }
}
