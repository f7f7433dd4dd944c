import LoxJSON
import LoxSource
import LoxSyntax
import LoxTooling

// The structure of a text: symbols, colours, folds.
extension LanguageServer {
  func documentSymbol(_ parameters: JSON) throws(ResponseError) -> JSON {
    let document = try document(parameters)
    let outline = document.index(settings).outline
    if client.nestsSymbols { return nestedSymbols(outline, in: document) }
    var containers: [String] = []
    return JSON(
      outline.map { item in
        containers.removeSubrange(min(item.depth, containers.count)...)
        defer { containers.append(item.name) }
        return symbolInformation(
          item, container: containers.last, uri: document.uri,
          range: range(item.declaration.span, in: document.text))
      })
  }

  private func nestedSymbols(_ outline: [OutlineItem], in document: Document) -> JSON {
    /// The children of the open items, after those of the text itself.
    var open: [[JSON]] = [[]]
    var symbols: [JSONObject] = []
    func close(to depth: Int) {
      while open.count > depth + 1, let children = open.popLast(), var symbol = symbols.popLast() {
        if !children.isEmpty { symbol["children"] = JSON(children) }
        open[open.count - 1].append(.object(symbol))
      }
    }
    for item in outline {
      close(to: item.depth)
      symbols.append(
        JSONObject([
          .init("name", JSON(item.name)), .init("detail", JSON(item.detail)),
          .init("kind", JSON(item.declaration.kind.symbolKind)),
          .init("range", range(item.declaration.span, in: document.text)),
          .init("selectionRange", range(item.declaration.nameSpan, in: document.text)),
        ]))
      open.append([])
    }
    close(to: 0)
    return JSON(open[0])
  }

  private func symbolInformation(_ item: OutlineItem, container: String?, uri: String, range: JSON) -> JSON {
    var symbol = JSONObject([
      .init("name", JSON(item.name)), .init("kind", JSON(item.declaration.kind.symbolKind)),
      .init("location", ["uri": JSON(uri), "range": range]),
    ])
    if let container { symbol["containerName"] = JSON(container) }
    return .object(symbol)
  }

  /// The declarations in all files whose names contain the letters of a query in order.
  func workspaceSymbol(_ parameters: JSON) -> JSON {
    let query = Array((parameters["query"]?.stringValue ?? "").lowercased().utf8)
    var result: [JSON] = []
    func add(_ items: [OutlineItem], uri: String, text: DocumentText) {
      var containers: [String] = []
      for item in items {
        containers.removeSubrange(min(item.depth, containers.count)...)
        if LanguageServer.matches(query, item.name), result.count < 1000 {
          result.append(
            symbolInformation(
              item, container: containers.last, uri: uri, range: range(item.declaration.nameSpan, in: text)))
        }
        containers.append(item.name)
      }
    }
    let open = documents.values.sorted { $0.uri < $1.uri }
    for document in open { add(document.index(settings).outline, uri: document.uri, text: document.text) }
    let paths = Set(open.compactMap { DocumentURI.path($0.uri) })
    for (path, symbols) in workspace.symbols(except: paths, settings) {
      add(symbols.items, uri: DocumentURI.uri(ofPath: path), text: symbols.text)
    }
    return JSON(result)
  }

  /// Whether a name contains the letters of a query in order.
  static func matches(_ query: [UInt8], _ name: String) -> Bool {
    var rest = query[...]
    for byte in name.lowercased().utf8 where byte == rest.first { rest.removeFirst() }
    return rest.isEmpty
  }

  func foldingRange(_ parameters: JSON) throws(ResponseError) -> JSON {
    let index = try document(parameters).index(settings)
    return JSON(
      index.foldingRanges.map { fold -> JSON in
        let lines: JSON = ["startLine": JSON(fold.firstLine), "endLine": JSON(fold.lastLine)]
        guard fold.isComment, var object = lines.objectValue else { return lines }
        object["kind"] = "comment"
        return .object(object)
      })
  }

  func selectionRange(_ parameters: JSON) throws(ResponseError) -> JSON {
    let document = try document(parameters)
    let index = document.index(settings)
    var result: [JSON] = []
    for position in parameters["positions"]?.arrayValue ?? [] {
      let offset = try offset(position, in: document)
      var outer: JSON = .null
      // JSON readers dislike deep nesting; the outermost ranges are the least useful.
      for span in index.selectionRanges(at: offset).prefix(100).reversed() {
        var selection = JSONObject([.init("range", range(span, in: document.text))])
        if outer != .null { selection["parent"] = outer }
        outer = .object(selection)
      }
      result.append(outer)
    }
    return JSON(result)
  }
}

extension Symbol.Kind {
  /// The number of a `SymbolKind`.
  var symbolKind: Int {
    switch self {
    case .variable, .parameter, .undeclared: 13
    case .function: 12
    case .class: 5
    case .method: 6
    case .initializer: 9
    case .field: 8
    case .property: 7
    case .operator: 25
    case .key: 20
    }
  }
}
