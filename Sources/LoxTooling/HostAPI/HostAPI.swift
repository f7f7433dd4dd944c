import LoxBuiltins

/// What a program that embeds Lox offers to its scripts, as far as an editor and a linter need it.
///
/// The embedding program writes it to a file, by convention `lox-api.json` in the folder of the scripts; see
/// `init(parsing:)` for its format.
public struct HostAPI: Hashable, Sendable {
  /// A function, or a method of a class.
  public struct Function: Hashable, Sendable {
    public var name: String
    public var parameters: [Parameter]
    /// The type of the result, if it is known; see `Value.type`.
    public var returns: String?
    /// Whether it suspends the run: only runs that may wait can call it.
    public var isAsync: Bool
    /// What it does, as Markdown.
    public var documentation: String?

    public init(
      name: String, parameters: [Parameter] = [], returns: String? = nil, isAsync: Bool = false,
      documentation: String? = nil
    ) {
      self.name = name
      self.parameters = parameters
      self.returns = returns
      self.isAsync = isAsync
      self.documentation = documentation
    }
  }

  public struct Parameter: Hashable, Sendable {
    public var name: String
    public var type: String?
    /// Whether calls may omit it, and all parameters after it.
    public var isOptional: Bool
    /// Whether it stands for any number of arguments; allowed only for the last parameter.
    public var isVariadic: Bool
    public var documentation: String?

    public init(
      name: String, type: String? = nil, isOptional: Bool = false, isVariadic: Bool = false,
      documentation: String? = nil
    ) {
      self.name = name
      self.type = type
      self.isOptional = isOptional
      self.isVariadic = isVariadic
      self.documentation = documentation
    }
  }

  /// A global variable, or a property of a class.
  public struct Value: Hashable, Sendable {
    public var name: String
    /// `number`, `string`, `boolean`, `nil`, or the name of a class of the host.
    public var type: String?
    public var isReadOnly: Bool
    public var documentation: String?

    public init(
      name: String, type: String? = nil, isReadOnly: Bool = false, documentation: String? = nil
    ) {
      self.name = name
      self.type = type
      self.isReadOnly = isReadOnly
      self.documentation = documentation
    }
  }

  public struct Class: Hashable, Sendable {
    public var name: String
    /// The name of another class of the host.
    public var superclass: String?
    /// The parameters of the initializer; nil if scripts can't make instances.
    public var initializer: [Parameter]?
    /// Whether the initializer suspends the run.
    public var isAsync: Bool
    public var methods: [Function]
    public var properties: [Value]
    /// By their symbols: `+`, `-()` for that of one operand, `[]`, `[]=`.
    public var operators: [Function]
    /// The members of the class itself.
    public var staticMethods: [Function]
    public var staticProperties: [Value]
    public var documentation: String?
    /// Whether it is one of the core library.
    var isCore = false
    /// Whether scripts can name it.
    var isGlobal = true

    public init(
      name: String, superclass: String? = nil, initializer: [Parameter]? = nil, isAsync: Bool = false,
      methods: [Function] = [], properties: [Value] = [], operators: [Function] = [],
      staticMethods: [Function] = [],
      staticProperties: [Value] = [], documentation: String? = nil
    ) {
      self.name = name
      self.superclass = superclass
      self.initializer = initializer
      self.isAsync = isAsync
      self.methods = methods
      self.properties = properties
      self.operators = operators
      self.staticMethods = staticMethods
      self.staticProperties = staticProperties
      self.documentation = documentation
    }
  }

  public var functions: [Function]
  public var classes: [Class]
  public var values: [Value]

  /// A module that scripts can import, with what it has.
  public struct Module: Hashable, Sendable {
    public var name: String
    public var functions: [Function]
    public var classes: [Class]
    public var values: [Value]

    /// The names that can be imported from it.
    public var names: Set<String> {
      Set(functions.map(\.name)).union(classes.map(\.name)).union(values.map(\.name))
    }

    /// A function, or the initializer of a class as one.
    public func callable(named name: String) -> Function? {
      functions.first { $0.name == name }
        ?? classes.first { $0.name == name }.flatMap { host in
          host.initializer.map {
            Function(name: name, parameters: $0, documentation: host.documentation)
          }
        }
    }
  }

  public var modules: [Module]

  public init(
    functions: [Function] = [], classes: [Class] = [], values: [Value] = [], modules: [Module] = []
  ) {
    self.functions = functions
    self.classes = classes
    self.values = values
    self.modules = modules
  }

  /// What every script has: the natives of the language.
  public static let standard = HostAPI(
    functions: Builtin.all.map { builtin in
      Function(
        name: builtin.name,
        parameters: builtin.parameters?.map { Parameter(name: $0.name, type: $0.type) } ?? [],
        returns: builtin.result, documentation: builtin.documentation)
    })

  /// This API combined with another one; if both have a name, this one's is found.
  public func merging(_ other: HostAPI) -> HostAPI {
    HostAPI(
      functions: functions + other.functions, classes: classes + other.classes, values: values + other.values,
      modules: modules + other.modules)
  }
}

// MARK: - Look-up

extension HostAPI {
  public func module(named name: String) -> Module? { modules.first { $0.name == name } }

  /// The names that a script can use without defining them.
  public var globalNames: Set<String> {
    Set(functions.map(\.name)).union(classes.lazy.filter(\.isGlobal).map(\.name)).union(values.map(\.name))
  }

  public func function(named name: String) -> Function? { functions.first { $0.name == name } }
  public func `class`(named name: String) -> Class? { classes.first { $0.name == name } }
  public func value(named name: String) -> Value? { values.first { $0.name == name } }

  /// A class and its ancestors.
  public func ancestors(of host: Class) -> [Class] {
    var result: [Class] = []
    var next: Class? = host
    while let current = next, !result.contains(where: { $0.name == current.name }) {
      result.append(current)
      next = current.superclass.flatMap { self.class(named: $0) }
    }
    return result
  }

  /// The static members of a class and its ancestors, as members of a class of its name.
  public func statics(of host: Class) -> Class {
    let ancestors = ancestors(of: host)
    return Class(
      name: host.name, methods: ancestors.flatMap(\.staticMethods),
      properties: ancestors.flatMap(\.staticProperties))
  }

  /// A method of a class or of an ancestor.
  public func method(named name: String, of host: Class) -> Function? {
    for ancestor in ancestors(of: host) {
      if let method = ancestor.methods.first(where: { $0.name == name }) { return method }
    }
    return nil
  }

  /// An operator of a class or of an ancestor.
  func `operator`(_ symbol: String, of host: Class) -> Function? {
    for ancestor in ancestors(of: host) {
      if let found = ancestor.operators.first(where: { $0.name == symbol }) { return found }
    }
    return nil
  }

  /// A property of a class or of an ancestor.
  public func property(named name: String, of host: Class) -> Value? {
    for ancestor in ancestors(of: host) {
      if let property = ancestor.properties.first(where: { $0.name == name }) { return property }
    }
    return nil
  }
}
