import LoxSource
import LoxSyntax

/// The index of a symbol in `DocumentIndex.symbols`.
public struct SymbolID: Hashable, Sendable {
  public var index: UInt32
  public init(_ index: Int) { self.index = UInt32(truncatingIfNeeded: index) }
}

/// Something that a script names: a variable, a function, a class, or a member of a class.
///
/// All declarations of a global variable are one symbol, and so are all assignments of a field.
public struct Symbol: Sendable {
  public enum Kind: UInt8, Sendable, CaseIterable {
    case variable, parameter, function, `class`
    case method, initializer, field
    /// What a class computes by a getter, or takes by a setter.
    case property
    case `operator`
    /// A key that is a name in the literal of a map.
    case key
    /// A global variable that the script uses but never declares: the host may define it.
    case undeclared
  }

  public var kind: Kind
  public var name: NameID
  /// The name at its first declaration; for an undeclared variable, at its first use.
  public var nameSpan: SourceSpan
  /// The whole first declaration.
  public var span: SourceSpan
  /// The function that declares it, or the class whose member it is.
  public var container: SymbolID?
  /// Where the name means this symbol, unless an inner one hides it. For members, where they are declared.
  public var visibility: SourceSpan
  public var isGlobal: Bool
  /// Whether it is a member of a class itself, not of its instances.
  public var isOfClass = false
  /// Whether anything besides a declaration assigns it. Not known for fields.
  public var isReassigned = false
  /// Whether it is declared with `const`.
  public var isConstant = false
  /// Whether something else than assignments gives it its value: a loop over elements, or a pattern.
  var hasUnknownValue = false
  /// The class of its values: its type, or what a `catch` asks for.
  var type: ExpressionID?
  /// The type that is written behind its name.
  package var annotation: TypeID?
  /// What it is in the module that it is imported from.
  public var origin: Origin?
  /// The superclass of a class.
  public var superclass: SymbolID?
  /// The function in the tree, if it is one; for a property its getter.
  package var function: FunctionID?
  /// The setter of a property.
  package var setter: FunctionID?

  /// Whether it belongs to a class or a map.
  public var isMember: Bool {
    switch kind {
    case .method, .initializer, .field, .property, .operator, .key: true
    case .variable, .parameter, .function, .class, .undeclared: false
    }
  }
  /// Whether it has parameters and code.
  public var isFunction: Bool {
    kind == .function || kind == .method || kind == .initializer || kind == .operator
  }
}

/// What an imported name stands for.
public struct Origin: Hashable, Sendable {
  /// The name of the module in the import.
  public var module: String
  /// The name in the module; nil for the module itself.
  public var name: String?

  public init(module: String, name: String?) {
    self.module = module
    self.name = name
  }
}

/// One of the places where a symbol is declared.
public struct Declaration: Sendable {
  public var symbol: SymbolID
  public var kind: Symbol.Kind
  public var nameSpan: SourceSpan
  public var span: SourceSpan
  /// The index of the enclosing declaration.
  public var container: Int?
}

/// A name in the source, and what it means there.
public struct Occurrence: Sendable {
  public enum Role: UInt8, Sendable { case declaration, read, write }

  public enum Target: Hashable, Sendable {
    case symbol(SymbolID)
    /// The name after a dot: which member it is depends on the value before the dot.
    case property(NameID)
    /// The word `this` in a method of a class.
    case this(SymbolID)
    /// The word `super` in a method of a class.
    case `super`(SymbolID)
  }

  public var span: SourceSpan
  public var role: Role
  public var target: Target
  /// Whether it is the callee of a call.
  public var isCalled = false
  /// For a property, the `.get`, `.getIfAny`, `.set` or `.superMethod`, nil for one that a pattern takes; for `this`, that.
  package var expression: ExpressionID?
}
