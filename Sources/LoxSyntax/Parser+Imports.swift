import LoxSource

/// Imports. They are possible at the top level only, so all modules that a script needs are known before it runs.
extension Parser {
  /// Whether the next token, `import`, is not a name.
  var beginsImport: Bool {
    switch peek().kind {
    case .string, .leftBrace: true
    default: false
    }
  }

  mutating func importStatement() -> StatementID {
    let start = current.span.start
    advance()
    if function != nil || !statementStack.isEmpty { error(.importInBlock) }
    var names: [ImportedName] = []
    if match(.leftBrace) {
      names = importedNames()
      if isWord(.from) { advance() } else { errorAtCurrent(.expectedFrom) }
    }
    consume(.string, .expectedModuleName)
    let module = moduleName()
    let list = NodeList(start: ast.importedNames.count, count: names.count)
    ast.importedNames.append(contentsOf: names)
    var declaration = Import(
      module: module, moduleSpan: previous.span, bindingSpan: previous.span, names: list)
    if names.isEmpty, isWord(.as) {
      advance()
      consume(.identifier, .expectedVariableName)
      declaration.binding = previousName()
      declaration.bindingSpan = previous.span
    }
    consume(.semicolon, .expectedSemicolonAfterImport)
    ast.imports.append(declaration)
    return add(.import(ImportID(ast.imports.count &- 1)), from: start)
  }

  /// The previous token, a string unless there was an error, as the name of a module.
  private mutating func moduleName() -> StringID {
    let span =
      previous.kind == .string
      ? SourceSpan(start: previous.span.start &+ 1, end: previous.span.end &- 1)
      : SourceSpan(start: previous.span.end, end: previous.span.end)
    ast.strings.append(.source(span))
    return StringID(ast.strings.count &- 1)
  }

  private mutating func importedNames() -> [ImportedName] {
    var names: [ImportedName] = []
    repeat {
      if current.kind == .rightBrace, !names.isEmpty { break }
      names.append(importedName())
    } while match(.comma)
    consume(.rightBrace, .unclosedImport)
    return names
  }

  private mutating func importedName() -> ImportedName {
    consume(.identifier, .expectedVariableName)
    let name = previousName()
    var imported = ImportedName(name: name, nameSpan: previous.span, local: name, localSpan: previous.span)
    if ast.names.isPrivate(name) { error(.privateImport) }
    if isWord(.as) {
      advance()
      consume(.identifier, .expectedVariableName)
      imported.local = previousName()
      imported.localSpan = previous.span
    }
    return imported
  }
}

extension NameTable {
  /// Whether a name begins with an underscore, which makes it private to its module.
  public func isPrivate(_ name: NameID) -> Bool { bytes(name).first == UInt8(ascii: "_") }
}
