import LoxJSON
import LoxLanguageServer
import Testing

/// Refactorings, hierarchies and what else a name or a keyword has, as a client asks for them.
@Suite struct RefactoringRequestTests {
  private func actions(_ client: TestClient, _ only: [JSON]?, _ from: (Int, Int), _ to: (Int, Int)) -> [JSON]
  {
    var context = JSONObject([.init("diagnostics", [])])
    if let only { context["only"] = JSON(only) }
    let range: JSON = [
      "start": ["line": JSON(from.0), "character": JSON(from.1)],
      "end": ["line": JSON(to.0), "character": JSON(to.1)],
    ]
    let parameters: JSON = [
      "textDocument": ["uri": JSON(TestClient.uri)], "range": range, "context": .object(context),
    ]
    return client.result("textDocument/codeAction", parameters).arrayValue ?? []
  }

  @Test func kinds() {
    let client = TestClient("fun f(a) { print a * 2; }\nprint f(1);\n")
    func kinds(_ only: [JSON]?) -> [String] {
      actions(client, only, (0, 17), (0, 22)).compactMap { $0["kind"]?.stringValue }
    }
    #expect(kinds(nil) == ["refactor.extract.variable", "refactor.extract.function"])
    #expect(kinds(["refactor.extract"]) == ["refactor.extract.variable", "refactor.extract.function"])
    #expect(kinds(["refactor.extract.function"]) == ["refactor.extract.function"])
    #expect(kinds(["refactor.inline"]) == [])
    #expect(kinds(["refactor.ex"]) == [])
    #expect(kinds(["quickfix"]) == [])
    let first = actions(client, nil, (0, 17), (0, 22)).first
    let edits = first?["edit"]?["changes"]?[TestClient.uri]?.arrayValue ?? []
    #expect(edits.map { TestClient.text($0["range"]) } == ["0:11-0:11", "0:17-0:22"])
    #expect(edits.compactMap { $0["newText"]?.stringValue } == ["var value = a * 2; ", "value"])
  }

  @Test func inline() {
    let client = TestClient("fun f(a) { return a * 2; }\nprint f(1);\n")
    #expect(actions(client, ["refactor"], (1, 6), (1, 6)).map { $0["title"] } == ["Inline the call of 'f'"])
  }

  @Test func linkedEditing() {
    let client = TestClient("fun f(a) { print a; }\n")
    let result = client.result("textDocument/linkedEditingRange", at: 0, 6)
    #expect(result["ranges"]?.arrayValue?.map { TestClient.text($0) } == ["0:6-0:7", "0:17-0:18"])
    #expect(client.result("textDocument/linkedEditingRange", at: 0, 4) == .null)
  }

  @Test func inlayHints() {
    func hints(_ options: JSON) -> [String] {
      let client = TestClient("fun f(a) { return 1; }\nvar b = f(2);\n", options: options)
      let parameters: JSON = [
        "textDocument": ["uri": JSON(TestClient.uri)],
        "range": ["start": ["line": 0, "character": 0], "end": ["line": 9, "character": 0]],
      ]
      return client.result("textDocument/inlayHint", parameters).arrayValue?.compactMap {
        $0["label"]?.stringValue
      } ?? []
    }
    #expect(hints([:]) == ["a:", ": number"])
    #expect(hints(["inlayHints": ["types": false]]) == ["a:"])
    #expect(hints(["inlayHints": ["parameters": false]]) == [": number"])
    #expect(hints(["inlayHints": ["parameters": false, "types": false]]) == [])
  }

  @Test func version() {
    let server = LanguageServer(files: TestClient.Files(), version: "1.2.3")
    let request: JSON = ["jsonrpc": "2.0", "id": 1, "method": "initialize", "params": ["capabilities": [:]]]
    server.receive(TestClient.frame(request.bytes))
    #expect(server.handleNext())
    #expect(String(decoding: server.takeOutput(), as: UTF8.self).contains("\"version\":\"1.2.3\""))
  }

  // MARK: - Hierarchy

  private static let files = [
    "/project/shop/tax.lox":
      "// lox: extended\nfun rate(country) => base();\nfun base() => 19;\nprint rate(\"de\");\n",
    "/project/other.lox":
      "// lox: extended\nimport \"shop/tax\" as tax;\nfun total() => tax.rate(1) + tax.rate(2);\n",
  ]
  private static let main =
    "// lox: extended\nimport {rate} from \"shop/tax\";\nclass A { init() { rate(3); } }\nA();\n"

  private func names(_ calls: JSON, _ key: String) -> [String] {
    (calls.arrayValue ?? []).map {
      "\($0[key]?["name"]?.stringValue ?? "") \($0["fromRanges"]?.arrayValue?.count ?? 0)"
    }
  }

  @Test func callsAcrossModules() throws {
    let client = TestClient(Self.main, files: Self.files)
    let items = client.result("textDocument/prepareCallHierarchy", at: 2, 20)
    let item = try #require(items[0])
    #expect(item["uri"] == "file:///project/shop/tax.lox")
    #expect(TestClient.text(item["selectionRange"]) == "1:4-1:8")
    let incoming = client.result("callHierarchy/incomingCalls", ["item": item])
    #expect(Set(names(incoming, "from")) == ["tax.lox 1", "init 1", "total 2"])
    #expect(names(client.result("callHierarchy/outgoingCalls", ["item": item]), "to") == ["base 1"])
    let script = try #require(incoming.arrayValue?.first { $0["from"]?["name"] == "tax.lox" }?["from"])
    #expect(client.result("callHierarchy/incomingCalls", ["item": script]) == [])
    #expect(names(client.result("callHierarchy/outgoingCalls", ["item": script]), "to") == ["rate 1"])
    let owner = try #require(client.result("textDocument/prepareCallHierarchy", at: 2, 6)[0])
    #expect(names(client.result("callHierarchy/outgoingCalls", ["item": owner]), "to") == ["rate 1"])
    #expect(names(client.result("callHierarchy/incomingCalls", ["item": owner]), "from") == ["main.lox 1"])
    #expect(client.result("textDocument/prepareCallHierarchy", at: 0, 2) == .null)
    #expect(client.request("callHierarchy/incomingCalls", [:])["error"] != nil)
  }
}
