import LoxJSON
import LoxSource
import LoxTooling

// Which functions call which, over all files where references are found.
extension LanguageServer {
  func prepareCallHierarchy(_ parameters: JSON) throws(ResponseError) -> JSON {
    let (document, index, offset) = try target(parameters)
    if let (_, origin) = index.origin(at: offset), origin.name != nil {
      guard let (file, declared) = declaration(of: origin, from: document.uri), let symbol = declared,
        file.index.callables(at: file.index[symbol].nameSpan.start).contains(symbol)
      else { return .null }
      return [item(symbol, in: file)]
    }
    let file = ModuleFile(uri: document.uri, text: document.text, index: index)
    let symbols = index.callables(at: offset)
    return symbols.isEmpty ? .null : JSON(symbols.map { item($0, in: file) })
  }

  func incomingCalls(_ parameters: JSON) throws(ResponseError) -> JSON {
    guard let (file, symbol) = try hierarchyTarget(parameters), let symbol else { return [] }
    var found = callers(at: file.index.calls(of: symbol), in: file)
    if file.index[symbol].isGlobal, let path = DocumentURI.path(file.uri) {
      let name = file.index.name(of: symbol)
      for script in scriptPaths where script != path {
        guard let other = moduleFile(script), !other.index.imports.isEmpty else { continue }
        var known: [String: Bool] = [:]
        let spans = other.index.references(to: name) { module in
          if let isOrigin = known[module] { return isOrigin }
          let isOrigin = origin(Origin(module: module, name: name), from: other, is: path)
          known[module] = isOrigin
          return isOrigin
        }
        found += callers(at: other.index.called(spans), in: other)
      }
    }
    return JSON(found)
  }

  /// Whether a name of a module is declared in a file, perhaps through modules that pass it on.
  private func origin(_ origin: Origin, from file: ModuleFile, is path: [UInt8]) -> Bool {
    declaration(of: origin, from: file.uri).map { DocumentURI.path($0.file.uri) == path } ?? false
  }

  private func callers(at spans: [SourceSpan], in file: ModuleFile) -> [JSON] {
    file.index.callers(at: spans).map { group in
      [
        "from": group.symbol.map { item($0, in: file) } ?? item(ofScript: file),
        "fromRanges": JSON(group.spans.map { range($0, in: file.text) }),
      ]
    }
  }

  func outgoingCalls(_ parameters: JSON) throws(ResponseError) -> JSON {
    guard let (file, symbol) = try hierarchyTarget(parameters) else { return [] }
    let calls = file.index.calls(from: symbol)
    func call(_ item: JSON, _ spans: [SourceSpan]) -> JSON {
      ["to": item, "fromRanges": JSON(spans.map { range($0, in: file.text) })]
    }
    let own = calls.own.map { call(item($0.symbol ?? SymbolID(0), in: file), $0.spans) }
    let imported = calls.imported.compactMap { group -> JSON? in
      guard let (other, declared) = declaration(of: group.origin, from: file.uri), let symbol = declared
      else {
        return nil
      }
      return call(item(symbol, in: other), group.spans)
    }
    return JSON(own + imported)
  }

  // MARK: - Items

  private func item(_ id: SymbolID, in file: ModuleFile) -> JSON {
    let symbol = file.index[id]
    var object = JSONObject([
      .init("name", JSON(file.index.name(of: id))), .init("kind", JSON(symbol.kind.symbolKind)),
      .init("uri", JSON(file.uri)), .init("range", range(symbol.span, in: file.text)),
      .init("selectionRange", range(symbol.nameSpan, in: file.text)),
    ])
    if symbol.isMember, let owner = symbol.container { object["detail"] = JSON(file.index.name(of: owner)) }
    return .object(object)
  }

  /// The script itself, as it calls functions outside of all others.
  private func item(ofScript file: ModuleFile) -> JSON {
    let name = file.uri.split(separator: "/").last.map(String.init) ?? file.uri
    return [
      "name": JSON(name), "kind": 1, "uri": JSON(file.uri),
      "range": range(SourceSpan(start: 0, end: UInt32(clamping: file.text.bytes.count)), in: file.text),
      "selectionRange": range(SourceSpan(start: 0, end: 0), in: file.text), "data": ["script": true],
    ]
  }

  /// The file of an item, and the symbol, which is nil for the script itself.
  private func hierarchyTarget(_ parameters: JSON) throws(ResponseError) -> (ModuleFile, SymbolID?)? {
    guard let item = parameters["item"], let uri = item["uri"]?.stringValue else {
      throw ResponseError(.invalidParameters, "The item is missing.")
    }
    guard let path = DocumentURI.path(uri), let file = openFile(uri) ?? moduleFile(path) else { return nil }
    if item["data"]?["script"]?.boolValue == true { return (file, nil) }
    guard let position = Position(item["selectionRange"]?["start"]) else {
      throw ResponseError(.invalidParameters, "The position of the item is missing.")
    }
    let offset = UInt32(clamping: file.text.offset(of: position, client.encoding))
    // The text may have changed since.
    return file.index.callables(at: offset).first.map { (file, $0) }
  }

  private func openFile(_ uri: String) -> ModuleFile? {
    documents[uri].map { ModuleFile(uri: uri, text: $0.text, index: $0.index(settings)) }
  }
}
