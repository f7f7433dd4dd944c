import Foundation
import Testing

/// The debugger in the terminal and for editors, by the command.
@Suite(.needsLox) struct DebugTests {
  static let script = """
    // lox: extended
    fun sum(n) {
      var total = 0;
      for (var i = 1; i <= n; i = i + 1) {
        total = total + i;
      }
      return total;
    }
    print sum(4);
    print missing;
    """

  /// What the debugger shows when it is given these commands.
  private func debug(_ commands: String..., file: String = script) throws -> LoxProcess {
    let folder = try ScriptFolder(["sum.lox": file])
    return try folder.lox("debug", "sum.lox", input: commands.map { $0 + "\n" }.joined())
  }

  @Test func breakpointsAndValues() throws {
    let run = try debug(
      "b 5 if i == 3", "breakpoints", "c", "bt", "p total * 10", "set total = 100", "locals", "d 1", "c", "q")
    #expect(
      run.output
        == """
        sum.lox:2 in script
        > 2  fun sum(n) {
        (lox) Breakpoint 1 at sum.lox:5 if i == 3.
        (lox) 1  at sum.lox:5 if i == 3
        (lox) Breakpoint 1.
        sum.lox:5 in sum
        > 5      total = total + i;
        (lox) > 0  sum  sum.lox:5
          1  script  sum.lox:9
        (lox) 30
        (lox) 100
        (lox) n = 4
        total = 100
        i = 3
        (lox) (lox) 107
        Uncaught error: Undefined variable 'missing'.
        sum.lox:10 in script
        > 10  print missing;
        (lox) 
        """.trimmingCharacters(in: .newlines))
    #expect(run.errors == "")
    #expect(run.status == 0)
  }

  @Test func stepsAndTheEnd() throws {
    let run = try debug("catch off", "n", "s", "", "finish", "c", "x", "q")
    #expect(
      run.output
        == """
        sum.lox:2 in script
        > 2  fun sum(n) {
        (lox) (lox) sum.lox:9 in script
        > 9  print sum(4);
        (lox) sum.lox:3 in sum
        > 3    var total = 0;
        (lox) sum.lox:4 in sum
        > 4    for (var i = 1; i <= n; i = i + 1) {
        (lox) sum.lox:9 in script
        > 9  print sum(4);
        (lox) 10
        The script has ended.
        (lox) The script has ended; 'r' runs it again, 'q' leaves.
        (lox) 
        """.trimmingCharacters(in: .newlines))
    #expect(run.errors == "Undefined variable 'missing'.\n[line 10] in script\n")
    #expect(run.status == 70)
  }

  @Test func runsAgainAndLists() throws {
    let run = try debug("b sum", "r", "c", "l 2", "up", "p n", "f 7", "globals", "nothing", "p 1 +", "q")
    for text in [
      "Breakpoint 1 in sum.", "Breakpoint 1.\nsum.lox:3 in sum\n",
      "  1  // lox: extended\n  2  fun sum(n) {\n> 3 ",
      "(lox) sum.lox:9 in script\n", "Undefined variable 'n'.", "There is no such call.", "sum = <fn sum>\n",
      "There is no command 'nothing'; 'help' lists them.", "[line 1] Error at end: Expect expression.",
    ] {
      #expect(run.output.contains(text), "\(text) is not in \(run.output)")
    }
    #expect(run.status == 0)
  }

  @Test func watchedValues() throws {
    let run = try debug(
      "watch n", "watch", "watch 1 + 1", "c", "p n", "c", "unwatch 2", "unwatch", "c",
      file: "var n = 1;\nprint n;\nn = 2;\nprint n;\n")
    for text in [
      "n is watched.", "1  n\n", "Only global variables", "Changed: n: nothing -> 1", "Changed: n: 1 -> 2",
      "There is no watchpoint '2'.", "Nothing is watched any more.",
    ] {
      #expect(run.output.contains(text), "\(text) is not in \(run.output)")
    }
  }

  @Test func endOfInputEndsTheScript() throws {
    let run = try debug("b 9", file: "// lox: extended\nwhile (true) {}")
    #expect(run.status == 0)
    #expect(run.output.contains("There is no statement on line 9 or below."))
  }

  @Test func scriptsWithErrors() throws {
    let folder = try ScriptFolder(["bad.lox": "print ;"])
    let run = try folder.lox("debug", "bad.lox")
    #expect(run.status == 65)
    #expect(run.errors.contains("Expect expression."))
    #expect(try folder.lox("debug", "-").status == 64)
    #expect(try folder.lox("debug", "none.lox").status == 74)
  }

  /// The messages of an editor that debugs `main.lox` in a folder, and stops at its first statement.
  private func messages(_ folder: ScriptFolder, _ rest: String...) -> String {
    let path = folder.url.appendingPathComponent("main.lox").path
    let all = [
      "\"command\":\"initialize\",\"arguments\":{}",
      "\"command\":\"launch\",\"arguments\":{\"program\":\"\(path)\",\"stopOnEntry\":true,\"args\":[\"a\"]}",
      "\"command\":\"configurationDone\"",
    ]
    return (all + rest).enumerated().map { number, body in
      let text = "{\"seq\":\(number + 1),\"type\":\"request\",\(body)}"
      return "Content-Length: \(text.utf8.count)\r\n\r\n\(text)"
    }.joined()
  }

  @Test func adapterOverPipes() throws {
    let folder = try ScriptFolder([
      "main.lox": "// lox: extended\nimport \"lib\" as lib;\nprint lib.name + args[0];",
      "lib.lox": "var name = \"lib\";",
    ])
    let input = messages(
      folder, "\"command\":\"evaluate\",\"arguments\":{\"expression\":\"args\"}", "\"command\":\"continue\"",
      "\"command\":\"disconnect\"")
    let run = try folder.lox("dap", input: input)
    #expect(run.status == 0 && run.errors == "")
    for text in [
      "\"event\":\"initialized\"", "\"reason\":\"entry\"", "\"result\":\"[\\\"a\\\"]\"",
      "\"output\":\"liba\\n\"",
      "\"event\":\"terminated\"",
    ] {
      #expect(run.output.contains(text), "\(text) is not in \(run.output)")
    }
  }

  @Test func adapterOverTCP() throws {
    let folder = try ScriptFolder(["main.lox": "print 7;"])
    let input = messages(folder, "\"command\":\"continue\"", "\"command\":\"disconnect\"")
    try folder.add("input", Data(input.utf8))
    let lox: URL = try #require(LoxProcess.executable)
    // Bash knows how to connect; the adapter closes the connection at the end.
    let run = try LoxProcess(
      shell: """
        '\(lox.path)' dap --port 0 >port & server=$!
        until [ -s port ]; do sleep 0.05; done
        bash -c "exec 3<>/dev/tcp/127.0.0.1/$(sed 's/.*://' port); cat input >&3; cat <&3"
        kill -9 $server
        """, in: folder)
    #expect(run.output.contains("\"output\":\"7\\n\""))
    #expect(run.output.contains("\"event\":\"terminated\""))
  }
}
