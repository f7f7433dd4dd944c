import LoxJSON

/// Why a file does not describe a host.
public struct HostAPIError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, and where: `functions[2].name: Expect a string.`
  public var description: String
}

extension HostAPI {
  /// The version of the format that this library reads and writes.
  public static let formatVersion = 1

  /// Reads the text of a `lox-api.json`:
  ///
  ///     {
  ///       "loxAPI": 1,
  ///       "functions": [
  ///         { "name": "spawn", "parameters": ["kind", { "name": "count", "type": "number", "optional": true }],
  ///           "returns": "Entity", "documentation": "Puts something into the world." }
  ///       ],
  ///       "classes": [
  ///         { "name": "Entity", "superclass": "Node", "initializer": ["kind"],
  ///           "methods": [{ "name": "move", "parameters": ["x", "y"], "async": true }],
  ///           "properties": [{ "name": "health", "type": "number", "readOnly": true }],
  ///           "operators": [{ "name": "+", "parameters": ["other"], "returns": "Entity" }],
  ///           "staticMethods": [{ "name": "named", "parameters": ["name"], "returns": "Entity" }],
  ///           "staticProperties": [{ "name": "count", "type": "number" }] }
  ///       ],
  ///       "values": [{ "name": "player", "type": "Entity" }],
  ///       "modules": [{ "name": "tools", "functions": [{ "name": "log", "parameters": ["text"] }] }]
  ///     }
  ///
  /// Everything but the version and the names is optional. A parameter with only a name is a string; others
  /// may be `optional` or `variadic`. Functions, methods and classes (for their initializers) that suspend
  /// the run are `async`. Everything may have a `documentation` in Markdown. Unknown keys are ignored.
  public init(parsing bytes: some Sequence<UInt8>) throws(HostAPIError) {
    let json: JSON
    do {
      json = try JSON(parsing: bytes)
    } catch {
      throw HostAPIError(description: error.description)
    }
    try self.init(json)
  }

  /// Reads what `json` writes.
  public init(_ json: JSON) throws(HostAPIError) {
    guard json.objectValue != nil, let version = json["loxAPI"]?.intValue else {
      throw HostAPIError(description: "Expect an object with the key \"loxAPI\".")
    }
    guard version == HostAPI.formatVersion else {
      throw HostAPIError(description: "loxAPI: Version \(version) of the format is not known.")
    }
    let root = Node(json, "")
    functions = try root.functions("functions")
    classes = try root.list("classes") { (node) throws(HostAPIError) in try Class(node) }
    values = try root.values("values")
    modules = try root.list("modules") { (node) throws(HostAPIError) in
      Module(
        name: try node.name(), functions: try node.functions("functions"),
        classes: try node.list("classes") { (node) throws(HostAPIError) in try Class(node) },
        values: try node.values("values"))
    }
  }

  /// The format that `init(parsing:)` reads.
  public var json: JSON {
    let json: JSON = [
      "loxAPI": JSON(HostAPI.formatVersion), "functions": JSON(functions.map(\.json)),
      "classes": JSON(classes.map(\.json)), "values": JSON(values.map(\.json)),
    ]
    guard !modules.isEmpty, var object = json.objectValue else { return json }
    object["modules"] = JSON(
      modules.map { module -> JSON in
        [
          "name": JSON(module.name), "functions": JSON(module.functions.map(\.json)),
          "classes": JSON(module.classes.map(\.json)), "values": JSON(module.values.map(\.json)),
        ]
      })
    return .object(object)
  }
}

// MARK: - Reading

/// A JSON value and its path.
private struct Node {
  let json: JSON
  let path: String

  init(_ json: JSON, _ path: String) {
    self.json = json
    self.path = path
  }

  private func error(_ key: String, _ message: String) -> HostAPIError {
    HostAPIError(description: "\(path)\(key): \(message)")
  }

  func name() throws(HostAPIError) -> String {
    guard let name = json["name"]?.stringValue else { throw error("name", "Expect a string.") }
    return name
  }

  func text(_ key: String) throws(HostAPIError) -> String? {
    guard let value = json[key], value != .null else { return nil }
    guard let text = value.stringValue else { throw error(key, "Expect a string.") }
    return text
  }

  func flag(_ key: String) throws(HostAPIError) -> Bool {
    guard let value = json[key], value != .null else { return false }
    guard let flag = value.boolValue else { throw error(key, "Expect true or false.") }
    return flag
  }

  func optionalList<Element>(
    _ key: String, _ element: (Node) throws(HostAPIError) -> Element
  ) throws(HostAPIError) -> [Element]? {
    guard let value = json[key], value != .null else { return nil }
    guard let values = value.arrayValue else { throw error(key, "Expect an array.") }
    var result: [Element] = []
    for (index, value) in values.enumerated() {
      result.append(try element(Node(value, "\(path)\(key)[\(index)].")))
    }
    return result
  }

  func list<Element>(
    _ key: String, _ element: (Node) throws(HostAPIError) -> Element
  ) throws(HostAPIError) -> [Element] {
    try optionalList(key, element) ?? []
  }

  func functions(_ key: String) throws(HostAPIError) -> [HostAPI.Function] {
    try list(key) { (node) throws(HostAPIError) in try HostAPI.Function(node) }
  }

  func values(_ key: String) throws(HostAPIError) -> [HostAPI.Value] {
    try list(key) { (node) throws(HostAPIError) in try HostAPI.Value(node) }
  }

  func parameters(_ key: String) throws(HostAPIError) -> [HostAPI.Parameter]? {
    try optionalList(key) { (node) throws(HostAPIError) in try HostAPI.Parameter(node) }
  }
}

extension HostAPI.Function {
  fileprivate init(_ node: Node) throws(HostAPIError) {
    self.init(
      name: try node.name(), parameters: try node.parameters("parameters") ?? [],
      returns: try node.text("returns"), isAsync: try node.flag("async"),
      documentation: try node.text("documentation"))
  }
}

extension HostAPI.Parameter {
  fileprivate init(_ node: Node) throws(HostAPIError) {
    if let name = node.json.stringValue {
      self.init(name: name)
    } else {
      self.init(
        name: try node.name(), type: try node.text("type"), isOptional: try node.flag("optional"),
        isVariadic: try node.flag("variadic"), documentation: try node.text("documentation"))
    }
  }
}

extension HostAPI.Value {
  fileprivate init(_ node: Node) throws(HostAPIError) {
    self.init(
      name: try node.name(), type: try node.text("type"), isReadOnly: try node.flag("readOnly"),
      documentation: try node.text("documentation"))
  }
}

extension HostAPI.Class {
  fileprivate init(_ node: Node) throws(HostAPIError) {
    self.init(
      name: try node.name(), superclass: try node.text("superclass"),
      initializer: try node.parameters("initializer"), isAsync: try node.flag("async"),
      methods: try node.functions("methods"), properties: try node.values("properties"),
      operators: try node.functions("operators"), staticMethods: try node.functions("staticMethods"),
      staticProperties: try node.values("staticProperties"), documentation: try node.text("documentation"))
  }
}

// MARK: - Writing

extension JSONObject {
  /// Adds a text if there is one.
  fileprivate mutating func add(_ key: String, _ text: String?) {
    if let text { members.append(Member(key, JSON(text))) }
  }
}

extension HostAPI.Function {
  fileprivate var json: JSON {
    var object = JSONObject([.init("name", JSON(name)), .init("parameters", JSON(parameters.map(\.json)))])
    object.add("returns", returns)
    if isAsync { object["async"] = true }
    object.add("documentation", documentation)
    return .object(object)
  }
}

extension HostAPI.Parameter {
  fileprivate var json: JSON {
    if type == nil, documentation == nil, !isOptional, !isVariadic { return JSON(name) }
    var object = JSONObject([.init("name", JSON(name))])
    object.add("type", type)
    if isOptional { object["optional"] = true }
    if isVariadic { object["variadic"] = true }
    object.add("documentation", documentation)
    return .object(object)
  }
}

extension HostAPI.Value {
  fileprivate var json: JSON {
    var object = JSONObject([.init("name", JSON(name))])
    object.add("type", type)
    if isReadOnly { object["readOnly"] = true }
    object.add("documentation", documentation)
    return .object(object)
  }
}

extension HostAPI.Class {
  fileprivate var json: JSON {
    var object = JSONObject([.init("name", JSON(name))])
    object.add("superclass", superclass)
    if let initializer { object["initializer"] = JSON(initializer.map(\.json)) }
    if isAsync { object["async"] = true }
    object["methods"] = JSON(methods.map(\.json))
    object["properties"] = JSON(properties.map(\.json))
    if !operators.isEmpty { object["operators"] = JSON(operators.map(\.json)) }
    if !staticMethods.isEmpty { object["staticMethods"] = JSON(staticMethods.map(\.json)) }
    if !staticProperties.isEmpty { object["staticProperties"] = JSON(staticProperties.map(\.json)) }
    object.add("documentation", documentation)
    return .object(object)
  }
}
