import Lox
import LoxDebugAdapter
import LoxJSON
import Testing

@Suite struct DebugAdapterTests {
  static let text = """
    class P { init(n) { this.n = n; } }
    fun f(a) {
      var list = [a, {k: P(a)}];
      var add = () => a + top;
      return add();
    }
    var top = 10;
    print f(1);
    print "end";
    """

  static func breakpoints(_ path: String, _ all: JSON...) -> JSON {
    ["source": ["path": JSON(path)], "breakpoints": JSON(all)]
  }

  @Test func session() throws {
    let client = ScriptedClient(["/main.lox": Self.text])
    client.run(
      configure: { client throws in
        #expect(try client.body("initialize")["supportsSetVariable"] == true)
        client.request("setBreakpoints", Self.breakpoints("/main.lox", ["line": 5], ["line": 99]))
        client.request("setExceptionBreakpoints", ["filters": ["uncaught"]])
      },
      { client throws in
        let answers = try #require(try client.body("setBreakpoints")["breakpoints"]?.arrayValue)
        #expect(answers.map { $0["verified"] } == [true, false])
        #expect(client.stopReason == "breakpoint")
        #expect(client.events("stopped").last?["hitBreakpointIds"] == [answers[0]["id"] ?? .null])
        client.request("threads")
        client.request("stackTrace", ["threadId": 1, "startFrame": 0, "levels": 1])
      },
      { client throws in
        #expect(try client.body("threads")["threads"]?[0]?["name"] == "main")
        let trace = try client.body("stackTrace")
        #expect(trace["totalFrames"] == 2 && trace["stackFrames"]?.arrayValue?.count == 1)
        let frame = try #require(trace["stackFrames"]?[0])
        #expect(frame["name"] == "f" && frame["line"] == 5 && frame["column"] == 3)
        #expect(frame["source"] == ["name": "main.lox", "path": "/main.lox"])
        client.request("scopes", ["frameId": frame["id"] ?? .null])
      },
      { client throws in
        let scopes = try #require(try client.body("scopes")["scopes"]?.arrayValue)
        #expect(scopes.map { $0["name"] } == ["Locals", "Globals"])
        client.request("variables", ["variablesReference": scopes[0]["variablesReference"] ?? 0])
      },
      { client throws in
        #expect(
          try client.variables() == "a=1 list=[1, {k: P {n: 1}}] add=<fn>"
            || client.variables().hasPrefix("a=1 list="))
        let list = try #require(try client.body("variables")["variables"]?[1])
        #expect(list["type"] == "a list" && list["indexedVariables"] == 2 && list["evaluateName"] == "list")
        let reference = list["variablesReference"] ?? 0
        client.request(
          "variables", ["variablesReference": reference, "filter": "indexed", "start": 1, "count": 1])
      },
      { client throws in
        #expect(try client.variables() == "[1]={k: P {n: 1}}")
        let map = try #require(try client.body("variables")["variables"]?[0])
        #expect(map["evaluateName"] == "list[1]")
        client.request("variables", ["variablesReference": map["variablesReference"] ?? 0])
      },
      { client throws in
        let entry = try #require(try client.body("variables")["variables"]?[0])
        #expect(entry["name"] == "k" && entry["evaluateName"] == "list[1][\"k\"]")
        let reference = entry["variablesReference"] ?? 0
        client.request("setVariable", ["variablesReference": reference, "name": "n", "value": "a + 41"])
        client.request("evaluate", ["expression": "list[1][\"k\"].n", "context": "watch"])
      },
      { client throws in
        #expect(try client.body("setVariable")["value"] == "42")
        #expect(try client.body("evaluate")["result"] == "42")
        client.request("setExpression", ["expression": "top", "value": "100"])
        client.request("evaluate", ["expression": "f(", "context": "repl"])
        client.request("evaluate", ["expression": "f(1)", "context": "hover"])
      },
      { client throws in
        #expect(try client.body("setExpression")["value"] == "100")
        #expect(client.failure("evaluate") == "Only variables and their parts are shown.")
        client.request("completions", ["text": "1 + li", "column": 7])
      },
      { client throws in
        let target = try #require(try client.body("completions")["targets"]?[0])
        #expect(target["label"] == "list" && target["start"] == 4 && target["length"] == 2)
        client.request("evaluate", ["expression": "p = list[1].k", "context": "repl"])
        client.request("continue", ["threadId": 1])
      },
      { client throws in
        #expect(client.failure("evaluate")?.hasPrefix("Undefined variable 'p'") == true)
        #expect(client.text("stdout") == "101\nend\n")
        #expect(client.events("exited") == [["exitCode": 0]])
        #expect(client.events("terminated").count == 1)
        client.request("stackTrace")
        client.request("disconnect")
      })
    #expect(client.failure("stackTrace") == "The program isn't stopped.")
  }

  @Test func steps() throws {
    let client = ScriptedClient(["/main.lox": Self.text])
    func line(_ client: ScriptedClient) throws -> JSON? {
      try client.body("stackTrace")["stackFrames"]?[0]?["line"]
    }
    client.run(
      launch: ["stopOnEntry": true],
      { client throws in
        #expect(client.stopReason == "entry")
        client.request("next")
      },
      { $0.request("next") }, { $0.request("next") }, { $0.request("stackTrace") },
      { client throws in
        #expect(try line(client) == 8)
        client.request("stepIn")
      },
      { client throws in
        #expect(client.stopReason == "step")
        client.request("stackTrace")
      },
      { client throws in
        #expect(try line(client) == 3)
        client.request("stepOut")
      },
      { $0.request("stackTrace") },
      { client throws in
        #expect(try line(client) == 8)
        client.request("continue")
      },
      { $0.request("disconnect") })
  }

  @Test func conditionsLogPointsAndFunctions() throws {
    let client = ScriptedClient([
      "/main.lox": "fun g(i) {\n  return i;\n}\nfor (var i = 0; i < 5; i += 1) {\n  g(i);\n}\n"
    ])
    client.run(
      configure: { client throws in
        client.request(
          "setBreakpoints",
          Self.breakpoints(
            "/main.lox", ["line": 5, "condition": "i == 2"],
            ["line": 5, "logMessage": "at {i}", "hitCondition": ">= 4"],
            ["line": 2, "hitCondition": "often"]))
        client.request("setFunctionBreakpoints", ["breakpoints": [["name": "g", "condition": "i == 4"]]])
        client.request("breakpointLocations", ["source": ["path": "/main.lox"], "line": 1, "endLine": 4])
      },
      { client throws in
        let wrong = try #require(try client.body("setBreakpoints")["breakpoints"]?[2])
        #expect(wrong["verified"] == false)
        let lines = try client.body("breakpointLocations")["breakpoints"]?.arrayValue?.compactMap {
          $0["line"]?.intValue
        }
        #expect(lines == [1, 2, 4])
        #expect(client.stopReason == "breakpoint")
        client.request("evaluate", ["expression": "i"])
        client.request(
          "setBreakpoints",
          Self.breakpoints("/main.lox", ["line": 5, "logMessage": "at {i}", "hitCondition": ">= 2"]))
        client.request("continue")
      },
      { client throws in
        #expect(try client.body("evaluate")["result"] == "2")
        #expect(client.stopReason == "function breakpoint")
        #expect(client.text("console") == "at 4\n")
        client.request("continue")
      },
      { $0.request("disconnect") })
  }

  @Test func errors() throws {
    let client = ScriptedClient([
      "/main.lox": "try { throw \"a\"; } catch (e) {}\nfun bad() { return nil.x; }\nbad();"
    ])
    client.run(
      configure: { $0.request("setExceptionBreakpoints", ["filters": ["thrown", "uncaught"]]) },
      { client throws in
        #expect(client.stopReason == "exception" && client.events("stopped").last?["text"] == "a")
        client.request("exceptionInfo")
      },
      { client throws in
        let info = try client.body("exceptionInfo")
        #expect(info["breakMode"] == "always" && info["exceptionId"] == "a string")
        client.request("continue")
      },
      { $0.request("exceptionInfo") },
      { client throws in
        let info = try client.body("exceptionInfo")
        #expect(info["breakMode"] == "unhandled")
        #expect(info["details"]?["stackTrace"] == "[line 2] in bad\n[line 3] in script")
        client.request("continue")
      },
      { client throws in
        #expect(client.events("exited") == [["exitCode": 70]])
        #expect(client.text("stderr").contains("[line 2] in bad()"))
        client.request("disconnect")
      })
  }

  @Test func pauseTerminateAndRestart() throws {
    let client = ScriptedClient(["/main.lox": "var n = 0;\nwhile (true) {\n  n = n + 1;\n}"])
    client.whileRunning = { client throws in
      client.whileRunning = nil
      client.request("evaluate", ["expression": "n"])
      client.request("pause", ["threadId": 1])
    }
    client.run(
      { client throws in
        #expect(client.failure("evaluate") == "The program isn't stopped.")
        #expect(client.stopReason == "pause")
        client.request("evaluate", ["expression": "n = 7"])
        client.request("continue")
        client.whileRunning = { client throws in
          client.whileRunning = { client throws in
            guard client.launches.count == 2 else { return }
            client.whileRunning = nil
            client.request("terminate")
          }
          client.request("restart")
        }
      },
      { client throws in
        #expect(client.launches.count == 2)
        #expect(client.events("terminated").count == 1)
        client.request("disconnect")
      })
  }

  @Test func launchesThatFail() throws {
    let client = ScriptedClient(["/main.lox": "print 1;", "/bad.lox": "print ;"])
    client.run(
      configure: { client throws in
        client.request("launch", ["program": "/bad.lox"])
        client.request("launch", [:])
        client.request("attach")
        client.request("dance")
      },
      { client throws in
        #expect(client.failure("launch") == "'program' must be the path of a script.")
        #expect(client.failure("attach")?.isEmpty == false)
        #expect(client.failure("dance") == "There is no request 'dance'.")
        client.request("disconnect")
      })
  }

  @Test func argumentsAndNoDebug() throws {
    let client = ScriptedClient(["/main.lox": "print args;\nprint args[0];"])
    client.run(
      launch: ["noDebug": true, "args": ["x", "y"]],
      configure: { $0.request("setBreakpoints", Self.breakpoints("/main.lox", ["line": 1])) },
      { client throws in
        #expect(client.text("stdout") == "[\"x\", \"y\"]\nx\n")
        #expect(client.events("stopped").isEmpty)
        client.request("disconnect")
      })
  }

  @Test func endOfARunWithoutDebugger() throws {
    let client = ScriptedClient(["/main.lox": "while (true) {}"])
    client.whileRunning = { client throws in
      client.whileRunning = nil
      client.request("terminate")
    }
    client.run(launch: ["noDebug": true], { $0.request("disconnect") })
  }

  @Test func modulesAndFibers() throws {
    let client = ScriptedClient([
      "/main.lox": "import \"lib\" as lib;\nvar fiber = Fiber(lib.work);\nfiber.resume();",
      "/lib.lox": "fun work() {\n  Fiber.yield(1);\n}",
    ])
    client.run(
      configure: { $0.request("setBreakpoints", Self.breakpoints("/lib.lox", ["line": 2])) },
      { $0.request("stackTrace") },
      { client throws in
        let frames = try #require(try client.body("stackTrace")["stackFrames"]?.arrayValue)
        #expect(frames.map { $0["name"] } == ["work (fiber, resumed by the call below)", "script"])
        #expect(frames.map { $0["source"]?["path"] } == ["/lib.lox", "/main.lox"])
        client.request("disconnect")
      })
    // The program ends with its editor.
    #expect(client.events("terminated").isEmpty)
  }

  @Test func attachToALiveIsolate() throws {
    let isolate = try Isolate()
    let client = ScriptedClient([:])
    let adapter = client.attach(
      to: isolate,
      configure: { client throws in
        client.request("setFunctionBreakpoints", ["breakpoints": [["name": "tick"]]])
      },
      { $0.request("stackTrace") },
      { client throws in
        let source = try #require(try client.body("stackTrace")["stackFrames"]?[0]?["source"])
        client.request("source", ["source": source, "sourceReference": source["sourceReference"] ?? 0])
      },
      { client throws in
        #expect(try client.body("source")["content"] == "fun tick() {\n  return 1;\n}")
        client.request("disconnect")
      })
    var options = Program.Options()
    options.isDebuggable = true
    try isolate.run(try Program("fun tick() {\n  return 1;\n}", name: "live", options: options))
    let result: Double = try isolate.call("tick")
    #expect(result == 1)
    let again: Double = try isolate.call("tick")
    #expect(again == 1)
    #expect(client.events("stopped").count == 1)
    withExtendedLifetime(adapter) {}
  }
}
