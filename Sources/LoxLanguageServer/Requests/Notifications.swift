import LoxJSON
import LoxTooling

extension LanguageServer {
  /// Handles a notification. Errors in it cannot be reported to anybody.
  func handle(_ method: String, _ parameters: JSON) {
    if method == "exit" {
      state = .exited
      return
    }
    guard state == .initialized else { return }
    switch method {
    case "initialized": watchFiles()
    case "textDocument/didOpen": open(parameters)
    case "textDocument/didChange": change(parameters)
    case "textDocument/didClose": close(parameters)
    case "textDocument/didSave", "workspace/didChangeWatchedFiles": updateAPI()
    case "workspace/didChangeConfiguration": configure(parameters["settings"]?["lox"] ?? .null)
    case "workspace/didChangeWorkspaceFolders": changeFolders(parameters["event"] ?? .null)
    default: break
    }
  }

  private func watchFiles() {
    guard client.watchesFiles else { return }
    let options: JSON = ["watchers": [["globPattern": JSON("**/\(APIFile.usualName)")]]]
    let method = "workspace/didChangeWatchedFiles"
    request(
      "client/registerCapability",
      ["registrations": [["id": "api", "method": JSON(method), "registerOptions": options]]])
  }

  private func changeFolders(_ event: JSON) {
    func paths(_ key: String) -> [[UInt8]] {
      (event[key]?.arrayValue ?? []).compactMap { $0["uri"]?.stringValue.flatMap { DocumentURI.path($0) } }
    }
    let removed = paths("removed")
    workspace.roots.removeAll { removed.contains($0) }
    workspace.roots += paths("added").filter { !workspace.roots.contains($0) }
    updateAPI()
  }

  private func open(_ parameters: JSON) {
    guard let item = parameters["textDocument"], let uri = item["uri"]?.stringValue,
      let text = item["text"]?.stringValue
    else { return }
    updateAPI()
    let document = Document(uri: uri, version: item["version"]?.intValue ?? 0, bytes: Array(text.utf8))
    documents[uri] = document
    noteUse(of: document)
  }

  private func change(_ parameters: JSON) {
    guard let document = try? document(parameters) else { return }
    // Each change applies to the text that the previous ones have made. As long as each is before the
    // previous one, its place is the same in the original text, and they can be made together.
    var changes: [TextChange] = []
    for change in parameters["contentChanges"]?.arrayValue ?? [] {
      guard let text = change["text"]?.stringValue else { continue }
      let bytes = Array(text.utf8)
      guard let range = change["range"], range != .null else {
        changes = []
        document.change(to: bytes)
        continue
      }
      guard var span = try? span(range, in: document) else { continue }
      // The byte before a change may belong to a line end that the change affects.
      if let last = changes.last, Int(span.end) + 1 >= last.range.lowerBound {
        document.change(changes)
        changes = []
        guard let moved = try? self.span(range, in: document) else { continue }
        span = moved
      }
      changes.append(TextChange(range: Int(span.start)..<Int(span.end), bytes: bytes))
    }
    document.change(changes)
    if let version = parameters["textDocument"]?["version"]?.intValue { document.setVersion(version) }
  }

  private func close(_ parameters: JSON) {
    guard let document = try? document(parameters) else { return }
    documents[document.uri] = nil
    notify("textDocument/publishDiagnostics", ["uri": JSON(document.uri), "diagnostics": []])
  }
}
