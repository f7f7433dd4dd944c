import LoxJSON
@testable import LoxLanguageServer
import Testing

/// The work of a request is proportional to the text, even if that is a single line.
@Suite struct LongLineTests {
  private static func text(_ count: Int) -> String {
    "var s=1;" + (0..<count).map { "var a\($0)=s+\"\u{e9}\u{1F600}\";" }.joined()
  }

  private static let everything: JSON = [
    "start": ["line": 0, "character": 0], "end": ["line": 1, "character": 0],
  ]

  /// The number of characters that the server looks at to convert positions, for all requests together.
  private func visitedCount(_ text: String, _ encoding: String) throws -> Int {
    let client = TestClient(text, encoding: encoding)
    let more: JSON = [
      "range": LongLineTests.everything, "context": ["diagnostics": [], "includeDeclaration": true],
      "newName": "t", "positions": [["line": 0, "character": 5]],
    ]
    for method in [
      "semanticTokens/full", "semanticTokens/range", "documentSymbol", "formatting", "rangeFormatting",
      "foldingRange",
      "selectionRange", "codeAction", "inlayHint", "hover", "definition", "references", "documentHighlight",
      "prepareRename", "rename", "completion", "signatureHelp", "linkedEditingRange", "prepareCallHierarchy",
    ] {
      let answer = client.request("textDocument/" + method, TestClient.place(0, 4, more))
      #expect(answer["error"] == nil, "\(method)")
    }
    // As after formatting: many changes, from the end to the beginning.
    let length = encoding == "utf-16" ? text.utf16.count : text.unicodeScalars.count
    let changes = stride(from: length, to: 0, by: -16).map { column -> JSON in
      let place: JSON = ["line": 0, "character": JSON(column)]
      return ["range": ["start": place, "end": place], "text": " "]
    }
    client.notify(
      "textDocument/didChange",
      ["textDocument": ["uri": JSON(TestClient.uri), "version": 2], "contentChanges": JSON(changes)])
    let document = try #require(client.server.documents[TestClient.uri])
    return document.text.counts.visitedCount
  }

  @Test(arguments: ["utf-16", "utf-32"]) func placesAreConvertedInProportion(_ encoding: String) throws {
    let small = try visitedCount(LongLineTests.text(300), encoding)
    let large = try visitedCount(LongLineTests.text(600), encoding)
    #expect(small > 0)
    #expect(Double(large) < Double(small) * 2.3)
  }

  /// Changes in one message have the same effect as one by one.
  @Test func changesInOneMessage() throws {
    var generator = SystemRandomNumberGenerator()
    let pieces = ["", "a", "\n", "\r", "\r\n", "ab\ncd", "\u{1F600}", "x\r"]
    for _ in 0..<100 {
      let text = (0..<12).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      let changes = (0..<6).map { number -> JSON in
        // Mostly from the end to the beginning.
        let line =
          Int.random(in: 0..<3, using: &generator) == 0
          ? Int.random(in: 0..<8, using: &generator) : 6 - number
        let first = Int.random(in: 0..<4, using: &generator)
        let range: JSON = [
          "start": ["line": JSON(line), "character": JSON(first)],
          "end": ["line": JSON(line), "character": JSON(first + Int.random(in: 0..<2, using: &generator))],
        ]
        return ["range": range, "text": JSON(pieces.randomElement(using: &generator) ?? "")]
      }
      let clients = [TestClient(text), TestClient(text)]
      func send(_ client: TestClient, _ changes: [JSON]) {
        client.notify(
          "textDocument/didChange",
          ["textDocument": ["uri": JSON(TestClient.uri), "version": 2], "contentChanges": JSON(changes)])
      }
      send(clients[0], changes)
      for change in changes { send(clients[1], [change]) }
      let texts = clients.map { $0.server.documents[TestClient.uri]?.text }
      #expect(texts[0]?.bytes == texts[1]?.bytes, "\(text.debugDescription) \(changes)")
      #expect(texts[0]?.lineCount == texts[1]?.lineCount)
    }
  }

  /// Marks make no difference to the results.
  @Test(arguments: [PositionEncoding.utf8, .utf16, .utf32]) func placesInALongLine(
    _ encoding: PositionEncoding
  ) {
    let bytes = Array(LongLineTests.text(100).utf8)
    let text = DocumentText(bytes)
    var generator = SystemRandomNumberGenerator()
    for round in 0..<200 {
      if round % 20 == 19 {
        let place = Int.random(in: 0..<text.bytes.count, using: &generator)
        text.replace(place..<min(place + 3, text.bytes.count), with: Array("\u{1F600}x\u{e9}".utf8))
      }
      let offset = Int.random(in: 0...text.bytes.count, using: &generator)
      // Characters, counted one by one.
      var (expected, place) = (0, 0)
      while place < offset {
        let length = ByteRepair.lengthOfAny(at: place, in: text.bytes)
        if place + length > offset { break }
        expected += encoding.units(ofLength: length)
        place += length
      }
      if encoding == .utf8 { expected = offset }
      let position = text.position(of: offset, encoding)
      #expect(position == Position(line: 0, character: expected))
      #expect(text.offset(of: position, encoding) == place)
    }
  }
}
