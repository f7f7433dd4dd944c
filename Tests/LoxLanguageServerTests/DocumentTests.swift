import LoxJSON
@testable import LoxLanguageServer
import Testing

@Suite struct DocumentTests {
  /// After any change, the lines are those of the text.
  @Test func changes() {
    let pieces = ["", "a", "\n", "\r", "\r\n", "ab\ncd", "\r\r\n\n", "é😀", "x\r"].map { Array($0.utf8) }
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let text = DocumentText([])
      for _ in 0..<30 {
        let ends = [
          Int.random(in: 0...text.bytes.count, using: &generator),
          Int.random(in: 0...text.bytes.count, using: &generator),
        ].sorted()
        let isLarge = text.bytes.count > 40
        text.replace(
          ends[0]..<(isLarge ? ends[1] : min(ends[1], ends[0] + 2)),
          with: pieces.randomElement(using: &generator) ?? [])
        let fresh = DocumentText(text.bytes)
        #expect(text.lineCount == fresh.lineCount, "\(text.bytes)")
        for line in 0..<fresh.lineCount {
          #expect(text.range(ofLine: line) == fresh.range(ofLine: line), "\(text.bytes)")
        }
      }
    }
  }

  @Test(arguments: [PositionEncoding.utf8, .utf16, .utf32])
  func positionsThereAndBack(_ encoding: PositionEncoding) {
    let text = DocumentText(Array("aé😀b\r\n\u{FEFF}\r\n\n".utf8) + [0xFF, 0xC3] + Array("z\rq".utf8))
    for offset in 0...text.bytes.count {
      let position = text.position(of: offset, encoding)
      let back = text.offset(of: position, encoding)
      // A position inside a character or a line end means the place before it.
      #expect(back <= offset && offset - back < 4)
      #expect(text.position(of: back, encoding) == position || encoding == .utf8)
    }
  }

  @Test func positionsOfCharacters() {
    let text = DocumentText(Array("aé😀b\r\nc".utf8))
    let offset = text.bytes.firstIndex(of: UInt8(ascii: "b")) ?? 0
    #expect(text.position(of: offset, .utf8) == Position(line: 0, character: 7))
    #expect(text.position(of: offset, .utf16) == Position(line: 0, character: 4))
    #expect(text.position(of: offset, .utf32) == Position(line: 0, character: 3))
    #expect(text.offset(of: Position(line: 0, character: 4), .utf16) == offset)
    // Between the surrogates, after the end of the line, after the end of the text.
    #expect(text.offset(of: Position(line: 0, character: 3), .utf16) == 3)
    #expect(text.offset(of: Position(line: 0, character: 1000), .utf16) == offset + 1)
    #expect(text.offset(of: Position(line: 9, character: 0), .utf16) == text.bytes.count)
    #expect(text.offset(of: Position(line: -1, character: 5), .utf16) == 0)
  }

  @Test(arguments: [
    ("file:///a/b%20c.lox", "/a/b c.lox"), ("file://localhost/a", "/a"), ("FILE:///a", "/a"),
    ("file:///%C3%A9", "/é"),
    ("file:///a%", "/a%"), ("file:///a%zz%4", "/a%zz%4"),
  ])
  func paths(_ uri: String, _ path: String) {
    #expect(DocumentURI.path(uri) == Array(path.utf8))
  }

  @Test(arguments: ["untitled:Untitled-1", "", "file:", "file://", "http://a/b", "/a/b"])
  func noPaths(_ uri: String) {
    #expect(DocumentURI.path(uri) == nil)
  }

  @Test func pathsThereAndBack() {
    let path = (1...255).map { UInt8($0) }
    #expect(DocumentURI.path(DocumentURI.uri(ofPath: [0x2F] + path)) == [0x2F] + path)
  }

  /// Some editors send the bytes of a file as they are.
  @Test func invalidUTF8InMessages() {
    let client = TestClient("")
    let body =
      ([
        "method": "textDocument/didOpen",
        "params": [
          "textDocument": [
            "uri": JSON(TestClient.uri), "version": 1, "text": "var s = \"@@\"; print t",
          ]
        ],
      ] as JSON).bytes.map { $0 == UInt8(ascii: "@") ? 0xFF : $0 }
    client.send(TestClient.frame(body))
    #expect(client.diagnostics == ["0:21-0:21 Expect ';' after value."])
    // Whatever is sent, each byte stays a byte.
    for encoding in [PositionEncoding.utf8, .utf16] {
      let text = DocumentText(
        ByteRepair.repaired([0xFF, 0xC3, 0x28, 0xE2, 0x82, 0xF0, 0x9F, 0x98, 0x80, 0x80]))
      #expect(text.bytes.count == 10)
      #expect(text.position(of: 5, encoding).character == 5)
    }
  }
}
