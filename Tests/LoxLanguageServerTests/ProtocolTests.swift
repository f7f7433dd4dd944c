import LoxJSON
import LoxLanguageServer
import Testing

/// Whatever a client sends, and in whatever order.
@Suite struct ProtocolTests {
  @Test func life() {
    let client = TestClient("print 1;")
    #expect(client.diagnostics == [])
    #expect(client.request("shutdown", .null)["result"] == .null)
    #expect(client.request("textDocument/hover", [:])["error"]?["code"]?.intValue == -32600)
    #expect(!client.server.hasExited)
    client.notify("exit", .null)
    #expect(client.server.hasExited && client.server.wasShutDown)
    client.notify("textDocument/didOpen", [:])
  }

  @Test func exitWithoutShutdown() {
    let client = TestClient()
    client.notify("exit", .null)
    #expect(client.server.hasExited && !client.server.wasShutDown)
  }

  @Test func nothingBeforeInitialize() {
    let client = TestClient()
    client.open(TestClient.uri, "print")
    #expect(client.received.isEmpty)
    #expect(client.request("textDocument/hover", [:])["error"]?["code"]?.intValue == -32002)
    #expect(client.request("shutdown", [:])["error"]?["code"]?.intValue == -32002)
    #expect(client.request("initialize", [:])["result"]?["capabilities"]?["hoverProvider"] == true)
    #expect(client.request("initialize", [:])["error"]?["code"]?.intValue == -32600)
  }

  @Test func unknownMethods() {
    let client = TestClient("")
    #expect(client.request("textDocument/unknown", [:])["error"]?["code"]?.intValue == -32601)
    let count = client.received.count
    client.notify("$/unknown", [:])
    client.notify("unknown", .null)
    #expect(client.received.count == count)
  }

  @Test(arguments: [
    "textDocument/hover", "textDocument/completion", "textDocument/rename", "textDocument/codeAction",
    "textDocument/semanticTokens/range", "textDocument/selectionRange", "textDocument/documentSymbol",
  ])
  func badParameters(_ method: String) {
    let client = TestClient("var a;")
    let document: JSON = ["textDocument": ["uri": JSON(TestClient.uri)], "positions": [1], "range": [:]]
    for parameters in [.null, [], [:], ["textDocument": 1], ["textDocument": ["uri": "file:///other"]]]
      as [JSON]
    {
      #expect(client.request(method, parameters)["error"]?["code"]?.intValue == -32602, "\(parameters)")
    }
    if method != "textDocument/documentSymbol" {
      #expect(client.request(method, document)["error"]?["code"]?.intValue == -32602)
    }
  }

  @Test(arguments: [
    ("{", -32700), ("", -32700), ("[]", -32600), ("1", -32600), ("{}", -32600), (#"{"id":1}"#, -32600),
    (#"{"id":[],"method":"shutdown"}"#, -32600), (#"{"id":null,"method":"shutdown"}"#, -32600),
    (#"{"id":1,"method":5}"#, -32600),
  ])
  func malformedMessages(_ body: String, _ code: Int) {
    let client = TestClient("print 1;")
    client.send(TestClient.frame(Array(body.utf8)))
    #expect(client.received.last?["error"]?["code"]?.intValue == code)
    #expect(client.request("shutdown", .null)["result"] == .null)
  }

  @Test(arguments: [
    "Content-Length: 99999999999999999999999\r\n\r\n", "Content-Length: -5\r\n\r\n",
    "Content-Length: x\r\n\r\n",
    "Nonsense\r\n\r\n", "\r\n\r\n", "Content-Type: a\r\n\r\n", "Content-Length:\n\n",
  ])
  func malformedHeaders(_ header: String) {
    let client = TestClient("print 1;")
    client.send(Array(header.utf8))
    let isEndless = header.contains("999")
    client.send(TestClient.frame(Array(#"{"id":"x","method":"shutdown"}"#.utf8)))
    // Nothing comes after a message that never ends.
    #expect(client.received.contains { $0["id"] == "x" } != isEndless)
    #expect(client.received.contains { $0["error"]?["code"]?.intValue == -32600 } == (header != "\r\n\r\n"))
  }

  @Test func messagesInPieces() {
    let client = TestClient()
    let first = TestClient.frame(Array(#"{"id":1,"method":"initialize","params":{}}"#.utf8))
    let second = Array(
      "content-type: x\r\nCONTENT-LENGTH:  28 \r\n\r\n{\"id\":2,\"method\":\"shutdown\"}".utf8)
    for byte in first + second { client.send([byte]) }
    #expect(client.received.compactMap { $0["id"]?.intValue } == [1, 2])
  }

  @Test func longGarbage() {
    let client = TestClient("print 1;")
    client.send(Array(repeating: 0x41, count: 100_000))
    client.send(Array("\r\n\r\n".utf8))
    #expect(client.request("shutdown", .null)["result"] == .null)
  }

  @Test func cancellation() {
    let client = TestClient("var a;")
    func request(_ id: Int) -> [UInt8] {
      let message: JSON = [
        "id": JSON(id), "method": "textDocument/hover", "params": TestClient.place(0, 4),
      ]
      return TestClient.frame(message.bytes)
    }
    let cancel: JSON = ["method": "$/cancelRequest", "params": ["id": 1001]]
    client.send(request(1001) + request(1002) + TestClient.frame(cancel.bytes))
    #expect(client.received.first { $0["id"] == 1001 }?["error"]?["code"]?.intValue == -32800)
    #expect(client.received.first { $0["id"] == 1002 }?["result"]?["contents"] != nil)
    // A request that does not exist can't be cancelled, and its id stays free.
    client.send(TestClient.frame(cancel.bytes))
    client.send(request(1001))
    #expect(client.received.last { $0["id"] == 1001 }?["result"]?["contents"] != nil)
  }

  @Test func onlyTheNewestTextIsLookedAt() {
    let client = TestClient("print 1;")
    let count = client.received.count
    var bytes: [UInt8] = []
    for version in 2...20 {
      let change: JSON = [
        "method": "textDocument/didChange",
        "params": [
          "textDocument": ["uri": JSON(TestClient.uri), "version": JSON(version)],
          "contentChanges": [["text": JSON("print \(version)")]],
        ],
      ]
      bytes += TestClient.frame(change.bytes)
    }
    client.send(bytes)
    #expect(client.received.count == count + 1)
    #expect(client.received.last?["params"]?["version"] == 20)
  }

  @Test func garbageNeverStopsTheServer() {
    var random = SystemRandomNumberGenerator()
    let valid = TestClient.frame(
      Array(
        #"{"id":1,"method":"textDocument/hover","params":{"position":{"line":1e300,"character":-3}}}"#.utf8))
    for _ in 0..<300 {
      let client = TestClient("var a;")
      var bytes = valid + valid + valid
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      client.send(bytes)
    }
  }
}
