/// Ids and runs: how the nodes of a tree refer to each other.

// MARK: - Ids

/// The index of an expression in `AST.expressions`.
@frozen public struct ExpressionID: Hashable, Sendable {
  public var index: UInt32
  @inlinable public init(_ index: Int) { self.index = UInt32(truncatingIfNeeded: index) }
}

/// The index of a statement in `AST.statements`.
@frozen public struct StatementID: Hashable, Sendable {
  public var index: UInt32
  @inlinable public init(_ index: Int) { self.index = UInt32(truncatingIfNeeded: index) }
}

/// The index of a function or method in `AST.functions`.
@frozen public struct FunctionID: Hashable, Sendable {
  public var index: UInt32
  @inlinable public init(_ index: Int) { self.index = UInt32(truncatingIfNeeded: index) }
}

/// The index of a class in `AST.classes`.
@frozen public struct ClassID: Hashable, Sendable {
  public var index: UInt32
  @inlinable public init(_ index: Int) { self.index = UInt32(truncatingIfNeeded: index) }
}

/// The index of a `for ... in` loop in `AST.forInLoops`.
@frozen public struct ForInLoopID: Hashable, Sendable {
  public var index: UInt32
  @inlinable public init(_ index: Int) { self.index = UInt32(truncatingIfNeeded: index) }
}

/// The index of a `switch` in `AST.switches`.
@frozen public struct SwitchID: Hashable, Sendable {
  public var index: UInt32
  @inlinable public init(_ index: Int) { self.index = UInt32(truncatingIfNeeded: index) }
}

/// The index of a `try` in `AST.tries`.
@frozen public struct TryID: Hashable, Sendable {
  public var index: UInt32
  @inlinable public init(_ index: Int) { self.index = UInt32(truncatingIfNeeded: index) }
}

/// The index of a pattern in `AST.patterns`.
@frozen public struct PatternID: Hashable, Sendable {
  public var index: UInt32
  @inlinable public init(_ index: Int) { self.index = UInt32(truncatingIfNeeded: index) }
}

/// The index of a type in `AST.types`.
@frozen public struct TypeID: Hashable, Sendable {
  public var index: UInt32
  @inlinable public init(_ index: Int) { self.index = UInt32(truncatingIfNeeded: index) }
}

/// The index of an import in `AST.imports`.
@frozen public struct ImportID: Hashable, Sendable {
  public var index: UInt32
  @inlinable public init(_ index: Int) { self.index = UInt32(truncatingIfNeeded: index) }
}

/// The index of an identifier in `AST.names`; equal names have equal ids.
@frozen public struct NameID: Hashable, Sendable {
  public var index: UInt32
  @inlinable public init(_ index: Int) { self.index = UInt32(truncatingIfNeeded: index) }
}

/// The index of a string literal in `AST.strings`.
@frozen public struct StringID: Hashable, Sendable {
  public var index: UInt32
  @inlinable public init(_ index: Int) { self.index = UInt32(truncatingIfNeeded: index) }
}

/// The index of a `for` loop in `AST.forLoops`.
@frozen public struct ForLoopID: Hashable, Sendable {
  public var index: UInt32
  @inlinable public init(_ index: Int) { self.index = UInt32(truncatingIfNeeded: index) }
}

// MARK: - Runs

/// A run of `AST.expressionLists`.
@frozen public struct ExpressionList: Hashable, Sendable {
  public var start: UInt32
  public var count: UInt32
  @inlinable public init(start: Int, count: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.count = UInt32(truncatingIfNeeded: count)
  }
}

/// A run of `AST.statementLists`.
@frozen public struct StatementList: Hashable, Sendable {
  public var start: UInt32
  public var count: UInt32
  @inlinable public init(start: Int, count: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.count = UInt32(truncatingIfNeeded: count)
  }
}

/// A run of `AST.parameters`.
@frozen public struct ParameterList: Hashable, Sendable {
  public var start: UInt32
  public var count: UInt32
  @inlinable public init(start: Int, count: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.count = UInt32(truncatingIfNeeded: count)
  }
}

/// A run of `AST.methodLists`.
@frozen public struct MethodList: Hashable, Sendable {
  public var start: UInt32
  public var count: UInt32
  @inlinable public init(start: Int, count: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.count = UInt32(truncatingIfNeeded: count)
  }
}

/// A run of one of the tree's other lists.
@frozen public struct NodeList: Hashable, Sendable {
  public var start: UInt32
  public var count: UInt32
  @inlinable public init(start: Int, count: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.count = UInt32(truncatingIfNeeded: count)
  }
  @inlinable public var range: Range<Int> { Int(start)..<Int(start) &+ Int(count) }
}
