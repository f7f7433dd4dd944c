import LoxJSON

extension Diagnostic {
  /// An object in the format of Documentation/Diagnostics.md.
  public var json: JSON {
    var object = JSONObject([
      .init("severity", JSON(severity.rawValue)), .init("phase", JSON(phase.rawValue)),
    ])
    if let code { object["code"] = JSON(code) }
    object["message"] = JSON(message)
    object.add(location)
    object["notes"] = .array(
      notes.map { note in
        var object = JSONObject([.init("message", JSON(note.message))])
        object.add(note.location)
        return .object(object)
      })
    if !fixes.isEmpty { object["fixes"] = .array(fixes.map(\.json)) }
    if phase == .run { object["trace"] = .array(trace.map(\.json)) }
    if phase == .compile { object["text"] = JSON(String(decoding: plainText, as: UTF8.self)) }
    return .object(object)
  }
}

extension Fix {
  fileprivate var json: JSON {
    [
      "title": JSON(title), "isPreferred": JSON(isPreferred),
      "edits": .array(
        edits.map {
          ["start": JSON(Int($0.span.start)), "end": JSON(Int($0.span.end)), "text": JSON($0.text)]
        }),
    ]
  }
}

extension JSONObject {
  /// Adds the members that describe a place; none for no place.
  fileprivate mutating func add(_ location: SourceLocation?) {
    guard let location else { return }
    self["file"] = JSON(location.sourceName)
    self["line"] = JSON(location.line)
    self["column"] = JSON(location.column)
    self["endLine"] = JSON(location.endLine)
    self["endColumn"] = JSON(location.endColumn)
    self["start"] = JSON(location.span.lowerBound)
    self["end"] = JSON(location.span.upperBound)
  }
}

extension Diagnostic.TraceEntry {
  fileprivate var json: JSON {
    var object = JSONObject()
    switch self {
    case .call(let function, let location):
      object["function"] = function.map { JSON($0) } ?? .null
      object.add(location)
    case .hostCall(let function):
      object["hostFunction"] = JSON(function)
    case .resumption: object["resumed"] = JSON(true)
    case .repetition(let count, let functions):
      object["repeated"] = JSON(count)
      object["functions"] = .array(functions.map { JSON($0) })
    case .omission(let count):
      object["omitted"] = JSON(count)
    }
    return .object(object)
  }
}
