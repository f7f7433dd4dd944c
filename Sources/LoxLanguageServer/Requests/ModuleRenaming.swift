import LoxJSON
import LoxSource
import LoxTooling

/// Renaming what other files import.
extension LanguageServer {
  /// A variable of a module that is to get another name.
  struct Export {
    /// The name at the place in question.
    var span: SourceSpan
    var path: [UInt8]
    var symbol: SymbolID
  }

  /// What is named at a place, if several files are concerned: nil if only the document is.
  func exportToRename(at offset: UInt32, in document: Document, _ index: DocumentIndex) throws(RenameError)
    -> Export?
  {
    if let (span, origin) = index.origin(at: offset), let name = origin.name {
      // Another name, which the import gives it, is a matter of the document.
      guard index.source.text(of: span).elementsEqual(name.utf8) else { return nil }
      guard let path = modulePath(origin.module, from: document.uri), let file = moduleFile(path),
        let symbol = file.index.export(named: name)
      else { throw RenameError(description: "'\(name)' is declared in the module '\(origin.module)'.") }
      return Export(span: span, path: path, symbol: symbol)
    }
    guard let occurrence = index.occurrence(at: offset), case .symbol(let id) = occurrence.target,
      index.exports.contains(id), let path = DocumentURI.path(document.uri),
      isImported(index.name(of: id), from: path)
    else { return nil }
    return Export(span: occurrence.span, path: path, symbol: id)
  }

  private func isImported(_ name: String, from path: [UInt8]) -> Bool {
    scriptPaths.contains { script in
      moduleFile(script).map { !references(to: name, of: path, in: $0).isEmpty } ?? false
    }
  }

  private func references(to name: String, of path: [UInt8], in file: ModuleFile) -> [SourceSpan] {
    if file.index.imports.isEmpty { return [] }
    let spans = file.index.references(to: name) { modulePath($0, from: file.uri) == path }
    // Another name, which an import gives it, stays.
    return spans.filter { file.index.source.text(of: $0).elementsEqual(name.utf8) }
  }

  /// The changes of all files, through modules that pass the name on.
  func rename(_ export: Export, to newName: String) throws(RenameError) -> JSON {
    guard newName.utf8.first != UInt8(ascii: "_") else {
      throw RenameError(description: "Other files could not import '\(newName)'.")
    }
    guard var declaring = moduleFile(export.path) else { return .null }
    var (symbol, path) = (export.symbol, export.path)
    let name = declaring.index.name(of: symbol)
    // The declaration may itself be an import.
    for _ in 0..<16 {
      guard let origin = declaring.index[symbol].origin, origin.name == name,
        let next = modulePath(origin.module, from: declaring.uri), let file = moduleFile(next),
        let original = file.index.export(named: name)
      else { break }
      (declaring, symbol, path) = (file, original, next)
    }
    let place = declaring.index[symbol].nameSpan.start
    var edits = [(declaring, try declaring.index.rename(at: place, to: newName))]
    var changed: Set<[UInt8]> = [path]
    var pending = [path]
    while let path = pending.popLast() {
      for script in scriptPaths where !changed.contains(script) {
        guard let file = moduleFile(script) else { continue }
        let spans = references(to: name, of: path, in: file)
        if spans.isEmpty { continue }
        try file.index.checkRename(of: spans, to: newName)
        edits.append((file, spans))
        changed.insert(script)
        // It may pass the name on.
        if file.index.export(named: name).map({ file.index[$0].origin != nil }) == true {
          pending.append(script)
        }
      }
    }
    return workspaceEdit(edits.map { file, spans in (file, spans.map { textEdit($0, newName, in: file) }) })
  }

  private func textEdit(_ span: SourceSpan, _ text: String, in file: ModuleFile) -> JSON {
    ["range": range(span, in: file.text), "newText": JSON(text)]
  }

  /// A change of several files, in the form that the client supports.
  private func workspaceEdit(_ edits: [(ModuleFile, [JSON])]) -> JSON {
    if client.versionsEdits {
      return [
        "documentChanges": JSON(
          edits.map { file, edits -> JSON in
            let version = documents[file.uri].map { JSON($0.version) } ?? .null
            return ["textDocument": ["uri": JSON(file.uri), "version": version], "edits": JSON(edits)]
          })
      ]
    }
    return ["changes": .object(JSONObject(edits.map { .init($0.0.uri, JSON($0.1)) }))]
  }
}
