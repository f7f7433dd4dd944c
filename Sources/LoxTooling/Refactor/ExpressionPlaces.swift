import LoxSource
import LoxSyntax

/// Where expressions stand: what is around them, and which of them are no values by themselves.
struct ExpressionPlaces {
  private let ast: AST
  /// By expression; nil for those of types and of members.
  private var parents: [Node?]
  /// By expression: whether it is a callee that is a method, a target, a key, or a part of a text or a chain.
  private var isPart: [Bool]

  init(_ index: DocumentIndex) {
    ast = index.ast
    parents = Array(repeating: nil, count: ast.expressions.count)
    isPart = Array(repeating: false, count: ast.expressions.count)
    for place in ast.expressions.indices { add(.expression(ExpressionID(place))) }
    for place in ast.statements.indices { add(.statement(StatementID(place))) }
    for place in ast.expressions.indices { markParts(of: ExpressionID(place)) }
    for branch in ast.switchTests { isPart[Int(branch.operand.index)] = true }
    for type in ast.types { isPart[Int(type.expression.index)] = true }
  }

  private mutating func add(_ parent: Node) {
    func add(_ part: Node) { if case .expression(let id) = part { parents[Int(id.index)] = parent } }
    switch parent {
    case .expression(let id): ast.forEachChild(of: id, add)
    case .statement(let id): ast.forEachChild(of: id, add)
    case .function, .class: break
    }
  }

  private mutating func markParts(of id: ExpressionID) {
    func mark(_ part: ExpressionID) { isPart[Int(part.index)] = true }
    switch ast[id] {
    case .spread, .invalid, .superMethod, .getIfAny, .indexIfAny, .callIfAny, .step, .compound: mark(id)
    default: break
    }
    switch ast[id] {
    case .call(let callee, _): if case .get = ast[callee] { mark(callee) }
    case .compound(_, let target, _), .step(_, let target): mark(target)
    case .template(let parts): for part in ast[parts] { if case .string = ast[part] { mark(part) } }
    case .map(let entries):
      for entry in ast.mapEntries[entries.range] {
        if entry.form != .computed { mark(entry.key) }
        if entry.form == .shorthand { mark(entry.value) }
      }
    case .optionalChain(let part): markChain(part)
    default: break
    }
  }

  /// Anything in a chain may end it.
  private mutating func markChain(_ id: ExpressionID) {
    var next = id
    while true {
      isPart[Int(next.index)] = true
      switch ast[next] {
      case .get(let inner, _), .getIfAny(let inner, _), .index(let inner, _), .indexIfAny(let inner, _),
        .call(let inner, _), .callIfAny(let inner, _):
        next = inner
      default: return
      }
    }
  }

  /// Whether an expression is a value by itself, which another expression can take the place of.
  func isValue(_ id: ExpressionID) -> Bool { !isPart[Int(id.index)] }

  /// Whether something around an expression keeps it apart, so that it needs no parentheses.
  private func isDelimited(_ id: ExpressionID) -> Bool {
    switch parents[Int(id.index)] {
    case .statement(let statement):
      switch ast[statement] {
      case .print, .return, .variable, .constant, .if, .while, .throw: true
      default: false
      }
    case .expression(let outer):
      switch ast[outer] {
      case .grouping, .list, .assign: true
      case .call(let first, _), .index(let first, _), .set(let first, _, _), .setIndex(let first, _, _):
        first != id
      default: false
      }
    default: false
    }
  }

  /// Whether a dot may follow, which a number would take for its own.
  private func isObject(_ id: ExpressionID) -> Bool {
    guard case .expression(let outer) = parents[Int(id.index)] else { return false }
    switch ast[outer] {
    case .get(let object, _), .getIfAny(let object, _), .set(let object, _, _),
      .binary(.range, let object, _),
      .binary(.closedRange, let object, _):
      return object == id
    default: return false
    }
  }

  /// Whether an expression is written so that it can be the operand of any operator.
  private func isPrimary(_ id: ExpressionID, at place: ExpressionID) -> Bool {
    switch ast[id] {
    case .number: !isObject(place)
    case .nil, .boolean, .string, .variable, .this, .grouping, .call, .get, .index, .list: true
    default: false
    }
  }

  /// The text of an expression for the place of another one, in parentheses where it needs them.
  func text(_ text: String, of value: ExpressionID, at place: ExpressionID) -> String {
    isPrimary(value, at: place) || isDelimited(place) ? text : "(\(text))"
  }

  /// The expressions that name variables in a part of the source, by where they begin.
  func variables(in span: SourceSpan) -> [UInt32: ExpressionID] {
    var found: [UInt32: ExpressionID] = [:]
    for place in ast.expressions.indices {
      let start = ast.places[place].start
      guard case .variable = ast.expressions[place], span.start <= start, start < span.end else { continue }
      found[start] = ExpressionID(place)
    }
    return found
  }
}
