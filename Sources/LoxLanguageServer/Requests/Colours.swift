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

  /// The tokens of the whole text.
  func semanticTokens(_ parameters: JSON) throws(ResponseError) -> JSON {
    let document = try document(parameters)
    let data = tokenData(document, in: SourceSpan(start: 0, end: .max))
    return ["resultId": JSON(document.sent(data)), "data": JSON(data.map { JSON($0) })]
  }

  /// What has changed since the tokens that the client names; all of them if those are not known any more.
  func semanticTokenChanges(_ parameters: JSON) throws(ResponseError) -> JSON {
    let document = try document(parameters)
    guard let old = document.tokens, parameters["previousResultId"]?.stringValue == old.id else {
      return try semanticTokens(parameters)
    }
    let new = tokenData(document, in: SourceSpan(start: 0, end: .max))
    let id: JSON = JSON(document.sent(new))
    let common = min(old.data.count, new.count)
    var start = 0
    while start < common, old.data[start] == new[start] { start += 1 }
    if start == old.data.count, start == new.count { return ["resultId": id, "edits": []] }
    var rest = 0
    while rest < common - start, old.data[old.data.count - 1 - rest] == new[new.count - 1 - rest] {
      rest += 1
    }
    let edit: JSON = [
      "start": JSON(start), "deleteCount": JSON(old.data.count - rest - start),
      "data": JSON(new[start..<new.count - rest].map { JSON($0) }),
    ]
    return ["resultId": id, "edits": [edit]]
  }

  /// The tokens of a range.
  func semanticTokens(inRange parameters: JSON) throws(ResponseError) -> JSON {
    let document = try document(parameters)
    let data = tokenData(document, in: try span(parameters["range"], in: document))
    return ["data": JSON(data.map { JSON($0) })]
  }

  /// Tokens as the protocol has them: five numbers each, the places relative to the one before.
  private func tokenData(_ document: Document, in part: SourceSpan) -> [Int] {
    let tokens = document.index(settings).semanticTokens(in: part)
    let text = document.text
    var data: [Int] = []
    data.reserveCapacity(tokens.count * 5)
    var last = Position(line: 0, character: 0)
    var line = 0
    var lineRange = text.range(ofLine: 0)
    /// A place in the line, and the number of characters before it.
    var (place, character) = (0, 0)
    for token in tokens {
      var start = Int(token.span.start)
      let end = Int(token.span.end)
      if start > lineRange.upperBound {
        line = text.line(at: start)
        lineRange = text.range(ofLine: line)
        (place, character) = (lineRange.lowerBound, 0)
      }
      // A token must not span lines: it becomes several.
      while true {
        let partEnd = min(end, lineRange.upperBound)
        if partEnd > start {
          // Tokens do not overlap, so each begins after the beginning of the previous one.
          character += text.units(in: place..<max(place, start), client.encoding)
          place = max(place, start)
          let length = text.units(in: start..<partEnd, client.encoding)
          let isSameLine = line == last.line
          data.append(line - last.line)
          data.append(isSameLine ? character - last.character : character)
          data.append(length)
          data.append(Int(token.kind.rawValue))
          data.append(Int(token.modifiers.rawValue))
          last = Position(line: line, character: character)
        }
        guard end > lineRange.upperBound, line + 1 < text.lineCount else { break }
        line += 1
        lineRange = text.range(ofLine: line)
        (place, character) = (lineRange.lowerBound, 0)
        start = place
      }
    }
    return data
  }
}
