import LoxSource
import LoxSyntax

/// The meaning of every name of a program: the result of `Resolver`, which belongs to a tree.
///
/// All tables are flat arrays, indexed by the ids of the tree or by the ids defined here.
public struct Resolution: Sendable {
  /// By expression: what a `.variable`, an `.assign` or a `.this` refers to; for a `.superMethod`, the
  /// variable `super` (its receiver is `FunctionScope.this`). `.none` for all other expressions.
  public var bindings = BindingTable()
  /// By expression: whether it is or contains an `.assign`.
  public var containsAssignment: [Bool] = []
  /// By statement: what a `.variable`, `.function` or `.class` declares, `.global` or `.local`. `.none` for
  /// all other statements.
  public var declarations: [Binding] = []
  /// By element of a pattern: the variable that it declares.
  public var patternElements: [Binding] = []
  /// By `for ... in` loop: its variables; nil for a pattern, and for a second one that there is not.
  public var loopVariables: [(first: VariableID?, second: VariableID?)] = []
  /// By `catch`: its variable; nil if it has none.
  public var catchVariables: [VariableID?] = []
  /// All local variables, in order of declaration.
  public var variables: [Variable] = []
  /// By function.
  public var functions: [FunctionScope] = []
  /// By class.
  public var classes: [ClassScope] = []
  /// What is checked when a variable or field with a type is assigned, by the assignment; and by its index in
  /// `AST.classFields`, when a field of a class gets the value that it begins with.
  public var checks: [ExpressionID: TypeCheck] = [:]
  public var fieldChecks: [Int: TypeCheck] = [:]
  /// The code outside all functions.
  public var script = FunctionScope(enclosing: nil)
  /// Storage of all `CaptureList`s.
  public var captures: [Capture] = []

  /// A resolution without any entries.
  public init() {}

  @inlinable public subscript(id: VariableID) -> Variable { variables[Int(id.index)] }
  @inlinable public subscript(id: FunctionID) -> FunctionScope { functions[Int(id.index)] }
  @inlinable public subscript(id: ClassID) -> ClassScope { classes[Int(id.index)] }
  @inlinable public subscript(list: CaptureList) -> ArraySlice<Capture> {
    captures[Int(list.start)..<Int(list.start) + Int(list.count)]
  }
  @inlinable public func binding(of id: ExpressionID) -> Binding { bindings[Int(id.index)] }
  @inlinable public func declaration(of id: StatementID) -> Binding { declarations[Int(id.index)] }
}

/// Where the variable that a name refers to is found, from the point of view of the function that contains
/// the name.
public enum Binding: Hashable, Sendable {
  /// The name refers to nothing: the node is not a name, or the name is an error here.
  case none
  /// A global variable, looked up by name at run time.
  case global
  /// A local variable of the same function.
  case local(VariableID)
  /// A variable of an enclosing function: an index into the captures of the function that contains the name.
  case capture(UInt32)
}

/// The bindings of all expressions, in four bytes each: a declaration of 50 MB has millions of expressions.
public struct BindingTable: Sendable {
  /// The case is in the two highest bits, its index in the others: a source of 4 GiB has fewer variables than
  /// that.
  private var words: [UInt32]

  /// A table of this many bindings, all `.none`.
  public init(count: Int = 0) { words = Array(repeating: 0, count: count) }

  public subscript(index: Int) -> Binding {
    get {
      let word = words[index]
      return switch word &>> 30 {
      case 0: .none
      case 1: .global
      case 2: .local(VariableID(Int(word & 0x3fff_ffff)))
      default: .capture(word & 0x3fff_ffff)
      }
    }
    set {
      words[index] =
        switch newValue {
        case .none: 0
        case .global: 1 &<< 30
        case .local(let variable): 2 &<< 30 | variable.index & 0x3fff_ffff
        case .capture(let index): 3 &<< 30 | index & 0x3fff_ffff
        }
    }
  }
}

/// The index of a local variable in `Resolution.variables`.
@frozen public struct VariableID: Hashable, Sendable {
  public var index: UInt32
  @inlinable public init(_ index: Int) { self.index = UInt32(truncatingIfNeeded: index) }
}

/// The test that a value is of a type.
public struct TypeCheck: Sendable {
  /// The variable in the type.
  public var root: Binding
  /// The names in the type, that of the variable first.
  public var path: [NameID]
  /// Whether nil is allowed as well.
  public var isOptional: Bool

  public init(root: Binding, path: [NameID], isOptional: Bool) {
    self.root = root
    self.path = path
    self.isOptional = isOptional
  }
}

/// A local variable: anything that lives in a slot of a call's frame.
public struct Variable: Sendable {
  /// What declared a variable.
  public enum Kind: UInt8, Sendable {
    case local, parameter, function, `class`
    /// The receiver of a method.
    case this
    /// The superclass, visible to the methods of a class that has one.
    case `super`
  }

  public var name: NameID
  public var kind: Kind
  /// The function whose calls hold it; nil for the script.
  public var function: FunctionID?
  /// The name at its declaration; for `this` the method's name, for `super` the superclass.
  public var span: SourceSpan
  /// The local variable of the same name that was visible before the declaration.
  public var shadowed: VariableID?
  /// Whether a nested function refers to it.
  public var isCaptured = false
  /// Whether anything besides its own declaration assigns it.
  public var isAssigned = false
  /// Whether it can't be assigned again.
  public var isConstant = false
  /// Whether a function in its own initializer refers to it: then its box is made before.
  public var isUsedInInitializer = false

  /// Whether it must live in a heap cell that all closures share.
  ///
  /// A captured variable that is never assigned is copied into each closure instead: the difference cannot be
  /// observed.
  @inlinable public var isBoxed: Bool { isCaptured && isAssigned }
}

/// A variable of an enclosing function that a closure captures.
public struct Capture: Hashable, Sendable {
  /// Where the function that creates the closure finds it: `.local`, or `.capture` in its own captures.
  public var source: Binding
  /// The variable itself, however far out.
  public var variable: VariableID
}

/// A run of `Resolution.captures`.
@frozen public struct CaptureList: Hashable, Sendable {
  public var start: UInt32
  public var count: UInt32
  @inlinable public init(start: Int, count: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.count = UInt32(truncatingIfNeeded: count)
  }
}

/// The variables of a function, a method or the script.
public struct FunctionScope: Sendable {
  /// The enclosing function; nil for the script.
  public var enclosing: FunctionID?
  /// Where its code finds `this`: a local in each method, a capture in the functions in methods that use it.
  public var this: Binding = .none
  /// Whether its code, or a function nested in it, uses `this` (explicitly or through `super`).
  public var usesThis = false
  /// The variable of the first parameter; the others follow it.
  public var firstParameter = VariableID(0)
  /// The captures of its closures, in order of first use.
  public var captures = CaptureList(start: 0, count: 0)
  /// The greatest number of locals in scope at once, including slot 0, the callee's own.
  public var peakLocals = 1
  /// The number of times that its code mentions a constant: a literal, a function, or a name that is looked
  /// up at run time.
  public var constantUses = 0
  /// A measure of the size of its code: its expressions, statements and methods, and the captures of the
  /// closures that it creates.
  public var size = 0

  public init(enclosing: FunctionID?) {
    self.enclosing = enclosing
  }
}

/// The variables of a class declaration.
public struct ClassScope: Sendable {
  /// The variable of the class itself, `.global` or `.local`.
  public var declaration: Binding = .none
  /// The variable `super` that its methods see, if it has a superclass.
  public var superVariable: VariableID?
  /// The number of distinct fields that its methods assign through `this`.
  public var fieldHint = 0
}
