import LoxJSON
import LoxSource
import LoxSyntax
import LoxTooling

// Hover, and navigation from a name to other places.
extension LanguageServer {
  func hover(_ parameters: JSON) throws(ResponseError) -> JSON {
    let (document, index, offset) = try target(parameters)
    if let (span, origin) = index.origin(at: offset),
      let (file, declared) = declaration(of: origin, from: document.uri), let symbol = declared
    {
      let hover = file.index.hover(ofExport: symbol, module: origin.module, at: span)
      return ["contents": markup(hover.markdown), "range": range(span, in: document.text)]
    }
    guard let hover = index.hover(at: offset) else { return .null }
    return ["contents": markup(hover.markdown), "range": range(hover.span, in: document.text)]
  }

  func definition(_ parameters: JSON) throws(ResponseError) -> JSON {
    let (document, index, offset) = try target(parameters)
    if let (_, origin) = index.origin(at: offset),
      let (file, symbol) = declaration(of: origin, from: document.uri)
    {
      let span = symbol.map { file.index[$0].nameSpan } ?? SourceSpan(start: 0, end: 0)
      return JSON([location(span, in: file)])
    }
    return JSON(index.definitions(at: offset).map { location($0.nameSpan, in: document) })
  }

  func typeDefinition(_ parameters: JSON) throws(ResponseError) -> JSON {
    let (document, index, offset) = try target(parameters)
    guard let owner = index.classOfValue(at: offset) else { return .null }
    return location(index[owner].nameSpan, in: document)
  }

  func implementation(_ parameters: JSON) throws(ResponseError) -> JSON {
    let (document, index, offset) = try target(parameters)
    return JSON(index.implementations(at: offset).map { location($0.nameSpan, in: document) })
  }

  func references(_ parameters: JSON) throws(ResponseError) -> JSON {
    let (document, index, offset) = try target(parameters)
    let includesDeclaration = parameters["context"]?["includeDeclaration"]?.boolValue ?? true
    let declared = Set(index.declarations.map(\.nameSpan))
    let references = index.references(at: offset).filter { reference in
      includesDeclaration || !declared.contains(reference.span)
    }
    return JSON(
      references.map { location($0.span, in: document) }
        + referencesInOtherFiles(index, offset, document, includesDeclaration))
  }

  /// Where other files name the same global variable of a module.
  private func referencesInOtherFiles(
    _ index: DocumentIndex, _ offset: UInt32, _ document: Document, _ includesDeclaration: Bool
  ) -> [JSON] {
    let name: String
    let path: [UInt8]
    var found: [JSON] = []
    if let (_, origin) = index.origin(at: offset) {
      guard let (file, declared) = declaration(of: origin, from: document.uri), let symbol = declared,
        let own = DocumentURI.path(file.uri)
      else { return [] }
      (name, path) = (file.index.name(of: symbol), own)
      // Those in the module itself.
      for occurrence in file.index.occurrences where occurrence.target == .symbol(symbol) {
        if occurrence.role != .declaration || includesDeclaration {
          found.append(location(occurrence.span, in: file))
        }
      }
    } else {
      guard case .symbol(let id)? = index.occurrence(at: offset)?.target, index[id].isGlobal,
        index[id].kind != .undeclared, let own = DocumentURI.path(document.uri)
      else { return [] }
      (name, path) = (index.name(of: id), own)
    }
    for script in scriptPaths {
      let uri = DocumentURI.uri(ofPath: script)
      guard let file = moduleFile(script), !file.index.imports.isEmpty else { continue }
      let spans = file.index.references(to: name) { modulePath($0, from: uri) == path }
      // What the document itself has of them was found there, unless the name has another meaning.
      let known = uri == document.uri ? Set(index.references(at: offset).map(\.span)) : []
      found += spans.filter { !known.contains($0) }.map { location($0, in: file) }
    }
    return found
  }

  func documentHighlight(_ parameters: JSON) throws(ResponseError) -> JSON {
    let (document, index, offset) = try target(parameters)
    return JSON(
      index.references(at: offset).map { reference -> JSON in
        ["range": range(reference.span, in: document.text), "kind": reference.role == .read ? 2 : 3]
      })
  }

  func prepareRename(_ parameters: JSON) throws(ResponseError) -> JSON {
    let (document, index, offset) = try target(parameters)
    do throws(RenameError) {
      let span =
        if let export = try exportToRename(at: offset, in: document, index) {
          export.span
        } else {
          try index.renamableSpan(at: offset)
        }
      let name = String(decoding: document.source.text(of: span), as: UTF8.self)
      return ["range": range(span, in: document.text), "placeholder": JSON(name)]
    } catch {
      throw ResponseError(.requestFailed, error.description)
    }
  }

  func rename(_ parameters: JSON) throws(ResponseError) -> JSON {
    let (document, index, offset) = try target(parameters)
    guard let newName = parameters["newName"]?.stringValue else {
      throw ResponseError(.invalidParameters, "The new name is missing.")
    }
    do throws(RenameError) {
      if let export = try exportToRename(at: offset, in: document, index) {
        return try rename(export, to: newName)
      }
      let spans = try index.rename(at: offset, to: newName)
      return workspaceEdit(spans.map { textEdit($0, newName, in: document) }, in: document)
    } catch {
      throw ResponseError(.requestFailed, error.description)
    }
  }
}
