import LoxGenerator
import LoxJSON
@testable import LoxLanguageServer
import LoxSource
import Testing

/// The tokens that a client has after a change are those that it would get anew.
@Suite struct SemanticTokenTests {
  private static let document: JSON = ["uri": JSON(TestClient.uri)]

  private static func full(_ client: TestClient) -> JSON {
    client.result("textDocument/semanticTokens/full", ["textDocument": document])
  }

  /// A position in UTF-16, behind some characters of a text.
  private static func position(behind text: some Sequence<Unicode.Scalar>) -> (Int, Int) {
    var (line, character) = (0, 0)
    for scalar in text {
      (line, character) = scalar == "\n" ? (line + 1, 0) : (line, character + UTF16.width(scalar))
    }
    return (line, character)
  }

  /// Replaces what is different.
  private static func change(_ client: TestClient, _ old: String, _ new: String) {
    let (a, b) = (Array(old.unicodeScalars), Array(new.unicodeScalars))
    let start = zip(a, b).prefix { $0 == $1 }.count
    let end = zip(a[start...].reversed(), b[start...].reversed()).prefix { $0 == $1 }.count
    client.change(
      position(behind: a[..<start]), position(behind: a[..<(a.count - end)]),
      String(String.UnicodeScalarView(b[start..<(b.count - end)])))
  }

  private func edit(_ text: String, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var script = EditedScript(text)
    let client = TestClient(text)
    let first = Self.full(client)
    var known = first["data"]?.arrayValue ?? []
    var id = first["resultId"] ?? .null
    var before = text
    for round in 0..<20 {
      script.edit(&random)
      let after = String(decoding: script.bytes, as: UTF8.self)
      Self.change(client, before, after)
      before = after
      // Some changes are asked for together.
      if round % 3 == 0 { continue }
      let changes = client.result(
        "textDocument/semanticTokens/full/delta", ["textDocument": Self.document, "previousResultId": id])
      id = changes["resultId"] ?? .null
      for edit in (changes["edits"]?.arrayValue ?? []).reversed() {
        let start = edit["start"]?.intValue ?? 0
        known.replaceSubrange(
          start..<start + (edit["deleteCount"]?.intValue ?? 0), with: edit["data"]?.arrayValue ?? [])
      }
      let expected = Self.full(TestClient(after))["data"]?.arrayValue
      #expect(known == expected, "seed \(seed): \(after)")
      if known != expected { return }
      let line = Int(random.next() % 12)
      let range: JSON = [
        "start": ["line": JSON(line), "character": 3], "end": ["line": JSON(line + 2), "character": 7],
      ]
      let asked: JSON = ["textDocument": Self.document, "range": range]
      let part = client.result("textDocument/semanticTokens/range", asked)
      #expect(part == TestClient(after).result("textDocument/semanticTokens/range", asked), "\(after)")
    }
  }

  @Test(arguments: [EditedScript.book, EditedScript.extended]) func changes(_ text: String) {
    for seed in 0..<6 { edit(text, seed: UInt64(seed)) }
    // As one line, in which places are relative to the token before.
    let line = text.replacing("//", with: "").replacing("\n", with: " ")
    edit(line, seed: 7)
    edit(line, seed: 8)
  }

  /// A change of a name that is used in several places is sent as such, not as everything between.
  @Test func severalChanges() {
    let middle = (0..<100).map { "fun f\($0)() { return \($0); }\n" }.joined()
    let client = TestClient("print used;\n" + middle + "print used;\n" + middle + "var use = 1;\n")
    let id = Self.full(client)["resultId"] ?? .null
    client.change((202, 7), (202, 7), "d")
    let changes = client.result(
      "textDocument/semanticTokens/full/delta", ["textDocument": Self.document, "previousResultId": id])
    let edits = changes["edits"]?.arrayValue ?? []
    #expect(edits.count == 3)
    #expect(edits.allSatisfy { ($0["data"]?.arrayValue?.count ?? 0) < 6 })
  }

  /// A document whose index was discarded is answered as ever; its tokens are sent in full.
  @Test func manyDocuments() {
    let client = TestClient("var first = 1;\nprint first;\n")
    client.server.indexedSizeLimit = 20
    let id = Self.full(client)["resultId"] ?? .null
    client.open("file:///project/other.lox", "var other = 1;\nprint other;\n")
    let first = client.server.documents[TestClient.uri]
    #expect(first?.indexedSize ?? 0 > 0)
    let asked: JSON = ["uri": "file:///project/other.lox"]
    _ = client.result("textDocument/documentSymbol", ["textDocument": asked])
    #expect(first?.indexedSize == 0)
    #expect(client.server.documents["file:///project/other.lox"]?.indexedSize ?? 0 > 0)
    let changes = client.result(
      "textDocument/semanticTokens/full/delta", ["textDocument": Self.document, "previousResultId": id])
    #expect(changes["data"]?.arrayValue?.count == 6 * 5)
    #expect(client.result("textDocument/hover", at: 1, 7) != .null)
  }
}
