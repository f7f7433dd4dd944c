import LoxJSON
import LoxLanguageServer
import Testing

/// A client in the same process, with files in memory.
final class TestClient {
  struct Files: FileAccess {
    var files: [String: String] = [:]

    func read(_ path: [UInt8]) -> [UInt8]? {
      files[String(decoding: path, as: UTF8.self)].map { Array($0.utf8) }
    }
    func stamp(_ path: [UInt8]) -> Int? { files[String(decoding: path, as: UTF8.self)]?.hashValue }
    func scripts(in folder: [UInt8]) -> [[UInt8]] {
      let folder = String(decoding: folder, as: UTF8.self)
      return files.keys.filter { $0.hasPrefix(folder) && $0.hasSuffix(".lox") }.sorted().map {
        Array($0.utf8)
      }
    }
  }

  let server: LanguageServer
  /// Everything that the server has sent and nobody has asked for yet.
  private(set) var received: [JSON] = []
  private var nextID = 1

  static let uri = "file:///project/main.lox"

  init(files: [String: String] = [:]) {
    server = LanguageServer(files: Files(files: files))
  }

  /// A client that has opened a document.
  convenience init(
    _ text: String, encoding: String? = nil, files: [String: String] = [:], options: JSON = [:]
  ) {
    self.init(files: files)
    var capabilities: JSON = [
      "textDocument": ["codeAction": ["codeActionLiteralSupport": ["codeActionKind": ["valueSet": []]]]]
    ]
    if let encoding, var object = capabilities.objectValue {
      object["general"] = ["positionEncodings": [JSON(encoding)]]
      capabilities = .object(object)
    }
    request(
      "initialize",
      ["capabilities": capabilities, "rootUri": "file:///project", "initializationOptions": options])
    notify("initialized", [:])
    open(TestClient.uri, text)
  }

  func open(_ uri: String, _ text: String) {
    notify(
      "textDocument/didOpen",
      ["textDocument": ["uri": JSON(uri), "languageId": "lox", "version": 1, "text": JSON(text)]])
  }

  static func frame(_ body: [UInt8]) -> [UInt8] { Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body }

  /// Hands over bytes, and lets the server do everything that is to be done.
  func send(_ bytes: [UInt8]) {
    server.receive(bytes)
    while server.handleNext() || server.handleIdle() {}
    take(server.takeOutput())
  }

  private func take(_ output: [UInt8]) {
    var rest = output[...]
    while !rest.isEmpty {
      let header = "Content-Length: ".utf8.count
      guard let end = rest.firstIndex(of: 0x0D),
        let length = Int(String(decoding: rest[(rest.startIndex + header)..<end], as: UTF8.self)),
        let message = try? JSON(parsing: rest[(end + 4)..<(end + 4 + length)])
      else {
        Issue.record("no message: \(String(decoding: rest.prefix(100), as: UTF8.self))")
        return
      }
      received.append(message)
      rest = rest[(end + 4 + length)...]
    }
  }

  func notify(_ method: String, _ parameters: JSON) {
    send(TestClient.frame((["jsonrpc": "2.0", "method": JSON(method), "params": parameters] as JSON).bytes))
  }

  /// The answer to a request, with `result` or `error`.
  @discardableResult func request(_ method: String, _ parameters: JSON) -> JSON {
    let id = JSON(nextID)
    nextID += 1
    let message: JSON = ["jsonrpc": "2.0", "id": id, "method": JSON(method), "params": parameters]
    send(TestClient.frame(message.bytes))
    guard let place = received.lastIndex(where: { $0["id"] == id && $0["method"] == nil }) else {
      return .null
    }
    return received.remove(at: place)
  }

  func result(_ method: String, _ parameters: JSON) -> JSON { request(method, parameters)["result"] ?? .null }

  /// The result of a request about a place in the document.
  func result(_ method: String, at line: Int, _ character: Int, _ more: JSON = [:]) -> JSON {
    result(method, TestClient.place(line, character, more))
  }

  static func place(_ line: Int, _ character: Int, _ more: JSON = [:]) -> JSON {
    var object = more.objectValue ?? JSONObject()
    object["textDocument"] = ["uri": JSON(uri)]
    object["position"] = ["line": JSON(line), "character": JSON(character)]
    return .object(object)
  }

  /// The newest diagnostics of the document, as `line:character-line:character message`.
  var diagnostics: [String] {
    let published = received.last { $0["method"] == "textDocument/publishDiagnostics" }
    return (published?["params"]?["diagnostics"]?.arrayValue ?? []).map {
      "\(TestClient.text($0["range"])) \($0["message"]?.stringValue ?? "")"
    }
  }

  /// A range as `line:character-line:character`.
  static func text(_ range: JSON?) -> String {
    func text(_ position: JSON?) -> String {
      "\(position?["line"]?.intValue ?? -1):\(position?["character"]?.intValue ?? -1)"
    }
    return "\(text(range?["start"]))-\(text(range?["end"]))"
  }

  /// Replaces a part of the document.
  func change(_ from: (Int, Int), _ to: (Int, Int), _ text: String) {
    let range: JSON = [
      "start": ["line": JSON(from.0), "character": JSON(from.1)],
      "end": ["line": JSON(to.0), "character": JSON(to.1)],
    ]
    notify(
      "textDocument/didChange",
      [
        "textDocument": ["uri": JSON(TestClient.uri), "version": 2],
        "contentChanges": [["range": range, "text": JSON(text)]],
      ])
  }
}
