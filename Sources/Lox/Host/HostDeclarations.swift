import LoxJSON

/// What the host has defined, for tools: editors complete and check scripts with it.
extension Isolate {
  /// Tells more of something that was defined before, for ``apiDeclaration``: the names of parameters, and what it does, as Markdown.
  /// Methods and properties are named with their class: `Account.deposit`.
  public func describe(_ name: String, parameters: [String]? = nil, documentation: String? = nil) {
    let path = name.split(separator: ".", maxSplits: 1).map(String.init)
    guard let first = path.first else { return }
    if path.count > 1 {
      if parameters != nil { declarations[first]?.methods[path[1]]?.parameterNames = parameters }
      declarations[first]?.methods[path[1]]?.documentation = documentation
      declarations[first]?.properties[path[1]]?.documentation = documentation
    } else {
      if parameters != nil { declarations[first]?.parameterNames = parameters }
      declarations[first]?.documentation = documentation
    }
  }

  /// The functions, classes and values that the host has defined, as the contents of a file `lox-api.json`: with it beside the scripts,
  /// `lox lsp` and `lox lint` know what they may use.
  public var apiDeclaration: String {
    var functions: [JSON] = []
    var classes: [JSON] = []
    var values: [JSON] = []
    for (name, declaration) in declarations.sorted(by: { $0.key < $1.key }) {
      switch declaration.kind {
      case .function: functions.append(function(name, declaration))
      case .class: classes.append(`class`(name, declaration))
      case .value: values.append(value(name, declaration))
      }
    }
    let root: [(String, JSON)] = [
      ("loxAPI", .number(1)), ("functions", .array(functions)), ("classes", .array(classes)),
      ("values", .array(values)),
    ]
    return "\(object(root))\n"
  }

  private func object(_ members: [(String, JSON)]) -> JSON {
    var object = JSONObject()
    for (key, value) in members { object[key] = value }
    return .object(object)
  }

  /// A type as the format names it; nil if there is nothing to say.
  private func typeName(_ type: String?) -> String? {
    guard let type, type != Value.loxType else { return nil }
    if type == Int.loxType { return "number" }
    let words = type.split(separator: " ")
    let name = words.count == 2 && (words[0] == "a" || words[0] == "an") ? String(words[1]) : type
    return ["function", "class", "instance", "list"].contains(name) || name.contains(" ") ? nil : name
  }

  private func function(_ name: String, _ declaration: HostDeclaration) -> JSON {
    var members = [("name", JSON.string(name)), ("parameters", parameters(of: declaration))]
    if let type = typeName(declaration.resultType) { members.append(("returns", .string(type))) }
    if let text = declaration.documentation { members.append(("documentation", .string(text))) }
    return object(members)
  }

  private func parameters(of declaration: HostDeclaration) -> JSON {
    guard let types = declaration.parameterTypes else {
      return .array([object([("name", .string("arguments")), ("variadic", .bool(true))])])
    }
    return .array(
      types.enumerated().map { index, type in
        let names = declaration.parameterNames ?? []
        let name = index < names.count ? names[index] : "argument\(index + 1)"
        var members = [("name", JSON.string(name))]
        if let type = typeName(type) { members.append(("type", .string(type))) }
        return object(members)
      })
  }

  private func value(_ name: String, _ declaration: HostDeclaration) -> JSON {
    var members = [("name", JSON.string(name))]
    if let type = typeName(declaration.resultType) { members.append(("type", .string(type))) }
    if !declaration.isWritable { members.append(("readOnly", .bool(true))) }
    if let text = declaration.documentation { members.append(("documentation", .string(text))) }
    return object(members)
  }

  private func `class`(_ name: String, _ declaration: HostDeclaration) -> JSON {
    var members = [("name", JSON.string(name))]
    if declaration.parameterTypes != nil { members.append(("initializer", parameters(of: declaration))) }
    members.append(
      ("methods", .array(declaration.methods.sorted { $0.key < $1.key }.map { function($0.key, $0.value) })))
    members.append(
      (
        "properties",
        .array(declaration.properties.sorted { $0.key < $1.key }.map { value($0.key, $0.value) })
      ))
    if let text = declaration.documentation { members.append(("documentation", .string(text))) }
    return object(members)
  }
}

/// What is known of one thing that the host has defined.
struct HostDeclaration {
  enum Kind { case function, `class`, value }

  var kind: Kind
  /// Nil for any number; of a class without initializer, nil too.
  var parameterTypes: [String]?
  var parameterNames: [String]?
  /// Of a function its result, of a property or value its own.
  var resultType: String?
  var isWritable = true
  var documentation: String?
  var methods: [String: HostDeclaration] = [:]
  var properties: [String: HostDeclaration] = [:]
}
