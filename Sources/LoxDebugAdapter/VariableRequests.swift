import Lox
import LoxDebugger
import LoxJSON

/// What the numbers mean that an editor was given for parts of a program that has stopped. None is used again, so one of an earlier stop means
/// nothing.
struct StopReferences {
  /// What has variables.
  enum Container {
    case locals(StoppedCall)
    case captures(StoppedCall)
    case globals(StoppedCall)
    /// A value; `path` is an expression for it, if there is one.
    case value(Variable, path: String?, StoppedCall)
  }

  private var containers: [Int: Container] = [:]
  private var calls: [Int: StoppedCall] = [:]
  private var sources: [Int: String] = [:]
  private var sourceNumbers: [String: Int] = [:]
  private var next = 1

  mutating func removeAll() {
    containers = [:]
    calls = [:]
  }

  mutating func add(_ container: Container) -> Int {
    containers[next] = container
    defer { next += 1 }
    return next
  }

  mutating func add(_ call: StoppedCall) -> Int {
    calls[next] = call
    defer { next += 1 }
    return next
  }

  /// The number of a source that is in no file; it stays.
  mutating func addSource(_ name: String, _ text: String) -> Int {
    if let known = sourceNumbers[name], sources[known] == text { return known }
    sources[next] = text
    sourceNumbers[name] = next
    defer { next += 1 }
    return next
  }

  func container(_ number: Int) -> Container? { containers[number] }
  func call(_ number: Int) -> StoppedCall? { calls[number] }
  func source(_ number: Int) -> String? { sources[number] }
}

extension DebugAdapter {
  // MARK: - Calls

  func stackTrace(_ arguments: JSON) throws(DebugRequestError) -> JSON {
    let stop = try currentStop()
    let levels = arguments["levels"]?.intValue ?? 0
    let calls = stop.calls(
      from: arguments["startFrame"]?.intValue ?? 0, maximum: levels > 0 ? levels : .max)
    return ["stackFrames": JSON(calls.map { frame($0) }), "totalFrames": JSON(stop.callCount)]
  }

  private func frame(_ call: StoppedCall) -> JSON {
    var frame = JSONObject([
      .init("id", JSON(references.add(call))),
      .init("name", JSON(call.beginsFiber ? "\(call.name) (fiber, resumed by the call below)" : call.name)),
      .init("line", call.isHost ? 0 : client.shown(line: call.line)),
      .init("column", JSON(call.isHost ? 0 : column(call))),
    ])
    if call.isHost {
      frame["presentationHint"] = "subtle"
    } else {
      frame["source"] = source(of: call)
      if let module = call.moduleName { frame["moduleId"] = JSON(module) }
    }
    return .object(frame)
  }

  /// The column in UTF-16 units.
  private func column(_ call: StoppedCall) -> Int {
    let end = min(call.span.lowerBound, call.source.count)
    let line = call.source[..<end].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return String(decoding: call.source[line..<end], as: UTF8.self).utf16.count + client.firstColumn
  }

  private func source(of call: StoppedCall) -> JSON {
    let name = call.sourceName.split(separator: "/").last.map(String.init) ?? call.sourceName
    if target.read(call.sourceName) != nil { return ["name": JSON(name), "path": JSON(call.sourceName)] }
    let text = String(decoding: call.source, as: UTF8.self)
    return ["name": JSON(name), "sourceReference": JSON(references.addSource(call.sourceName, text))]
  }

  func call(_ arguments: JSON) throws(DebugRequestError) -> StoppedCall {
    let stop = try currentStop()
    guard let number = arguments["frameId"]?.intValue else {
      guard let call = stop.calls(maximum: 1).first else { throw DebugRequestError("There is no call.") }
      return call
    }
    guard let call = references.call(number) else {
      throw DebugRequestError("There is no such call any more.")
    }
    return call
  }

  // MARK: - Variables

  func scopes(_ arguments: JSON) throws(DebugRequestError) -> JSON {
    let call = try call(arguments)
    guard !call.isHost else { return ["scopes": []] }
    var scopes: [JSON] = [
      [
        "name": "Locals", "presentationHint": "locals", "expensive": false,
        "variablesReference": JSON(references.add(.locals(call))), "namedVariables": JSON(call.locals.count),
      ]
    ]
    if !call.captures.isEmpty {
      scopes.append([
        "name": "Captures", "expensive": false, "variablesReference": JSON(references.add(.captures(call))),
        "namedVariables": JSON(call.captures.count),
      ])
    }
    scopes.append([
      "name": "Globals", "presentationHint": "globals", "expensive": false,
      "variablesReference": JSON(references.add(.globals(call))), "namedVariables": JSON(call.globalCount),
    ])
    return ["scopes": JSON(scopes)]
  }

  func variables(_ arguments: JSON) throws(DebugRequestError) -> JSON {
    _ = try currentStop()
    let (container, call) = try container(arguments)
    let start = arguments["start"]?.intValue ?? 0
    let count = arguments["count"]?.intValue.flatMap { $0 > 0 ? $0 : nil } ?? .max
    let filter = arguments["filter"]?.stringValue
    let found: [Variable]
    var path: ((Variable) -> String?) = { $0.name }
    switch container {
    case .locals(let call): found = filter == "indexed" ? [] : page(call.locals, start, count)
    case .captures(let call): found = filter == "indexed" ? [] : page(call.captures, start, count)
    case .globals(let call): found = filter == "indexed" ? [] : call.globals(from: start, maximum: count)
    case .value(let value, let outer, _):
      path = { part in outer.flatMap { part.expression(in: $0) } }
      switch filter {
      case "named": found = value.fields(from: start, maximum: count)
      case "indexed": found = value.elements(from: start, maximum: count)
      default: found = page(value.fields() + value.elements(maximum: count), start, count)
      }
    }
    return ["variables": JSON(found.map { json($0, path($0), call, name: $0.name) })]
  }

  private func page(_ all: [Variable], _ start: Int, _ count: Int) -> [Variable] {
    Array(all.dropFirst(max(0, start)).prefix(count))
  }

  func container(_ arguments: JSON) throws(DebugRequestError) -> (
    StopReferences.Container, StoppedCall
  ) {
    guard let container = references.container(arguments["variablesReference"]?.intValue ?? 0) else {
      throw DebugRequestError("There are no such variables any more.")
    }
    switch container {
    case .locals(let call), .captures(let call), .globals(let call), .value(_, _, let call):
      return (container, call)
    }
  }

  /// What an editor shows of a value.
  private func json(_ variable: Variable, _ path: String?, _ call: StoppedCall, name: String? = nil) -> JSON {
    var json = JSONObject()
    if let name { json["name"] = JSON(name) }
    json[name == nil ? "result" : "value"] = JSON(variable.text)
    json["type"] = JSON(variable.kind)
    if name != nil, let path { json["evaluateName"] = JSON(path) }
    let hasParts = variable.namedCount + variable.indexedCount > 0
    json["variablesReference"] = JSON(hasParts ? references.add(.value(variable, path: path, call)) : 0)
    if hasParts {
      json["namedVariables"] = JSON(variable.namedCount)
      json["indexedVariables"] = JSON(variable.indexedCount)
    }
    if name != nil, !variable.isAssignable { json["presentationHint"] = ["attributes": ["readOnly"]] }
    return .object(json)
  }

  func variable(_ name: String, in container: StopReferences.Container) throws(DebugRequestError) -> Variable
  {
    let all: [Variable] =
      switch container {
      case .locals(let call): call.locals
      case .captures(let call): call.captures
      case .globals(let call): call.globals()
      case .value(let value, _, _): value.fields() + value.elements()
      }
    guard let variable = all.first(where: { $0.name == name }) else {
      throw DebugRequestError("There is no '\(name)' here.")
    }
    return variable
  }

  func setVariable(_ arguments: JSON) throws(DebugRequestError) -> JSON {
    _ = try currentStop()
    let (container, call) = try container(arguments)
    let name = arguments["name"]?.stringValue ?? ""
    let variable = try variable(name, in: container)
    do {
      let new = try variable.set(to: arguments["value"]?.stringValue ?? "", in: call)
      return json(new, nil, call, name: name)
    } catch { throw DebugRequestError(DebuggerError.text(of: error)) }
  }

  func setExpression(_ arguments: JSON) throws(DebugRequestError) -> JSON {
    let call = try call(arguments)
    let target = arguments["expression"]?.stringValue ?? ""
    do {
      let new = try call.evaluate("\(target) = \(arguments["value"]?.stringValue ?? "nil")")
      return json(new, target, call, name: target)
    } catch { throw DebugRequestError(DebuggerError.text(of: error)) }
  }

  // MARK: - Expressions

  func evaluate(_ arguments: JSON) throws(DebugRequestError) -> JSON {
    let call = try call(arguments)
    let text = arguments["expression"]?.stringValue ?? ""
    // What is under the mouse must not change anything.
    if arguments["context"]?.stringValue == "hover", !isPath(text) {
      throw DebugRequestError("Only variables and their parts are shown.")
    }
    do { return json(try call.evaluate(text), text, call) } catch {
      throw DebugRequestError(DebuggerError.text(of: error))
    }
  }

  private func isPath(_ text: String) -> Bool {
    !text.isEmpty
      && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." || $0 == "[" || $0 == "]" }
  }

  func completions(_ arguments: JSON) throws(DebugRequestError) -> JSON {
    let call = try call(arguments)
    let text = arguments["text"]?.stringValue ?? ""
    let column = (arguments["column"]?.intValue ?? 1) - client.firstColumn
    let before = String(decoding: Array(text.utf16).prefix(max(0, column)), as: UTF16.self)
    let path = String(
      before.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }.reversed())
    var steps = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let typed = steps.popLast() ?? ""
    let names: [String]
    let kind: String
    if let first = steps.first {
      // Only what is found without running anything.
      let owner = steps.dropFirst().reduce(call.variable(first)) { $0?.field($1) }
      (names, kind) = (owner?.memberNames ?? [], "property")
    } else {
      (names, kind) = (call.names, "variable")
    }
    let found = names.filter { $0.hasPrefix(typed) }
    let start = JSON(column - typed.utf16.count)
    return [
      "targets": JSON(
        found.map {
          ["label": JSON($0), "type": JSON(kind), "start": start, "length": JSON(typed.utf16.count)]
        })
    ]
  }
}
