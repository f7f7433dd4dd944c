import LoxSemantics
import LoxSource
import LoxSyntax

/// What the linter must know about a whole source before it can judge a part of it.
struct LintFacts {
  /// What a name was declared as.
  enum Declaration {
    case variable
    case function(FunctionID)
    case `class`(ClassID)
  }

  /// A local variable.
  struct Local {
    var declaration = Declaration.variable
    /// How often it is read, not counting uses of a function or class within itself.
    var reads = 0
    /// Whether a function is used in another way than by calling it.
    var isPassedOn = false
    /// Whether it has to be there even if nothing reads it.
    var isNeeded = false
  }

  /// A global variable, by name.
  struct Global {
    var declaration = Declaration.variable
    var declarations = 0
    var isAssigned = false
    var isPassedOn = false
  }

  /// What a variable gets where it is declared.
  struct Value {
    var first: ExpressionID?
    var type: TypeID?
  }

  struct MethodKey: Hashable {
    var owner: ClassID
    var name: NameID
    /// Whether it is a method of the class itself.
    var isOfClass = false
  }

  /// An expression in a method of a class.
  struct Use {
    var expression: ExpressionID
    var owner: ClassID
  }

  /// An initializer that should call the initializer of its superclass.
  struct Initialization {
    var owner: ClassID
    var function: FunctionID
    /// The uses of `this` before the first call of the superclass's initializer, or all of them if there is no such call.
    var earlyUses: [ExpressionID] = []
    var callsSuper = false
  }

  let ast: AST
  let resolution: Resolution
  /// By variable.
  var locals: [Local]
  /// By name.
  var globals: [Global]
  /// By expression: the variable that it refers to, if that is a local one.
  var variables: [VariableID?]
  /// By function: the local variable that it is declared as.
  var functionVariables: [VariableID?]
  /// Uses of global variables.
  var globalUses: [ExpressionID] = []
  /// Calls, and the classes whose methods they are in.
  var calls: [(expression: ExpressionID, owner: ClassID?)] = []
  /// Assignments and initial values of local variables that nothing can read.
  var unreadAssignments: [(variable: VariableID, span: SourceSpan)] = []
  /// `this.name`, read or assigned, and `super.name`.
  var propertyUses: [Use] = []
  /// In extended Lox, uses of members with names that begin with `_`, of other objects than `this`; and the classes they are in.
  var privateUses: [(expression: ExpressionID, owner: ClassID?)] = []
  /// The members with such names that the methods of a class use of `this`, or that are fields of the class itself.
  var ownPrivateNames: Set<MethodKey> = []
  /// Conditions, and the classes whose methods they are in.
  var conditions: [(expression: ExpressionID, owner: ClassID?, isLoop: Bool)] = []
  var initializations: [Initialization] = []
  /// The variables that imports declare.
  var imports: [(name: NameID, span: SourceSpan, import: ImportID)] = []
  var methods: [MethodKey: FunctionID] = [:]
  /// Getters, setters and operators.
  var accessors: Set<MethodKey> = []
  /// By name: how many classes have such a method, and whether anything assigns such a field.
  var methodCounts: [Int]
  var isField: [Bool]
  /// What is known of the values of variables.
  var localValues: [VariableID: Value] = [:]
  var globalValues: [NameID: Value] = [:]
  /// The types of fields.
  var fieldTypes: [MethodKey: TypeID] = [:]
  /// Methods that replace another one of the same class.
  var duplicateMethods: [(method: FunctionID, first: FunctionID)] = []

  init(_ ast: AST, _ resolution: Resolution) {
    self.ast = ast
    self.resolution = resolution
    locals = Array(repeating: Local(), count: resolution.variables.count)
    globals = Array(repeating: Global(), count: ast.names.count)
    variables = Array(repeating: nil, count: ast.expressions.count)
    functionVariables = Array(repeating: nil, count: ast.functions.count)
    methodCounts = Array(repeating: 0, count: ast.names.count)
    isField = Array(repeating: false, count: ast.names.count)
  }

  func name(_ id: NameID) -> String { ast.names.name(id) }

  /// Whether a name says that the variable may be unused.
  func isMarkedUnused(_ id: NameID) -> Bool { ast.names.bytes(id).first == UInt8(ascii: "_") }

  /// An expression without the parentheses around it.
  func unwrapped(_ id: ExpressionID) -> ExpressionID {
    var id = id
    while case .grouping(let inner) = ast[id] { id = inner }
    return id
  }

  /// The function or class that a name certainly refers to, because nothing else can take its place.
  func declaration(of id: ExpressionID) -> Declaration? {
    guard case .variable(let name) = ast[id] else { return nil }
    if let variable = variables[Int(id.index)] {
      return resolution[variable].isAssigned ? nil : locals[Int(variable.index)].declaration
    }
    let global = globals[Int(name.index)]
    return global.declarations == 1 && !global.isAssigned ? global.declaration : nil
  }

  /// Whether a function is used as a value, not only called.
  func isPassedOn(_ id: FunctionID) -> Bool {
    if ast[id].form != .declaration { return true }
    if let variable = functionVariables[Int(id.index)] { return locals[Int(variable.index)].isPassedOn }
    return globals[Int(ast[id].name.index)].isPassedOn
  }

  /// The type of the variable that an expression reads or assigns.
  func type(ofVariable id: ExpressionID) -> TypeID? {
    if let variable = variables[Int(id.index)] { return localValues[variable]?.type }
    switch ast[id] {
    case .variable(let name), .assign(let name, _): return globalValues[name]?.type
    default: return nil
    }
  }

  /// The type of a field of a class's instances.
  func type(ofField name: NameID, of owner: ClassID) -> TypeID? {
    var owner = owner
    for _ in 0..<64 {
      if let type = fieldTypes[MethodKey(owner: owner, name: name)] { return type }
      guard case .known(let superclass) = superclass(of: owner) else { return nil }
      owner = superclass
    }
    return nil
  }

  /// The superclass of a class.
  enum Superclass {
    case none, unknown
    case known(ClassID)
  }

  func superclass(of id: ClassID) -> Superclass {
    guard let expression = ast[id].superclass else { return .none }
    guard case .class(let superclass) = declaration(of: expression) else { return .unknown }
    return .known(superclass)
  }

  /// What is known about a method of a class.
  enum Method {
    /// Neither the class nor its superclasses have it.
    case none
    case unknown
    case known(FunctionID)
  }

  /// The method that instances of a class have, unless a subclass has another one.
  func method(_ name: NameID, of owner: ClassID) -> Method {
    var owner = owner
    // Classes may inherit in a circle; that fails only at run time.
    for _ in 0..<64 {
      if let method = methods[MethodKey(owner: owner, name: name)] { return .known(method) }
      if accessors.contains(MethodKey(owner: owner, name: name)) { return .unknown }
      switch superclass(of: owner) {
      case .none: return .none
      case .unknown: return .unknown
      case .known(let superclass): owner = superclass
      }
    }
    return .unknown
  }

  /// The method that `super.name` means in the methods of a class.
  func superMethod(_ name: NameID, of owner: ClassID) -> Method {
    guard case .known(let superclass) = superclass(of: owner) else { return .unknown }
    return method(name, of: superclass)
  }
}
