import LoxJSON

/// The host's definitions, for tools: editors complete and check scripts with them.
extension Isolate {
  /// Describes something that was defined before, for ``apiDeclaration``: the names of parameters, and what
  /// it does, as Markdown. Methods and properties are named with their class: `Account.deposit`.
  public func describe(_ name: String, parameters: [String]? = nil, documentation: String? = nil) {
    let first = name.prefix { $0 != "." }
    if declarations[String(first)] == nil {
      declarations[String(first)] =
        apis.last { $0.declarations[String(first)] != nil }?.declarations[String(first)]
    }
    declarations.describe(name, parameters: parameters, documentation: documentation)
  }

  /// The functions, classes and values that the host has defined, as the contents of a file `lox-api.json`.
  /// With this file next to the scripts, `lox lsp` and `lox lint` know what scripts may use.
  public var apiDeclaration: String {
    var all: [String: HostDeclaration] = [:]
    for api in apis { all.merge(api.declarations) { _, later in later } }
    // Removed globals are no longer offered.
    all = all.filter { !machine.isMentioned($0.key) || self[$0.key] != nil }
    return HostDeclaration.text(
      all.merging(declarations) { _, own in own }, modules: moduleStore.declarations)
  }
}

extension [String: HostDeclaration] {
  mutating func describe(_ name: String, parameters: [String]?, documentation: String?) {
    let path = name.split(separator: ".", maxSplits: 1).map(String.init)
    guard let first = path.first else { return }
    if path.count > 1 {
      let member = path[1]
      for list in [\HostDeclaration.methods, \.staticMethods] {
        if parameters != nil { self[first]?[keyPath: list][member]?.parameterNames = parameters }
        self[first]?[keyPath: list][member]?.documentation = documentation
      }
      self[first]?.properties[member]?.documentation = documentation
      self[first]?.staticProperties[member]?.documentation = documentation
    } else {
      if parameters != nil { self[first]?.parameterNames = parameters }
      self[first]?.documentation = documentation
    }
  }
}

extension HostDeclaration {
  /// Declarations in the format of `lox-api.json`.
  static func text(
    _ declarations: [String: HostDeclaration], modules: [String: [String: HostDeclaration]] = [:]
  ) -> String {
    var classNames: [String: String] = [:]
    for all in [declarations] + modules.values {
      for (name, declaration) in all {
        if let type = declaration.instanceType { classNames[type] = name }
      }
    }
    return HostDeclarationWriter(classNames: classNames).text(declarations, modules)
  }
}

/// Writes declarations as JSON.
private struct HostDeclarationWriter {
  /// What scripts call the classes that stand for types.
  let classNames: [String: String]

  func text(
    _ declarations: [String: HostDeclaration], _ modules: [String: [String: HostDeclaration]]
  ) -> String {
    var root = [("loxAPI", JSON.number(1))] + members(of: declarations)
    if !modules.isEmpty {
      let all = modules.sorted { $0.key < $1.key }
      root.append(
        ("modules", .array(all.map { object([("name", .string($0.key))] + members(of: $0.value)) })))
    }
    return "\(object(root))\n"
  }

  private func members(of declarations: [String: HostDeclaration]) -> [(String, JSON)] {
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
    return [("functions", .array(functions)), ("classes", .array(classes)), ("values", .array(values))]
  }

  private func object(_ members: [(String, JSON)]) -> JSON {
    var object = JSONObject()
    for (key, value) in members { object[key] = value }
    return .object(object)
  }

  /// The format's name for a type; nil if there is nothing to say.
  private func typeName(_ type: String?) -> String? {
    guard let type, type != Value.loxType else { return nil }
    let orNil = " or nil"
    if type.hasSuffix(orNil) { return typeName(String(type.dropLast(orNil.count))).map { $0 + "?" } }
    if let name = classNames[type] { return name }
    if type == Int.loxType { return "number" }
    var words = type.split(separator: " ")
    if words.first == "a" || words.first == "an" { words.removeFirst() }
    // Of what is in a collection, nothing is said.
    if words.count > 1, ["list", "map", "range"].contains(words[0]) { return String(words[0]) }
    return words.count == 1 && words[0] != "instance" ? String(words[0]) : nil
  }

  private func function(_ name: String, _ declaration: HostDeclaration) -> JSON {
    var members = [("name", JSON.string(name)), ("parameters", parameters(of: declaration))]
    if let type = typeName(declaration.resultType) { members.append(("returns", .string(type))) }
    if declaration.isAsync { members.append(("async", .bool(true))) }
    if let text = declaration.documentation { members.append(("documentation", .string(text))) }
    return object(members)
  }

  private func parameters(of declaration: HostDeclaration) -> JSON {
    guard let parameters = declaration.parameters else {
      return .array([object([("name", .string("arguments")), ("variadic", .bool(true))])])
    }
    return .array(
      parameters.enumerated().map { index, parameter in
        let names = declaration.parameterNames ?? []
        let name = index < names.count ? names[index] : "argument\(index + 1)"
        var members = [("name", JSON.string(name))]
        if let type = typeName(parameter.loxType) { members.append(("type", .string(type))) }
        if index >= parameters.requiredCount { members.append(("optional", .bool(true))) }
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
    if let superclass = declaration.superclass { members.append(("superclass", .string(superclass))) }
    if declaration.parameters != nil { members.append(("initializer", parameters(of: declaration))) }
    if declaration.isAsync { members.append(("async", .bool(true))) }
    members.append(("methods", functions(declaration.methods)))
    members.append(("properties", values(declaration.properties)))
    if !declaration.operators.isEmpty { members.append(("operators", functions(declaration.operators))) }
    if !declaration.staticMethods.isEmpty {
      members.append(("staticMethods", functions(declaration.staticMethods)))
    }
    if !declaration.staticProperties.isEmpty {
      members.append(("staticProperties", values(declaration.staticProperties)))
    }
    if let text = declaration.documentation { members.append(("documentation", .string(text))) }
    return object(members)
  }

  private func functions(_ declarations: [String: HostDeclaration]) -> JSON {
    .array(declarations.sorted { $0.key < $1.key }.map { function($0.key, $0.value) })
  }

  private func values(_ declarations: [String: HostDeclaration]) -> JSON {
    .array(declarations.sorted { $0.key < $1.key }.map { value($0.key, $0.value) })
  }
}

/// What is known about one of the host's definitions.
struct HostDeclaration: Sendable {
  enum Kind: Sendable { case function, `class`, value }

  var kind: Kind
  /// Nil for any number of parameters, and for a class without an initializer.
  var parameters: [HostParameter]?
  var parameterNames: [String]?
  /// The result of a function; the type of a property or value.
  var resultType: String?
  var isWritable = true
  /// Whether calls, or for a class those of its initializer, suspend the run.
  var isAsync = false
  var documentation: String?
  /// Of a class: what its instances are called as the types of parameters and results.
  var instanceType: String?
  var superclass: String?
  var methods: [String: HostDeclaration] = [:]
  /// By the symbols: `+`, `-()` for that of one operand, `[]`, `[]=`.
  var operators: [String: HostDeclaration] = [:]
  var properties: [String: HostDeclaration] = [:]
  var staticMethods: [String: HostDeclaration] = [:]
  var staticProperties: [String: HostDeclaration] = [:]
}
