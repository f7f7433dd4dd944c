import LoxJSON
import LoxSource
import LoxTooling

extension LanguageServer {
  /// The refactorings that a client asks for by the beginnings of their kinds.
  func refactorings(in selection: SourceSpan, _ asked: [String], _ document: Document) -> [JSON] {
    let kinds = Refactoring.Kind.allCases.filter { kind in
      asked.contains { $0.isEmpty || $0 == kind.identifier || kind.identifier.hasPrefix($0 + ".") }
    }
    if kinds.isEmpty { return [] }
    return document.index(settings).refactorings(in: selection, kinds: Set(kinds)).map { refactoring in
      let edits = refactoring.edits.map { textEdit($0.span, $0.text, in: document) }
      return [
        "title": JSON(refactoring.title), "kind": JSON(refactoring.kind.identifier),
        "edit": workspaceEdit(edits, in: document),
      ]
    }
  }

  /// The places of a local name, which can be edited together.
  func linkedEditingRange(_ parameters: JSON) throws(ResponseError) -> JSON {
    let (document, index, offset) = try target(parameters)
    let spans = index.linkedSpans(at: offset)
    if spans.isEmpty { return .null }
    return [
      "ranges": JSON(spans.map { range($0, in: document.text) }), "wordPattern": "[A-Za-z_][A-Za-z_0-9]*",
    ]
  }

  func inlayHint(_ parameters: JSON) throws(ResponseError) -> JSON {
    let document = try document(parameters)
    let range = try span(parameters["range"], in: document)
    let index = document.index(settings)
    var hints: [JSON] = []
    if settings.showsParameters {
      hints += index.parameterHints(in: range).map { hint -> JSON in
        [
          "position": json(document.text.position(of: Int(hint.offset), client.encoding)),
          "label": JSON("\(hint.parameter):"), "kind": 2, "paddingRight": true,
        ]
      }
    }
    if settings.showsTypes {
      hints += index.typeHints(in: range).map { hint -> JSON in
        [
          "position": json(document.text.position(of: Int(hint.offset), client.encoding)),
          "label": JSON(": \(hint.type)"), "kind": 1,
        ]
      }
    }
    return JSON(hints)
  }
}

extension Refactoring.Kind {
  /// As the protocol names it.
  fileprivate var identifier: String {
    switch self {
    case .extractVariable: "refactor.extract.variable"
    case .extractFunction: "refactor.extract.function"
    case .inlineVariable: "refactor.inline.variable"
    case .inlineFunction: "refactor.inline.function"
    }
  }
}
