import LoxJSON
import LoxSyntax
import LoxTooling

// Hover, and navigation from a name to other places.
extension LanguageServer {
  func hover(_ parameters: JSON) throws(ResponseError) -> JSON {
    let (document, index, offset) = try target(parameters)
    guard let hover = index.hover(at: offset) else { return .null }
    return ["contents": markup(hover.markdown), "range": range(hover.span, in: document.text)]
  }

  func definition(_ parameters: JSON) throws(ResponseError) -> JSON {
    let (document, index, offset) = try target(parameters)
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
    return JSON(references.map { location($0.span, in: document) })
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
    do {
      let span = try index.renamableSpan(at: offset)
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
    do {
      let spans = try index.rename(at: offset, to: newName)
      return workspaceEdit(spans.map { textEdit($0, newName, in: document) }, in: document)
    } catch {
      throw ResponseError(.requestFailed, error.description)
    }
  }
}
