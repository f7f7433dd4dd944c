import LoxJSON

/// What the client has declared about itself.
struct Client {
  /// The unit in which both sides count characters.
  var encoding = PositionEncoding.utf16
  /// Whether symbols may be nested.
  var nestsSymbols = false
  var understandsMarkdown = false
  /// Whether it expects the version of an edited document.
  var versionsEdits = false
  var watchesFiles = false
  /// Whether code actions may be more than commands.
  var takesCodeActions = false

  init() {}

  init(_ parameters: JSON) {
    let capabilities = parameters["capabilities"] ?? .null
    let textDocument = capabilities["textDocument"] ?? .null
    let offered = capabilities["general"]?["positionEncodings"]?.arrayValue ?? []
    // Counting bytes costs nothing.
    let encodings = offered.compactMap { $0.stringValue.flatMap { PositionEncoding(rawValue: $0) } }
    encoding = encodings.contains(.utf8) ? .utf8 : encodings.first ?? .utf16
    nestsSymbols = textDocument["documentSymbol"]?["hierarchicalDocumentSymbolSupport"]?.boolValue ?? false
    let formats = textDocument["hover"]?["contentFormat"]?.arrayValue ?? []
    understandsMarkdown = formats.isEmpty || formats.contains("markdown")
    versionsEdits = capabilities["workspace"]?["workspaceEdit"]?["documentChanges"]?.boolValue ?? false
    watchesFiles =
      capabilities["workspace"]?["didChangeWatchedFiles"]?["dynamicRegistration"]?.boolValue ?? false
    takesCodeActions = textDocument["codeAction"]?["codeActionLiteralSupport"]?.objectValue != nil
  }

  /// The paths of the folders that it shows.
  static func roots(_ parameters: JSON) -> [[UInt8]] {
    let folders = parameters["workspaceFolders"]?.arrayValue?.compactMap { $0["uri"]?.stringValue } ?? []
    if !folders.isEmpty { return folders.compactMap { DocumentURI.path($0) } }
    if let root = parameters["rootUri"]?.stringValue { return [root].compactMap { DocumentURI.path($0) } }
    return parameters["rootPath"]?.stringValue.map { [Array($0.utf8)] } ?? []
  }
}

extension LanguageServer {
  /// The server's capabilities.
  var capabilities: JSON {
    let legend: JSON = [
      "tokenTypes": JSON(LanguageServer.tokenTypes.map { JSON($0) }),
      "tokenModifiers": JSON(LanguageServer.tokenModifiers.map { JSON($0) }),
    ]
    return [
      "capabilities": [
        "positionEncoding": JSON(client.encoding.rawValue),
        "textDocumentSync": ["openClose": true, "change": 2, "save": true],
        "hoverProvider": true,
        "definitionProvider": true,
        "declarationProvider": true,
        "typeDefinitionProvider": true,
        "implementationProvider": true,
        "referencesProvider": true,
        "documentHighlightProvider": true,
        "documentSymbolProvider": true,
        "workspaceSymbolProvider": true,
        "completionProvider": ["triggerCharacters": [".", "\""], "resolveProvider": true],
        "signatureHelpProvider": ["triggerCharacters": ["(", ","]],
        "renameProvider": ["prepareProvider": true],
        "documentFormattingProvider": true,
        "documentRangeFormattingProvider": true,
        "foldingRangeProvider": true,
        "selectionRangeProvider": true,
        "inlayHintProvider": true,
        "linkedEditingRangeProvider": true,
        "callHierarchyProvider": true,
        "codeActionProvider": [
          "codeActionKinds": ["quickfix", "refactor.extract", "refactor.inline", "source.fixAll"]
        ],
        "semanticTokensProvider": ["legend": legend, "full": ["delta": true], "range": true],
        "workspace": ["workspaceFolders": ["supported": true, "changeNotifications": true]],
      ],
      "serverInfo": version.map { ["name": "lox", "version": JSON($0)] } ?? ["name": "lox"],
    ]
  }
}
