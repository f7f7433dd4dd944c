/// The worklist of a walk over a tree: nodes, and what a pass does between them. It replaces recursion, so
/// the depth of a source costs no stack.
///
///     [ ... | action: end of the scope | statement 9 | statement 8 | expression 31 ]  <- next
///
/// A pass takes one item after another. For each node it decides what to do now and what comes next, usually
/// the node's parts.
@frozen public struct Worklist<Action> {
  @frozen public enum Task {
    case node(Node)
    case action(Action)
  }

  @usableFromInline var tasks: [Task] = []

  @inlinable public init() {}

  /// What comes next; nil at the end of the walk.
  @inlinable public mutating func next() -> Task? { tasks.popLast() }

  /// Adds an item that comes before all that are there.
  @inlinable @inline(__always) public mutating func add(_ action: Action) { tasks.append(.action(action)) }
  @inlinable @inline(__always) public mutating func add(_ node: Node) { tasks.append(.node(node)) }
  @inlinable @inline(__always) public mutating func add(_ id: ExpressionID) {
    tasks.append(.node(.expression(id)))
  }
  @inlinable @inline(__always) public mutating func add(_ id: StatementID) {
    tasks.append(.node(.statement(id)))
  }

  /// Adds the parts of an expression; the first of them comes next.
  @inlinable @inline(__always) public mutating func addChildren(of id: ExpressionID, in ast: borrowing AST) {
    let first = tasks.count
    ast.forEachChild(of: id) { tasks.append(.node($0)) }
    reverse(from: first)
  }

  /// Adds the parts of a statement; the first of them comes next.
  @inlinable @inline(__always) public mutating func addChildren(of id: StatementID, in ast: borrowing AST) {
    let first = tasks.count
    ast.forEachChild(of: id) { tasks.append(.node($0)) }
    reverse(from: first)
  }

  /// Adds the statements of a list; the first of them comes next.
  @inlinable @inline(__always) public mutating func add(_ list: StatementList, in ast: borrowing AST) {
    var index = Int(list.count)
    while index > 0 {
      index &-= 1
      tasks.append(.node(.statement(ast.statementLists[Int(list.start) &+ index])))
    }
  }

  /// Adds the methods of a class; the first of them comes next.
  @inlinable @inline(__always) public mutating func add(_ list: MethodList, in ast: borrowing AST) {
    var index = Int(list.count)
    while index > 0 {
      index &-= 1
      tasks.append(.node(.function(ast.methodLists[Int(list.start) &+ index])))
    }
  }

  @inlinable @inline(__always) mutating func reverse(from first: Int) {
    var (low, high) = (first, tasks.count &- 1)
    while low < high {
      tasks.swapAt(low, high)
      (low, high) = (low &+ 1, high &- 1)
    }
  }
}
