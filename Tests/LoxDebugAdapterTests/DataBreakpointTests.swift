import Lox
import LoxDebugAdapter
import LoxJSON
import Testing

@Suite struct DataBreakpointTests {
  private static let text = """
    class P { init(n) { this.n = n; } }
    var p = P(1);
    var total = 0;
    fun f(a) {
      total = total + a;
      p.n = a;
      return a;
    }
    f(1);
    f(2);
    """

  @Test func fieldsAndGlobals() throws {
    let client = ScriptedClient(["/main.lox": Self.text])
    client.run(
      configure: { client throws in
        #expect(try client.body("initialize")["supportsDataBreakpoints"] == true)
        client.request("setBreakpoints", DebugAdapterTests.breakpoints("/main.lox", ["line": 5]))
      },
      { client throws in
        client.request("setBreakpoints", DebugAdapterTests.breakpoints("/main.lox"))
        client.request("evaluate", ["expression": "p"])
        client.request("dataBreakpointInfo", ["name": "a"])
      },
      { client throws in
        #expect(try client.body("dataBreakpointInfo")["dataId"] == .null)
        let reference = try client.body("evaluate")["variablesReference"] ?? 0
        client.request("dataBreakpointInfo", ["name": "n", "variablesReference": reference])
      },
      { client throws in
        let field = try client.body("dataBreakpointInfo")
        #expect(field["description"] == "p.n" && field["accessTypes"] == ["write"])
        client.request(
          "setDataBreakpoints",
          [
            "breakpoints": [
              ["dataId": field["dataId"] ?? .null, "accessType": "write", "condition": "a == 2"],
              ["dataId": "none"], ["dataId": field["dataId"] ?? .null, "accessType": "read"],
            ]
          ])
        client.request("continue")
      },
      { client throws in
        let answers = try #require(try client.body("setDataBreakpoints")["breakpoints"]?.arrayValue)
        #expect(answers.map { $0["verified"] } == [true, false, false])
        let stop = try #require(client.events("stopped").last)
        #expect(stop["reason"] == "data breakpoint" && stop["text"] == "p.n: 1 -> 2")
        #expect(stop["hitBreakpointIds"] == [answers[0]["id"] ?? .null])
        client.request("stackTrace", ["threadId": 1])
        client.request("dataBreakpointInfo", ["name": "total"])
      },
      { client throws in
        #expect(try client.body("stackTrace")["stackFrames"]?[0]?["line"] == 7)
        #expect(try client.body("dataBreakpointInfo")["description"] == "total")
        client.request("setDataBreakpoints", ["breakpoints": []])
        client.request("continue")
      })
    #expect(client.events("exited").last?["exitCode"] == 0)
  }
}
