import LoxSource
import LoxSyntax

/// What the evaluation of an expression has to do with what is around it, from the least to the most.
enum Effect: UInt8, Comparable {
  /// It has the same value at any time, and no error.
  case none
  /// Its value depends on what was assigned before.
  case reads
  /// The same, and it may be an error.
  case fails
  /// It may run other code.
  case any

  static func < (left: Effect, right: Effect) -> Bool { left.rawValue < right.rawValue }

  /// Whether it makes no difference which of two comes first.
  func commutes(with other: Effect) -> Bool {
    self == .none || other == .none || max(self, other) <= .fails && min(self, other) <= .reads
  }
}

/// Finds what expressions do, in code that runs only after all global declarations before a place.
struct EffectAnalysis {
  let index: DocumentIndex
  /// Where the statement of the script begins that contains the code.
  let start: UInt32
  private var ast: AST { index.ast }

  init(_ index: DocumentIndex, at offset: UInt32) {
    self.index = index
    let statements = index.ast[index.ast.script]
    start =
      statements.last { index.ast.span(of: $0).start <= offset }.map { index.ast.span(of: $0).start } ?? 0
  }

  /// What the evaluation of an expression, with all of its parts, may do.
  func effect(of id: ExpressionID) -> Effect {
    var result = Effect.none
    var rest = [id]
    while let next = rest.popLast(), result < .any {
      result = max(result, ownEffect(of: next))
      if case .function = ast[next] { continue }
      ast.forEachChild(of: next) { if case .expression(let part) = $0 { rest.append(part) } }
    }
    return result
  }

  /// Whether an expression can be evaluated any number of times, at any time, with the same value.
  func isRepeatable(_ id: ExpressionID) -> Bool {
    guard effect(of: id) == .none else { return false }
    var rest = [id]
    while let next = rest.popLast() {
      switch ast[next] {
      // Each time, these make another object.
      case .list, .map, .function: return false
      default: ast.forEachChild(of: next) { if case .expression(let part) = $0 { rest.append(part) } }
      }
    }
    return true
  }

  private func ownEffect(of id: ExpressionID) -> Effect {
    switch ast[id] {
    case .nil, .boolean, .number, .string, .grouping, .this, .function, .logical, .conditional, .coalesce,
      .list,
      .unary(.not, _):
      return .none
    case .map(let entries):
      return ast.mapEntries[entries.range].contains { $0.form == .computed } ? .any : .none
    case .template(let parts): return ast[parts].allSatisfy { kind(of: $0) != nil } ? .none : .any
    case .unary(.negate, let operand):
      return kind(of: operand) == .number ? .none : ast.profile == .book ? .fails : .any
    case .binary(let op, let left, let right): return effect(of: op, left, right)
    case .variable: return effect(ofVariable: id)
    case .get, .superMethod: return ast.profile == .book ? .fails : .any
    case .assign, .set, .call, .spread, .index, .setIndex, .compound, .step, .getIfAny, .indexIfAny,
      .callIfAny,
      .optionalChain, .switch, .invalid:
      return .any
    }
  }

  private func effect(of op: BinaryOperator, _ left: ExpressionID, _ right: ExpressionID) -> Effect {
    let (first, second) = (kind(of: left), kind(of: right))
    if first == .number, second == .number, op != .remainder, op != .isInstance, op != .isIn, op != .range,
      op != .closedRange
    {
      return .none
    }
    if ast.profile == .book { return op == .equal || op == .notEqual ? .none : .fails }
    if op == .isInstance || op == .isIn { return .any }
    return first != nil && second != nil ? .fails : .any
  }

  private func effect(ofVariable id: ExpressionID) -> Effect {
    let meaning = index.meanings[Int(id.index)]
    guard meaning > 0 else { return .any }
    let symbol = index.symbols[Int(meaning) - 1]
    if !symbol.isGlobal { return symbol.isReassigned ? .reads : .none }
    switch symbol.kind {
    case .function, .class: return symbol.span.start > start ? .fails : symbol.isReassigned ? .reads : .none
    case .undeclared: return index.hostAPI.globalNames.contains(index.text(of: symbol.name)) ? .reads : .fails
    default: return symbol.span.start >= start ? .fails : .reads
    }
  }

  // MARK: - Kinds

  enum Kind { case number, string, boolean, `nil` }

  /// The kind of a value, if it is certain and none that has code of its own.
  func kind(of id: ExpressionID, depth: Int = 0) -> Kind? {
    if depth > 8 { return nil }
    switch ast[id] {
    case .nil: return .nil
    case .number: return .number
    case .string, .template: return .string
    case .boolean, .unary(.not, _): return .boolean
    case .grouping(let inner): return kind(of: inner, depth: depth + 1)
    case .unary(.negate, let operand):
      return ast.profile == .book || kind(of: operand, depth: depth + 1) == .number ? .number : nil
    case .binary(let op, let left, let right): return kind(of: op, left, right, depth)
    case .conditional(_, let then, let otherwise):
      let first = kind(of: then, depth: depth + 1)
      return first == kind(of: otherwise, depth: depth + 1) ? first : nil
    case .variable:
      let meaning = index.meanings[Int(id.index)]
      guard meaning > 0, case let symbol = index.symbols[Int(meaning) - 1], symbol.kind == .variable,
        !symbol.isReassigned, !symbol.hasUnknownValue, symbol.annotation == nil,
        !symbol.isGlobal || symbol.isConstant,
        case let values = index.writes[meaning - 1], values.count == 1, let value = values.first
      else { return nil }
      return kind(of: ExpressionID(Int(value)), depth: depth + 1)
    default: return nil
    }
  }

  private func kind(of op: BinaryOperator, _ left: ExpressionID, _ right: ExpressionID, _ depth: Int) -> Kind?
  {
    let isBook = ast.profile == .book
    switch op {
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual:
      if isBook { return .boolean }
      return kind(of: left, depth: depth + 1) != nil && kind(of: right, depth: depth + 1) != nil
        ? .boolean : nil
    case .isInstance: return .boolean
    case .isIn, .range, .closedRange: return nil
    case .subtract, .multiply, .divide, .remainder:
      if isBook { return .number }
      return kind(of: left, depth: depth + 1) == .number && kind(of: right, depth: depth + 1) == .number
        ? .number : nil
    case .add:
      guard let first = kind(of: left, depth: depth + 1), let second = kind(of: right, depth: depth + 1)
      else {
        return nil
      }
      return first == second && (first == .number || first == .string) ? first : nil
    }
  }
}

// MARK: - Order

extension EffectAnalysis {
  /// What a statement does before it evaluates a part of it, which it always does, and once; nil if it may not.
  ///
  /// The path is that from the statement to the part.
  func effectBefore(_ path: ArraySlice<Node>) -> Effect? {
    var result = Effect.none
    for (parent, part) in zip(path, path.dropFirst()) {
      guard case .expression(let id) = part else { return nil }
      let own: Effect?
      switch parent {
      case .statement(let statement): own = isFirst(id, in: statement) ? Effect.none : nil
      case .expression(let outer): own = effectBefore(id, in: outer)
      case .function, .class: own = nil
      }
      guard let own else { return nil }
      result = max(result, own)
    }
    return result
  }

  private func isFirst(_ id: ExpressionID, in statement: StatementID) -> Bool {
    switch ast[statement] {
    case .expression(let value), .print(let value), .variable(_, .some(let value)), .constant(_, let value),
      .return(.some(let value)), .throw(let value), .if(let value, _, _), .destructuring(_, let value):
      value == id
    case .forIn(let loop): ast[loop].sequence == id
    case .switch(let choice): ast[choice].subject == id
    default: false
    }
  }

  private func effectBefore(_ id: ExpressionID, in outer: ExpressionID) -> Effect? {
    switch ast[outer] {
    case .grouping, .unary, .assign, .get, .spread: return Effect.none
    case .binary(_, let left, let right), .index(let left, let right), .set(let left, _, let right):
      return id == right ? effect(of: left) : Effect.none
    case .logical(_, let first, _), .conditional(let first, _, _), .coalesce(let first, _):
      return id == first ? Effect.none : nil
    case .setIndex(let object, let place, let value):
      return effects(before: id, in: [object, place, value])
    case .compound(let op, let target, let value):
      // The old value is read first.
      return op != .coalesce && id == value ? effect(of: target) : nil
    case .call(let callee, let arguments):
      if id == callee { return Effect.none }
      var parts = Array(ast[arguments])
      switch ast[callee] {
      // The member is looked for after the arguments.
      case .get(let object, _): parts.insert(object, at: 0)
      case .superMethod: break
      default: parts.insert(callee, at: 0)
      }
      return effects(before: id, in: parts)
    case .list(let parts): return effects(before: id, in: Array(ast[parts]))
    case .template(let parts):
      let before = ast[parts].prefix { $0 != id }
      return before.allSatisfy { kind(of: $0) != nil } ? effects(before: id, in: Array(ast[parts])) : .any
    case .switch(let choice): return ast[choice].subject == id ? Effect.none : nil
    default: return nil
    }
  }

  private func effects(before id: ExpressionID, in parts: [ExpressionID]) -> Effect {
    parts.prefix { $0 != id }.reduce(Effect.none) { max($0, effect(of: $1)) }
  }
}
