import LoxJSON
import LoxSource
import LoxTooling

// The colours of words.
extension LanguageServer {
  static let tokenTypes = SemanticToken.Kind.allCases.map { kind in
    switch kind {
    case .variable: "variable"
    case .parameter: "parameter"
    case .function: "function"
    case .method: "method"
    case .property: "property"
    case .class: "class"
    case .keyword: "keyword"
    case .string: "string"
    case .number: "number"
    case .comment: "comment"
    case .operator: "operator"
    }
  }

  static let tokenModifiers = ["declaration", "readonly", "defaultLibrary", "modification"]

  /// The answer to a request for tokens, as JSON; nil if the request is another one. There are too many numbers for `JSON` values.
  func tokensAnswer(_ method: String, _ parameters: JSON) throws(ResponseError) -> [UInt8]? {
    switch method {
    case "textDocument/semanticTokens/full": try semanticTokens(document(parameters))
    case "textDocument/semanticTokens/full/delta": try semanticTokenChanges(parameters)
    case "textDocument/semanticTokens/range": try semanticTokens(inRange: parameters)
    default: nil
    }
  }

  /// The tokens of the whole text.
  private func semanticTokens(_ document: Document) -> [UInt8] {
    let (id, tokens) = document.sendTokens(settings, client.encoding)
    var answer = Array("{\"resultId\":\"\(id)\",\"data\":".utf8)
    answer.append(numbers: tokens.data)
    answer.append(UInt8(ascii: "}"))
    return answer
  }

  /// What has changed since the tokens that the client names; all of them if those are not known any more.
  private func semanticTokenChanges(_ parameters: JSON) throws(ResponseError) -> [UInt8] {
    let document = try document(parameters)
    guard let (id, old) = document.sentTokens, parameters["previousResultId"]?.stringValue == id else {
      return semanticTokens(document)
    }
    let (newID, tokens) = document.sendTokens(settings, client.encoding)
    var answer = Array("{\"resultId\":\"\(newID)\",\"edits\":[".utf8)
    for (place, edit) in tokens.edits(since: old).enumerated() {
      if place > 0 { answer.append(UInt8(ascii: ",")) }
      answer += "{\"start\":\(edit.start),\"deleteCount\":\(edit.deleteCount),\"data\":".utf8
      answer.append(numbers: edit.data)
      answer.append(UInt8(ascii: "}"))
    }
    answer += "]}".utf8
    return answer
  }

  /// The tokens of a range.
  private func semanticTokens(inRange parameters: JSON) throws(ResponseError) -> [UInt8] {
    let document = try document(parameters)
    let range = try span(parameters["range"], in: document)
    var encoder = TokenEncoder(document.text, client.encoding)
    for token in document.editedIndex(settings).semanticTokens(in: range) { encoder.add(token) }
    var data = encoder.data
    if !data.isEmpty {
      (data[0], data[1]) = document.text.distance(from: 0, to: encoder.first, client.encoding)
    }
    var answer = Array("{\"data\":".utf8)
    answer.append(numbers: data)
    answer.append(UInt8(ascii: "}"))
    return answer
  }
}
