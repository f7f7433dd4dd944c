import LoxSource

/// A compiled script: the code of all its functions, the constants, and the parts of the source that messages
/// need.
///
/// A program is immutable and contains nothing that belongs to an isolate; any number of isolates on any
/// threads can run it at once.
///
///     code         [ script ......... | function 1 ... | function 2 ... ]     32-bit words
///     constants    [ script ... | function 1 ... ]                            per function
///     caches       [ script ... | function 1 ... ]                            per function
///     strings      [ "a" ][ "init" ][ ... ]                                   each string once
public struct Program: Sendable {
  /// The name of the source, for messages.
  public var sourceName: String
  /// The bytes of the source, for messages that show lines.
  public var source: [UInt8]

  public var code: [UInt32] = []
  /// The script is the first function.
  public var functions: [Function] = []
  public var classes: [ClassDescriptor] = []
  public var constants: [Constant] = []
  public var caches: [CacheDescriptor] = []
  public var captures: [CaptureSource] = []
  /// The concatenated bytes of all strings.
  public var stringBytes: [UInt8] = []
  public var strings: [StringRange] = []
  /// The line table, per function: where instructions come from; packed, see `Positions`.
  public var positions: [UInt8] = []
  /// The live-register map, per function: the number of live registers at safepoints, ascending by pc.
  public var heights: [Height] = []
  /// Where execution goes on after an error, per function: of those that cover an instruction, the first counts.
  public var handlers: [Handler] = []
  /// The modules that it imports, in source order.
  public var imports: [ImportDescriptor] = []
  /// For tools; nil unless requested.
  public var sourceMap: SourceMap?
  /// Whether the source is in extended Lox, in which values can do more.
  public var isExtended = false

  public init(sourceName: String, source: [UInt8]) {
    self.sourceName = sourceName
    self.source = source
  }
}

/// A run of elements of one of a program's arrays.
@frozen public struct Run: Hashable, Sendable {
  public var start: UInt32
  public var count: UInt32

  @inlinable public init(start: Int, count: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.count = UInt32(truncatingIfNeeded: count)
  }

  @inlinable public var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
}

/// A function, method or the script.
public struct Function: Sendable {
  public enum Kind: UInt8, Sendable { case script, function, method, initializer }

  /// A trivial accessor, which needs no frame: the caller's cache answers its calls.
  public enum Shortcut: Hashable, Sendable {
    /// `return this.name;` and no parameters; an index into `Program.strings`.
    case getter(UInt32)
    /// `this.name = parameter;` and one parameter; an index into `Program.strings`.
    case setter(UInt32)
  }

  /// What a method is for.
  public enum Member: UInt8, Sendable {
    case method, getter, setter
    /// Sets a field that has a type; its name ends with a colon.
    case field
  }

  // The order of the properties leaves no padding: there can be millions of functions.
  public var shortcut: Shortcut?
  /// The kind in two bits, the member in two, and flags.
  private var facts: UInt8
  /// How many parameters there are, with the rest parameter.
  public var arity: UInt8
  /// How many arguments a call must have: those for parameters that have a default, and for the rest parameter, may be missing.
  public var requiredCount: UInt8
  /// An index into `Program.strings`; for the script, that of an empty string.
  public var name: UInt32
  /// The offset in the source at which the name is declared; 0 for the script.
  public var declaration: UInt32
  /// The size of its window: `R[0]` (the callee or `this`), parameters, locals, temporaries; at most 65,536.
  public var registerCount: UInt32
  /// A run of `Program.code`.
  public var code: Run
  /// A run of `Program.constants`.
  public var constants: Run
  /// A run of `Program.caches`.
  public var caches: Run
  /// A run of `Program.captures`.
  public var captures: Run
  /// A run of `Program.positions`.
  public var positions: Run
  /// A run of `Program.heights`.
  public var heights: Run
  /// A run of `Program.handlers`.
  public var handlers: Run

  public init(kind: Kind, name: UInt32, arity: UInt8, declaration: UInt32 = 0) {
    facts = kind.rawValue
    self.name = name
    self.arity = arity
    requiredCount = arity
    self.declaration = declaration
    self.registerCount = UInt32(arity) + 1
    let empty = Run(start: 0, count: 0)
    (code, constants, caches, captures) = (empty, empty, empty, empty)
    (positions, heights, handlers) = (empty, empty, empty)
  }
}

extension Function {
  private static let restBit: UInt8 = 1 << 7
  private static let classBit: UInt8 = 1 << 6

  public var kind: Kind {
    get { Kind(rawValue: facts & 3) ?? .script }
    set { facts = newValue.rawValue | facts & ~3 }
  }

  /// Of a method, what it is for.
  public var member: Member {
    get { Member(rawValue: facts >> 2 & 3) ?? .method }
    set { facts = newValue.rawValue << 2 | facts & ~12 }
  }

  /// Whether it is a method of the class itself, not of its instances.
  public var isOfClass: Bool {
    get { facts & Function.classBit != 0 }
    set { facts = facts & ~Function.classBit | (newValue ? Function.classBit : 0) }
  }

  /// Whether the last parameter is a list of all further arguments.
  public var hasRest: Bool {
    get { facts & Function.restBit != 0 }
    set { facts = facts & ~Function.restBit | (newValue ? Function.restBit : 0) }
  }

  /// How many parameters get one argument each.
  public var fixedCount: Int { Int(arity) - (hasRest ? 1 : 0) }
}

/// A class declaration.
public struct ClassDescriptor: Sendable {
  /// An index into `Program.strings`.
  public var name: UInt32
  /// The number of fields that its instances will probably have beyond those of the superclass.
  public var fieldHint: UInt32
  /// The offset in the source at which the name is declared.
  public var declaration: UInt32

  public init(name: UInt32, fieldHint: UInt32, declaration: UInt32 = 0) {
    self.name = name
    self.fieldHint = fieldHint
    self.declaration = declaration
  }
}

/// A constant of a function.
public enum Constant: Hashable, Sendable {
  case `nil`
  case boolean(Bool)
  /// The bits of a double.
  case number(UInt64)
  /// An index into `Program.strings`.
  case string(UInt32)
  /// The global variable named by the index into `Program.strings`.
  case global(UInt32)
  /// The global variable of an imported module: an index into `Program.imports`, and its name, an index into `Program.strings`.
  case imported(UInt32, name: UInt32)
}

/// An import of a module, and the variables of it that are visible under a name of the program's.
public struct ImportDescriptor: Sendable {
  public struct Name: Sendable {
    /// What the module calls it, and what it is called here: indices into `Program.strings`.
    public var name: UInt32
    public var local: UInt32
    /// The name in the source.
    public var span: SourceSpan

    public init(name: UInt32, local: UInt32, span: SourceSpan) {
      (self.name, self.local, self.span) = (name, local, span)
    }
  }

  /// The name of the module, an index into `Program.strings`.
  public var module: UInt32
  public var names: [Name]
  /// The name of the module in the source, with its quotes.
  public var span: SourceSpan

  public init(module: UInt32, names: [Name], span: SourceSpan) {
    (self.module, self.names, self.span) = (module, names, span)
  }
}

/// What a site caches, and the name that it looks up.
public struct CacheDescriptor: Hashable, Sendable {
  public var kind: CacheKind
  /// An index into `Program.strings`; zero for calls.
  public var name: UInt32

  public init(kind: CacheKind, name: UInt32) {
    self.kind = kind
    self.name = name
  }
}

/// Where a closure takes a captured value (or box) from when it is created.
@frozen public struct CaptureSource: Hashable, Sendable {
  /// A register of the enclosing function; otherwise an index into its captures.
  public var isRegister: Bool
  public var index: UInt16

  public init(isRegister: Bool, index: UInt16) {
    self.isRegister = isRegister
    self.index = index
  }
}

/// The range of a string in `Program.stringBytes`.
@frozen public struct StringRange: Hashable, Sendable {
  public var start: UInt32
  public var count: UInt32

  public init(start: Int, count: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.count = UInt32(truncatingIfNeeded: count)
  }
}

/// From `pc` on (in words from the function's first), instructions come from this part of the source.
public struct Position: Hashable, Sendable {
  public var pc: UInt32
  /// The byte whose line an error in the instruction reports.
  public var offset: UInt32
  /// The part of the source that an error underlines.
  public var span: SourceSpan

  public init(pc: UInt32, offset: UInt32, span: SourceSpan) {
    self.pc = pc
    self.offset = offset
    self.span = span
  }
}

/// From `pc` on (in words from the function's first), registers below `count` are live.
public struct Height: Hashable, Sendable {
  public var pc: UInt32
  public var count: UInt32

  public init(pc: UInt32, count: UInt32) {
    self.pc = pc
    self.count = count
  }
}

/// Where execution goes on after an error in the instructions from `start` to before `end` (in words from the function's first).
public struct Handler: Hashable, Sendable {
  public var start: UInt32
  public var end: UInt32
  /// Where it goes on: at or after `end`.
  public var target: UInt32
  /// The register that gets what was thrown. At the target, all registers up to this one may be live, and no others.
  public var register: UInt32

  public init(start: UInt32, end: UInt32, target: UInt32, register: UInt32) {
    self.start = start
    self.end = end
    self.target = target
    self.register = register
  }
}

extension Program {
  /// The bytes of a string; empty if the program has no such string.
  public func bytes(ofString index: UInt32) -> ArraySlice<UInt8> {
    guard index < strings.count else { return [] }
    let range = strings[Int(index)]
    let end = Int(range.start) + Int(range.count)
    guard end <= stringBytes.count else { return [] }
    return stringBytes[Int(range.start)..<end]
  }
}
