import LoxSemantics
import LoxSource
import LoxSyntax

/// A syntax tree and the meaning of its names, for node-by-node access.
///
/// A class, although it never changes: without optimization, a value as large as this would be copied to the
/// stack for each call, at all levels of a recursion.
final class Tree: Sendable {
  let ast: AST
  let resolution: Resolution

  init(_ ast: AST, _ resolution: Resolution) {
    self.ast = ast
    self.resolution = resolution
  }

  // MARK: - Nodes

  subscript(id: ExpressionID) -> Expression { ast.expressions[Int(id.index)] }
  subscript(id: StatementID) -> Statement { ast.statements[Int(id.index)] }
  subscript(id: FunctionID) -> FunctionDeclaration { ast.functions[Int(id.index)] }
  subscript(id: ClassID) -> ClassDeclaration { ast.classes[Int(id.index)] }
  subscript(id: ForLoopID) -> ForLoop { ast.forLoops[Int(id.index)] }
  subscript(id: ForInLoopID) -> ForInLoop { ast.forInLoops[Int(id.index)] }
  subscript(id: SwitchID) -> Switch { ast.switches[Int(id.index)] }
  subscript(id: TryID) -> Try { ast[id] }

  func span(of id: ExpressionID) -> SourceSpan { ast.span(of: id) }
  func span(of id: StatementID) -> SourceSpan { ast.statementSpans[Int(id.index)] }
  func operatorOffset(of id: ExpressionID) -> UInt32 { ast.operatorOffset(of: id) }

  /// The expression inside any parentheses.
  func ungrouped(_ id: ExpressionID) -> ExpressionID {
    var id = id
    while case .grouping(let inner) = self[id] { id = inner }
    return id
  }

  /// Whether an expression is `and`, or `or`.
  func isLogical(_ op: LogicalOperator, _ id: ExpressionID) -> Bool {
    if case .logical(op, _, _) = self[ungrouped(id)] { true } else { false }
  }

  /// Whether a statement contains other statements.
  func hasParts(_ id: StatementID) -> Bool {
    switch self[id] {
    case .empty, .expression, .print, .variable, .return, .constant, .break, .continue, .throw, .import: false
    case .block, .if, .while, .for, .function, .class, .destructuring, .forIn, .switch, .try: true
    }
  }

  func isNumber(_ id: ExpressionID) -> Bool {
    if case .number = self[id] { true } else { false }
  }

  func isThis(_ id: ExpressionID) -> Bool {
    if case .this = self[ungrouped(id)] { true } else { false }
  }

  // MARK: - Names

  /// What a name in an expression refers to.
  func binding(of id: ExpressionID) -> Binding { resolution.bindings[Int(id.index)] }
  /// What a statement declares.
  func binding(of id: StatementID) -> Binding { resolution.declarations[Int(id.index)] }

  func scope(of id: FunctionID) -> FunctionScope { resolution.functions[Int(id.index)] }
  func scope(of id: ClassID) -> ClassScope { resolution.classes[Int(id.index)] }

  func isBoxed(_ variable: VariableID) -> Bool { resolution.variables[Int(variable.index)].isBoxed }

  /// One of the captures of a function.
  func capture(_ index: UInt32, of captures: CaptureList) -> Capture {
    resolution.captures[Int(captures.start &+ index)]
  }

  /// Whether evaluating an expression may change a local variable that is not in a box.
  func containsAssignment(_ id: ExpressionID) -> Bool { resolution.containsAssignment[Int(id.index)] }
}
