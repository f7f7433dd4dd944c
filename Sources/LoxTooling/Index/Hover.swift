import LoxSource
import LoxSyntax

/// Information about a name.
public struct Hover: Hashable, Sendable {
  /// The name.
  public var span: SourceSpan
  /// A declaration of what the name means, in Lox: `fun add(a, b)`.
  public var signature: String
  /// A sentence or two: what kind of thing it is, and what is known about its value.
  public var summary: String
  /// The comment at its declaration, or the host's documentation.
  public var documentation: String?

  /// All of it as Markdown.
  public var markdown: String {
    var text = "```lox\n\(signature)\n```"
    if !summary.isEmpty { text += "\n\n\(summary)" }
    if let documentation { text += "\n\n\(documentation)" }
    return text
  }
}

extension DocumentIndex {
  /// Information about the name at a place; nil if there is none.
  public func hover(at offset: UInt32) -> Hover? {
    var inference = TypeInference(self)
    // Right behind a name there may be an operator.
    guard let occurrence = occurrence(at: offset), offset < occurrence.span.end else {
      return operatorHover(at: offset, &inference)
        ?? self.occurrence(at: offset).flatMap { hover($0, &inference) } ?? keywordHover(at: offset)
    }
    return hover(occurrence, &inference) ?? keywordHover(at: offset)
  }

  /// Information about what can be imported from the script, for another one that names it.
  public func hover(ofExport id: SymbolID, module: String, at span: SourceSpan) -> Hover {
    var inference = TypeInference(self)
    var hover = hover(id, at: span, &inference)
    hover.summary += " Declared in the module `\(module)`."
    return hover
  }

  private func hover(_ occurrence: Occurrence, _ inference: inout TypeInference) -> Hover? {
    switch occurrence.target {
    case .symbol(let id): return hover(id, at: occurrence.span, &inference)
    case .this(let owner):
      return Hover(
        span: occurrence.span, signature: "this",
        summary: occurrence.expression.map { classReceivers.contains($0) } == true
          ? "The class `\(name(of: owner))`, or the subclass whose method is running."
          : "The instance of `\(name(of: owner))` whose method is running.",
        documentation: documentation(of: owner))
    case .super(let owner):
      guard let superclass = self[owner].superclass else { return nil }
      return Hover(
        span: occurrence.span, signature: "super",
        summary: "The methods of `\(name(of: superclass))`, the superclass of `\(name(of: owner))`.",
        documentation: documentation(of: superclass))
    case .property(let name):
      return hover(property: name, occurrence, &inference)
    }
  }

  func hover(_ id: SymbolID, at span: SourceSpan, _ inference: inout TypeInference) -> Hover {
    if self[id].kind == .undeclared {
      let name = name(of: id)
      if let hover = hostAPI.hover(global: name, at: span) { return hover }
      return Hover(
        span: span, signature: "var \(name)",
        summary: "A global variable that this file does not define.")
    }
    return Hover(
      span: span, signature: signature(of: id), summary: summary(of: id, &inference),
      documentation: documentation(of: id))
  }

  private func hover(
    property name: NameID, _ occurrence: Occurrence, _ inference: inout TypeInference
  ) -> Hover? {
    let targets = targets(of: occurrence)
    if let first = targets.first {
      var hover = hover(first, at: occurrence.span, &inference)
      if targets.count > 1 {
        let owners = targets.compactMap { self[$0].container }.map { "`\(self.name(of: $0))`" }
        hover.summary += " There is a member of this name in \(owners.joined(separator: ", "))."
      }
      return hover
    }
    let text = text(of: name)
    if let host = hostReceiver(of: occurrence, &inference),
      let hover = hostAPI.hover(member: text, of: host, at: occurrence.span)
    {
      return hover
    }
    return Hover(
      span: occurrence.span, signature: ".\(text)", summary: "A property that no class in this file has.")
  }

  /// The host's class to which a property belongs, if known.
  private func hostReceiver(
    of occurrence: Occurrence, _ inference: inout TypeInference
  ) -> HostAPI.Class? {
    guard let expression = occurrence.expression, case .property(let name) = occurrence.target else {
      return nil
    }
    switch inference.receiver(of: expression) {
    case .hostInstance(let host): return host
    case .hostClass(let host): return hostAPI.statics(of: host)
    case .instance(let owner): return hostSuperclass(of: owner)
    case .unknown:
      let text = text(of: name)
      let classes = hostAPI.classes.filter { !$0.isCore }
      let owners = classes + classes.map { hostAPI.statics(of: $0) }
      return owners.first {
        hostAPI.method(named: text, of: $0) != nil || hostAPI.property(named: text, of: $0) != nil
      }
    case let type: return coreClass(of: type)
    }
  }

  // MARK: - Descriptions

  /// A declaration as one would write it, without its contents: `fun add(a, b)`, `class A < B`.
  public func signature(of id: SymbolID) -> String {
    let symbol = self[id]
    let name = name(of: id)
    let type = typeText(symbol.annotation)
    switch symbol.kind {
    case .variable where symbol.origin != nil && symbol.origin?.name == nil:
      return "import \"\(symbol.origin?.module ?? "")\" as \(name)"
    case .variable, .undeclared: return (symbol.isConstant ? "const " : "var ") + name + type
    case .parameter: return name + type
    case .function: return "fun \(name)\(parameterList(of: id))\(resultText(of: id))"
    case .class: return "class \(name)" + (symbol.superclass.map { " < \(self.name(of: $0))" } ?? "")
    case .method, .initializer, .operator:
      return "\(ownerPrefix(symbol))\(name)\(parameterList(of: id))\(resultText(of: id))"
    case .field: return "\(ownerPrefix(symbol))\(name)\(type)"
    case .property: return "\(ownerPrefix(symbol))\(name)\(resultText(of: id))"
    case .key: return ".\(name)"
    }
  }

  /// A type as it is written, with its colon; empty if there is none.
  func typeText(_ id: TypeID?) -> String { id.map { ": " + ast.text(of: $0) } ?? "" }

  /// The type of a function's result.
  func resultText(of id: SymbolID) -> String { typeText(self[id].function.flatMap { ast[$0].type }) }

  private func ownerPrefix(_ symbol: Symbol) -> String { symbol.container.map { "\(name(of: $0))." } ?? "" }

  /// The parameters of a function in their parentheses.
  public func parameterList(of id: SymbolID) -> String {
    "(" + parameterNames(of: id).joined(separator: ", ") + ")"
  }

  func parameterNames(of id: SymbolID) -> [String] {
    guard let function = self[id].function else { return [] }
    return ast[ast[function].parameters].map { parameter in
      var text =
        (parameter.isRest ? "..." : "") + String(decoding: source.text(of: parameter.span), as: UTF8.self)
      text += typeText(parameter.type)
      if let value = parameter.defaultValue {
        let value = source.text(of: ast.span(of: value))
        text += value.count <= 20 ? " = " + String(decoding: value, as: UTF8.self) : " = ..."
      }
      return text
    }
  }

  /// The initializer of a class, or the one that it inherits.
  func initializer(of owner: SymbolID) -> SymbolID? { member(.initializer, of: owner) }

  private func summary(of id: SymbolID, _ inference: inout TypeInference) -> String {
    let symbol = self[id]
    let owner = symbol.container.map { "`\(name(of: $0))`" }
    if let origin = symbol.origin {
      return origin.name.map { "Imported: `\($0)` of the module `\(origin.module)`." }
        ?? "The module `\(origin.module)`."
    }
    switch symbol.kind {
    case .variable:
      let scope = symbol.isGlobal ? "A global variable" : "A local variable"
      let constant =
        symbol.isConstant
        ? ", a constant" : symbol.isReassigned || symbol.hasUnknownValue ? "" : ", never assigned again"
      return scope + constant + "." + description(of: inference.type(of: id))
    case .parameter: return "A parameter of \(owner ?? "a function")."
    case .function:
      let scope = symbol.isGlobal ? "A function." : "A local function."
      return scope + resultDescription(inference.result(of: inference.type(of: id)))
    case .class:
      guard let initializer = initializer(of: id) else { return "A class." }
      return "A class. Make an instance with `\(name(of: id))\(parameterList(of: initializer))`."
    case .method:
      return "\(symbol.isOfClass ? "A class method" : "A method") of \(owner ?? "a class")."
        + resultDescription(inference.result(of: .function(id)))
    case .initializer: return "The initializer of \(owner ?? "a class")."
    case .operator:
      return "An operator of \(owner ?? "a class")." + resultDescription(inference.result(of: .function(id)))
    case .property:
      let kind =
        symbol.function == nil
        ? "A write-only property" : symbol.setter == nil ? "A read-only property" : "A property"
      return "\(kind) of \(symbol.isOfClass ? "the class " : "")\(owner ?? "a class")."
        + description(of: inference.type(of: id))
    case .key: return "A key of a map." + description(of: inference.type(of: id))
    case .field:
      return "A field of \(symbol.isOfClass ? "the class " : "")\(owner ?? "a class")."
        + description(of: inference.type(of: id))
    case .undeclared: return ""
    }
  }

  private func description(of type: ValueType) -> String {
    noun(type).map { " Its value is \($0)." } ?? ""
  }

  private func resultDescription(_ type: ValueType) -> String {
    type == .nil ? "" : noun(type).map { " Returns \($0)." } ?? ""
  }

  /// A type with its article.
  private func noun(_ type: ValueType) -> String? {
    switch type {
    case .unknown: nil
    case .nil: "`nil`"
    case .boolean: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .list: "a list"
    case .map: "a map"
    case .range: "a range"
    case .function(let id): self[id].name == .anonymous ? "a function" : "the function `\(name(of: id))`"
    case .class(let id): "the class `\(name(of: id))`"
    case .instance(let id): "an instance of `\(name(of: id))`"
    case .hostFunction(let function): "the function `\(function.name)`"
    case .hostClass(let host): "the class `\(host.name)`"
    case .hostInstance(let host): "an instance of `\(host.name)`"
    }
  }

  /// The type of a symbol's values in a word or two, for lists: `number`, `Point`.
  func shortType(_ type: ValueType) -> String? {
    switch type {
    case .unknown, .nil: nil
    case .boolean: "boolean"
    case .number: "number"
    case .string: "string"
    case .list: "list"
    case .map: "map"
    case .range: "range"
    case .function, .hostFunction: "function"
    case .class, .hostClass: "class"
    case .instance(let id): name(of: id)
    case .hostInstance(let host): host.name
    }
  }
}

// MARK: - The host

extension HostAPI {
  /// Whose a global name is.
  private func origin(of name: String) -> String {
    if let known = HostAPI.tests.function(named: name), known == function(named: name) { return "`lox test`" }
    let isCore = HostAPI.core.globalNames.contains(name)
    return isCore && self.class(named: name)?.isCore ?? true ? "the core library" : "the host"
  }

  private func description(of host: Class) -> String {
    if !host.isGlobal { return "a class of `lox test`" }
    return self.class(named: host.name)?.isCore ?? host.isCore ? "of the core library" : "a class of the host"
  }

  func hover(global name: String, at span: SourceSpan) -> Hover? {
    if let function = function(named: name) {
      return Hover(
        span: span, signature: "fun \(function.signature)",
        summary: "\(function.isAsync ? "An asynchronous function" : "A function") of \(origin(of: name)).",
        documentation: function.fullDocumentation)
    }
    if let host = self.class(named: name) {
      let superclass = host.superclass.map { " < \($0)" } ?? ""
      var summary =
        host.isCore && host.initializer == nil
        ? "A name of the core library." : "A class of \(origin(of: name))."
      if let initializer = host.initializer {
        summary += " Make an instance with `\(Function(name: name, parameters: initializer).signature)`."
      }
      return Hover(
        span: span, signature: "class \(name)\(superclass)", summary: summary,
        documentation: host.documentation)
    }
    return value(named: name).map { value in
      Hover(
        span: span, signature: "var \(value.signature)", summary: "A global variable of the host.",
        documentation: value.documentation)
    }
  }

  func hover(member name: String, of host: Class, at span: SourceSpan) -> Hover? {
    if let method = method(named: name, of: host) {
      return Hover(
        span: span, signature: "\(host.name).\(method.signature)",
        summary:
          "\(method.isAsync ? "An asynchronous method" : "A method") of `\(host.name)`, \(description(of: host)).",
        documentation: method.fullDocumentation)
    }
    return property(named: name, of: host).map { property in
      let kind = property.isReadOnly ? "A read-only property" : "A property"
      return Hover(
        span: span, signature: "\(host.name).\(property.signature)",
        summary: "\(kind) of `\(host.name)`, \(description(of: host)).",
        documentation: property.documentation)
    }
  }
}

extension HostAPI.Parameter {
  /// The parameter as it appears in a list of parameters: `count: number?`.
  var label: String {
    name + (isVariadic ? "..." : "") + (type.map { ": \($0)" } ?? "") + (isOptional ? "?" : "")
  }
}

extension HostAPI.Function {
  /// `spawn(kind, count: number?): Entity`.
  public var signature: String {
    "\(name)(" + parameters.map(\.label).joined(separator: ", ") + ")" + (returns.map { ": \($0)" } ?? "")
  }

  /// The documentation with that of the parameters.
  var fullDocumentation: String? {
    let parameters = parameters.compactMap { parameter in
      parameter.documentation.map { "- `\(parameter.name)`: \($0)" }
    }
    let texts = [documentation, parameters.isEmpty ? nil : parameters.joined(separator: "\n")]
    let text = texts.compactMap { $0 }.joined(separator: "\n\n")
    return text.isEmpty ? nil : text
  }
}

extension HostAPI.Value {
  /// `health: number`.
  public var signature: String { name + (type.map { ": \($0)" } ?? "") }
}
