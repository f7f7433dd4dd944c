import LoxJSON
import Testing

@Suite struct RequestTests {
  @Test func diagnosticsFollowTheText() {
    let client = TestClient("var é;\n")
    #expect(client.diagnostics.count > 0)
    client.change((0, 4), (0, 5), "a")
    #expect(client.diagnostics == [])
    client.change((1, 0), (1, 0), "print \"😀\" + a\r\nprint 2;")
    #expect(client.diagnostics == ["1:14-1:14 Expect ';' after value."])
    client.change((1, 14), (1, 14), ";")
    #expect(client.diagnostics == [])
    client.change((1, 7), (1, 9), "")
    client.change((1, 6), (1, 7), "'")
    #expect(
      client.diagnostics.first?.hasPrefix("1:6-1:7 Unexpected character.") == true, "\(client.diagnostics)")
    client.notify("textDocument/didClose", ["textDocument": ["uri": JSON(TestClient.uri)]])
    #expect(client.diagnostics == [])
  }

  @Test(arguments: [("utf-8", 15, 16), ("utf-16", 13, 14), ("utf-32", 12, 13)])
  func encodings(_ encoding: String, _ start: Int, _ end: Int) {
    let client = TestClient("var a; \"😀\" + a;", encoding: encoding)
    let highlights = client.result("textDocument/documentHighlight", at: 0, 4).arrayValue ?? []
    let offset = encoding == "utf-8" ? 16 : encoding == "utf-16" ? 14 : 13
    #expect(
      highlights.map { TestClient.text($0["range"]) } == ["0:4-0:5", "0:\(offset)-0:\(offset + 1)"])
    #expect(client.result("textDocument/hover", at: 0, offset)["contents"] != nil)
  }

  @Test func navigation() {
    let client = TestClient("class A {\n  go() {}\n}\nvar a = A();\na.go();\n")
    func ranges(_ json: JSON) -> [String] { (json.arrayValue ?? []).map { TestClient.text($0["range"]) } }
    #expect(ranges(client.result("textDocument/definition", at: 4, 3)) == ["1:2-1:4"])
    #expect(TestClient.text(client.result("textDocument/typeDefinition", at: 4, 0)["range"]) == "0:6-0:7")
    #expect(ranges(client.result("textDocument/references", at: 1, 2)) == ["1:2-1:4", "4:2-4:4"])
    let context: JSON = ["context": ["includeDeclaration": false]]
    #expect(ranges(client.result("textDocument/references", at: 1, 2, context)) == ["4:2-4:4"])
    #expect(client.result("textDocument/definition", at: 2, 0) == [])
    #expect(client.result("textDocument/hover", at: 2, 0) == .null)
    #expect(client.result("textDocument/hover", at: 400, 4000) == .null)
    #expect(
      client.result("textDocument/prepareRename", at: 0, 6)["placeholder"] == "A")
    let rename = client.result("textDocument/rename", at: 0, 6, ["newName": "B"])
    let edits = rename["changes"]?[TestClient.uri]?.arrayValue ?? []
    #expect(edits.map { TestClient.text($0["range"]) } == ["0:6-0:7", "3:8-3:9"])
    let refused = client.request("textDocument/rename", TestClient.place(0, 6, ["newName": "a"]))
    #expect(refused["error"]?["code"]?.intValue == -32803)
    #expect(client.request("textDocument/prepareRename", TestClient.place(0, 0))["error"] != nil)
  }

  @Test func symbols() {
    let client = TestClient(
      "class Alpha { beta() {} }\nfun gamma() {}\n",
      files: [
        "/project/main.lox": "fun stale() {}", "/project/sub/x.lox": "var delta;\nclass Alpine { beat() {} }",
      ])
    let flat = client.result("textDocument/documentSymbol", ["textDocument": ["uri": JSON(TestClient.uri)]])
    #expect(flat.arrayValue?.compactMap { $0["name"]?.stringValue } == ["Alpha", "beta", "gamma"])
    #expect(flat[1]?["containerName"] == "Alpha")
    func found(_ query: String) -> [String] {
      (client.result("workspace/symbol", ["query": JSON(query)]).arrayValue ?? []).map {
        "\($0["name"]?.stringValue ?? "") \($0["location"]?["uri"]?.stringValue ?? "")"
      }
    }
    #expect(found("alp") == ["Alpha file:///project/main.lox", "Alpine file:///project/sub/x.lox"])
    #expect(found("DELTA") == ["delta file:///project/sub/x.lox"])
    #expect(found("stale") == [])
    #expect(found("").count == 6)
  }

  @Test func completionAndItsDocumentation() throws {
    let client = TestClient("// Doc.\nfun helper(a, b) {}\nhel")
    let list = client.result("textDocument/completion", at: 2, 3)
    let item = try #require(list["items"]?.arrayValue?.first { $0["label"] == "helper" })
    #expect(TestClient.text(item["textEdit"]?["range"]) == "2:0-2:3")
    #expect(item["documentation"] == nil)
    #expect(client.result("completionItem/resolve", item)["documentation"]?["value"] == "Doc.")
    #expect(client.result("completionItem/resolve", [:]) == [:])
    #expect(
      client.result("completionItem/resolve", ["label": "x", "data": ["declaration": -1]])["label"] == "x")
    client.change((2, 0), (2, 3), "helper(1, ")
    let help = client.result("textDocument/signatureHelp", at: 2, 10)
    #expect(help["signatures"]?[0]?["label"] == "helper(a, b)")
    #expect(help["activeParameter"] == 1)
  }

  @Test func structure() {
    let client = TestClient("fun f() {\n  var s = \"a\n\nb\";\n}\n")
    let document: JSON = ["textDocument": ["uri": JSON(TestClient.uri)]]
    let folds = client.result("textDocument/foldingRange", document).arrayValue ?? []
    #expect(folds.compactMap { $0["startLine"]?.intValue } == [0, 1])
    let data = client.result("textDocument/semanticTokens/full", document)["data"]?.arrayValue ?? []
    // fun, f, var, s, =, and two parts of the string: its empty line has none.
    #expect(data.count == 7 * 5)
    #expect(data.suffix(10).compactMap(\.intValue) == [0, 2, 2, 7, 0, 2, 0, 2, 7, 0])
    let selection = client.result(
      "textDocument/selectionRange",
      ["textDocument": ["uri": JSON(TestClient.uri)], "positions": [["line": 1, "character": 6]]])
    #expect(TestClient.text(selection[0]?["range"]) == "1:6-1:7")
    #expect(selection[0]?["parent"]?["range"] != nil)
  }

  @Test func changesOfSemanticTokens() {
    let client = TestClient("var a = 1;\nprint a;\nprint 2;\n")
    let document: JSON = ["uri": JSON(TestClient.uri)]
    func delta(_ id: JSON) -> JSON {
      client.result(
        "textDocument/semanticTokens/full/delta", ["textDocument": document, "previousResultId": id])
    }
    let full = client.result("textDocument/semanticTokens/full", ["textDocument": document])
    var known = full["data"]?.arrayValue ?? []
    var id = full["resultId"] ?? .null
    #expect(delta(id)["edits"] == [])
    id = "2"
    for (from, to, text) in [
      ((1, 6), (1, 7), "a + a"), ((0, 0), (0, 0), "// a comment\n"), ((2, 0), (3, 0), ""),
      ((0, 0), (3, 0), ""),
      ((0, 0), (0, 0), "var b;"),
    ] as [((Int, Int), (Int, Int), String)] {
      client.change(from, to, text)
      let changes = delta(id)
      let edits = changes["edits"]?.arrayValue ?? []
      #expect(edits.count == 1)
      for edit in edits {
        let start = edit["start"]?.intValue ?? 0
        known.replaceSubrange(
          start..<start + (edit["deleteCount"]?.intValue ?? 0), with: edit["data"]?.arrayValue ?? [])
      }
      // A delta is sent against what was sent last.
      id = changes["resultId"] ?? .null
      let range: JSON = [
        "start": ["line": 0, "character": 0], "end": ["line": 100, "character": 0],
      ]
      let all = client.result(
        "textDocument/semanticTokens/range", ["textDocument": document, "range": range])
      #expect(all["data"]?.arrayValue == known)
    }
    // What is not known any more is answered in full.
    #expect(delta("1")["data"]?.arrayValue == known)
  }

  @Test func longListsOfCompletions() throws {
    let names = (0..<2000).map { "var name\($0);\n" }.joined()
    let client = TestClient(names + "var Other;\nprint ;\n")
    func labels(_ character: Int) -> [String] {
      let list = client.result("textDocument/completion", at: 2001, character)
      #expect(list["isIncomplete"] == true)
      return (list["items"]?.arrayValue ?? []).compactMap { $0["label"]?.stringValue }
    }
    #expect(labels(6).count == 500)
    client.change((2001, 6), (2001, 6), "oTh")
    #expect(labels(9) == ["Other"])
    client.change((2001, 6), (2001, 9), "e199")
    #expect(labels(10).count < 500)
    client.change((2001, 6), (2001, 10), "n1999")
    #expect(labels(11) == ["name1999"])
  }

  @Test func codeActions() {
    let client = TestClient("print 1\nprint 2;\n")
    let range: JSON = ["start": ["line": 0, "character": 0], "end": ["line": 0, "character": 7]]
    var parameters = JSONObject([
      .init("textDocument", ["uri": JSON(TestClient.uri)]), .init("range", range),
      .init("context", ["diagnostics": []]),
    ])
    let actions = client.result("textDocument/codeAction", .object(parameters))
    #expect(actions[0]?["title"] == "Insert ';'")
    let edit = actions[0]?["edit"]?["changes"]?[TestClient.uri]?[0]
    #expect(TestClient.text(edit?["range"]) == "0:7-0:7")
    // Nothing is refactored in a text with errors.
    parameters["context"] = ["diagnostics": [], "only": ["refactor"]]
    #expect(client.result("textDocument/codeAction", .object(parameters)) == [])
  }

  @Test(arguments: ["source.fixAll", "source.fixAll.lox", "source"])
  func fixAll(_ kind: String) {
    let client = TestClient("let a = 1\nprint 2;\nif (a = null) print a;\n")
    func actions(_ kind: String) -> JSON {
      client.result(
        "textDocument/codeAction",
        [
          "textDocument": ["uri": JSON(TestClient.uri)],
          "range": ["start": ["line": 0, "character": 0], "end": ["line": 0, "character": 0]],
          "context": ["diagnostics": [], "only": [JSON(kind)]],
        ])
    }
    let action = actions(kind)[0]
    #expect(action?["kind"] == "source.fixAll.lox")
    let edit = action?["edit"]?["changes"]?[TestClient.uri]?[0]
    #expect(TestClient.text(edit?["range"]) == "0:0-3:0")
    #expect(edit?["newText"] == "var a = 1;\nprint 2;\nif (a == nil) print a;\n")
    #expect(actions("source.organizeImports") == [])
    client.change((0, 0), (3, 0), "print 1;\n")
    #expect(actions(kind) == [])
  }

  @Test func lintFindingsAndTheirFixes() {
    let client = TestClient("fun helper(a) { return a; }\nhelpr(1);\n{\n  var unused = 1;\n}\ntotal = 1;\n")
    #expect(client.diagnostics.count == 3, "\(client.diagnostics)")
    func titles(_ line: Int) -> [String] {
      let range: JSON = [
        "start": ["line": JSON(line), "character": 0], "end": ["line": JSON(line), "character": 20],
      ]
      let context: JSON = ["diagnostics": [], "only": ["quickfix"]]
      let parameters: JSON = [
        "textDocument": ["uri": JSON(TestClient.uri)], "range": range, "context": context,
      ]
      let actions = client.result("textDocument/codeAction", parameters).arrayValue ?? []
      return actions.compactMap { $0["title"]?.stringValue }
    }
    #expect(titles(0) == [])
    #expect(titles(1) == ["Replace with 'helper'", "Ignore 'undefined-global' here"])
    #expect(titles(3) == ["Remove 'unused'", "Rename to '_unused'", "Ignore 'unused-local' here"])
    #expect(titles(5) == ["Declare 'total'", "Ignore 'undefined-global' here"])
    client.change((3, 0), (3, 0), "  // lint:ignore unused-local\n")
    #expect(client.diagnostics.count == 2)
    let silent = TestClient("helpr(1);", options: ["lint": false])
    #expect(silent.diagnostics == [])
    let known = TestClient("spawn();", files: ["/project/lox-api.json": RequestTests.api])
    #expect(known.diagnostics == [])
  }

  private static let api = #"{"loxAPI": 1, "functions": [{"name": "spawn", "documentation": "Makes."}]}"#

  @Test func hostAPIFromTheWorkspace() {
    let client = TestClient("spawn();", files: ["/project/lox-api.json": RequestTests.api])
    let hover = client.result("textDocument/hover", at: 0, 1)["contents"]?["value"]?.stringValue
    #expect(hover?.contains("Makes.") == true)
    let items = client.result("textDocument/completion", at: 0, 0)["items"]?.arrayValue ?? []
    let spawn = items.first { $0["label"] == "spawn" } ?? .null
    #expect(client.result("completionItem/resolve", spawn)["documentation"]?["value"] == "Makes.")
  }

  @Test func hostAPIFromOptions() {
    let inline = TestClient("spawn();", options: ["api": (try? JSON(parsing: RequestTests.api)) ?? .null])
    #expect(
      inline.result("textDocument/hover", at: 0, 1)["contents"]?["value"]?.stringValue?.contains("Makes.")
        == true)
    let named = TestClient(
      "spawn();", files: ["/project/x/api.json": RequestTests.api], options: ["api": "x/api.json"])
    #expect(
      named.result("textDocument/hover", at: 0, 1)["contents"]?["value"]?.stringValue?.contains("Makes.")
        == true)
  }

  @Test func faultyHostAPIIsReported() {
    let client = TestClient("spawn();", files: ["/project/lox-api.json": "{}"])
    let message = client.received.first { $0["method"] == "window/showMessage" }?["params"]?["message"]
    #expect(message?.stringValue?.contains("loxAPI") == true)
    let missing = TestClient("spawn();", options: ["api": "missing.json"])
    #expect(missing.received.contains { $0["method"] == "window/showMessage" })
  }
}
