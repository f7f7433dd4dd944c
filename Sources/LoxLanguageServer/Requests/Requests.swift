import LoxJSON
import LoxSource
import LoxSyntax
import LoxTooling

extension LanguageServer {
  /// The result of a request.
  func answer(_ method: String, _ parameters: JSON) throws(ResponseError) -> JSON {
    switch method {
    case "initialize": throw ResponseError(.invalidRequest, "The server is initialized already.")
    case "shutdown":
      shutDown()
      return .null
    case "textDocument/hover": return try hover(parameters)
    case "textDocument/definition", "textDocument/declaration": return try definition(parameters)
    case "textDocument/typeDefinition": return try typeDefinition(parameters)
    case "textDocument/implementation": return try implementation(parameters)
    case "textDocument/references": return try references(parameters)
    case "textDocument/documentHighlight": return try documentHighlight(parameters)
    case "textDocument/documentSymbol": return try documentSymbol(parameters)
    case "workspace/symbol": return workspaceSymbol(parameters)
    case "textDocument/completion": return try completion(parameters)
    case "completionItem/resolve": return resolveCompletion(parameters)
    case "textDocument/signatureHelp": return try signatureHelp(parameters)
    case "textDocument/prepareRename": return try prepareRename(parameters)
    case "textDocument/rename": return try rename(parameters)
    case "textDocument/formatting": return try formatting(parameters)
    case "textDocument/rangeFormatting": return try rangeFormatting(parameters)
    case "textDocument/codeAction": return try codeAction(parameters)
    case "textDocument/foldingRange": return try foldingRange(parameters)
    case "textDocument/selectionRange": return try selectionRange(parameters)
    case "textDocument/inlayHint": return try inlayHint(parameters)
    case "textDocument/linkedEditingRange": return try linkedEditingRange(parameters)
    case "textDocument/prepareCallHierarchy": return try prepareCallHierarchy(parameters)
    case "callHierarchy/incomingCalls": return try incomingCalls(parameters)
    case "callHierarchy/outgoingCalls": return try outgoingCalls(parameters)
    default: throw ResponseError(.methodNotFound, "There is no method '\(method)'.")
    }
  }

  // MARK: - Parameters

  /// The open document that a request is about.
  func document(_ parameters: JSON) throws(ResponseError) -> Document {
    guard let uri = parameters["textDocument"]?["uri"]?.stringValue else {
      throw ResponseError(.invalidParameters, "The URI of the document is missing.")
    }
    guard let document = documents[uri] else {
      throw ResponseError(.invalidParameters, "The document '\(uri)' is not open.")
    }
    noteUse(of: document)
    return document
  }

  /// The document of a request, its index, and the position.
  func target(_ parameters: JSON) throws(ResponseError) -> (Document, DocumentIndex, UInt32) {
    let document = try document(parameters)
    let offset = try offset(parameters["position"], in: document)
    return (document, document.index(settings), offset)
  }

  func offset(_ json: JSON?, in document: Document) throws(ResponseError) -> UInt32 {
    guard let position = Position(json) else {
      throw ResponseError(.invalidParameters, "The position is missing.")
    }
    return UInt32(clamping: document.text.offset(of: position, client.encoding))
  }

  func span(_ json: JSON?, in document: Document) throws(ResponseError) -> SourceSpan {
    let start = try offset(json?["start"], in: document)
    let end = try offset(json?["end"], in: document)
    return SourceSpan(start: min(start, end), end: max(start, end))
  }

  // MARK: - Results

  func json(_ position: Position) -> JSON {
    ["line": JSON(position.line), "character": JSON(position.character)]
  }

  func range(_ span: SourceSpan, in text: DocumentText) -> JSON {
    [
      "start": json(text.position(of: Int(span.start), client.encoding)),
      "end": json(text.position(of: Int(span.end), client.encoding)),
    ]
  }

  func location(_ span: SourceSpan, in document: Document) -> JSON {
    ["uri": JSON(document.uri), "range": range(span, in: document.text)]
  }

  func textEdit(_ span: SourceSpan, _ text: String, in document: Document) -> JSON {
    ["range": range(span, in: document.text), "newText": JSON(text)]
  }

  /// A change of one document, in the form that the client supports.
  func workspaceEdit(_ edits: [JSON], in document: Document) -> JSON {
    if client.versionsEdits {
      return [
        "documentChanges": [
          [
            "textDocument": ["uri": JSON(document.uri), "version": JSON(document.version)],
            "edits": JSON(edits),
          ]
        ]
      ]
    }
    return ["changes": .object(JSONObject([.init(document.uri, JSON(edits))]))]
  }

  /// Text in the best format that the client supports.
  func markup(_ markdown: String) -> JSON {
    ["kind": client.understandsMarkdown ? "markdown" : "plaintext", "value": JSON(markdown)]
  }
}

extension Position {
  init?(_ json: JSON?) {
    guard let line = json?["line"]?.numberValue, let character = json?["character"]?.numberValue else {
      return nil
    }
    // No document has more lines than that; clients send it to mean the end.
    let most = Double(Int32.max)
    self.init(line: Int(min(max(line, -1), most)), character: Int(min(max(character, 0), most)))
  }
}
