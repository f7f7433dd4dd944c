import LoxJSON
import LoxSource
import LoxSyntax
import LoxTooling

extension LanguageServer {
  private static let maximumCompletions = 500

  func completion(_ parameters: JSON) throws(ResponseError) -> JSON {
    let (document, index, offset) = try target(parameters)
    let completions = document.editedIndex(settings).completions(
      at: offset,
      modules: ModuleCompletions(
        names: { self.moduleNames(for: document) }, index: { self.moduleFile($0, for: document)?.index }))
    // The completion replaces a word, or the rest of one.
    let span = SourceSpan(start: completions.span.start, end: offset)
    let range = range(span, in: document.text)
    var found = completions.items
    // Of a long list, only what fits is sent, and the client asks again for each letter.
    let isLong = found.count > LanguageServer.maximumCompletions
    if isLong {
      let typed = Array(String(decoding: index.source.text(of: span), as: UTF8.self).lowercased().utf8)
      found = found.filter { LanguageServer.matches(typed, $0.label) }.sorted { $0.rank < $1.rank }
      found.removeSubrange(min(found.count, LanguageServer.maximumCompletions)...)
    }
    let items = found.map { item -> JSON in
      [
        "label": JSON(item.label), "kind": JSON(item.kind.number), "detail": JSON(item.detail),
        "sortText": JSON("\(item.rank)\(item.label)"),
        "textEdit": ["range": range, "newText": JSON(item.label)],
        "data": data(of: item, document),
      ]
    }
    return ["isIncomplete": JSON(isLong), "items": JSON(items)]
  }

  /// The data needed to find the documentation if the client asks for it.
  private func data(of item: Completion, _ document: Document) -> JSON {
    switch item.origin {
    case .declaration(let offset): ["uri": JSON(document.uri), "declaration": JSON(Int(offset))]
    case .host(let name, let owner): ["host": JSON(name), "owner": owner.map { JSON($0) } ?? .null]
    case .language: .null
    }
  }

  func resolveCompletion(_ item: JSON) -> JSON {
    guard var object = item.objectValue, let label = item["label"]?.stringValue else { return item }
    var completion = Completion(label: label, kind: .keyword, detail: "", rank: 0, origin: .language)
    var index: DocumentIndex?
    if let place = item["data"]?["declaration"]?.intValue, let uri = item["data"]?["uri"]?.stringValue {
      completion.origin = .declaration(UInt32(clamping: place))
      index = documents[uri]?.index(settings)
    } else if let name = item["data"]?["host"]?.stringValue {
      completion.origin = .host(name: name, owner: item["data"]?["owner"]?.stringValue)
      index = DocumentIndex(source: Source(name: "", text: ""), hostAPI: settings.hostAPI)
    }
    if let documentation = index?.documentation(of: completion) {
      object["documentation"] = markup(documentation)
    }
    return .object(object)
  }

  func signatureHelp(_ parameters: JSON) throws(ResponseError) -> JSON {
    let (document, _, offset) = try target(parameters)
    let signatures = document.editedIndex(settings).signatureHelp(at: offset) { origin in
      declaration(of: origin, from: document.uri).flatMap { file, symbol in symbol.map { (file.index, $0) } }
    }
    guard let first = signatures.first else { return .null }
    return [
      "signatures": JSON(signatures.map { json($0) }), "activeSignature": 0,
      "activeParameter": JSON(first.activeParameter),
    ]
  }

  private func json(_ signature: SignatureHelp) -> JSON {
    let bytes = Array(signature.label.utf8)
    let parameters = zip(signature.parameters, signature.parameterDocumentation).map { span, text -> JSON in
      var parameter = JSONObject([
        .init("label", JSON(String(decoding: bytes[span], as: UTF8.self)))
      ])
      if let text { parameter["documentation"] = markup(text) }
      return .object(parameter)
    }
    var result = JSONObject([
      .init("label", JSON(signature.label)), .init("parameters", JSON(parameters)),
      .init("activeParameter", JSON(signature.activeParameter)),
    ])
    if let documentation = signature.documentation { result["documentation"] = markup(documentation) }
    return .object(result)
  }
}

extension Completion.Kind {
  /// The number of a `CompletionItemKind`.
  fileprivate var number: Int {
    switch self {
    case .variable, .parameter: 6
    case .function: 3
    case .class: 7
    case .method: 2
    case .field: 5
    case .property: 10
    case .keyword: 14
    case .module: 9
    }
  }
}
