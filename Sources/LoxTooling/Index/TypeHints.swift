import LoxSource
import LoxSyntax

/// The type of a variable, to be shown behind its name.
public struct TypeHint: Hashable, Sendable {
  public var offset: UInt32
  public var type: String
}

extension DocumentIndex {
  /// The types of those variables in a part of the source that never get another value, if they are certain and the text does not
  /// show them.
  public func typeHints(in range: SourceSpan) -> [TypeHint] {
    var hints: [TypeHint] = []
    var certain = CertainTypes(self)
    for place in ast.statements.indices {
      let value: ExpressionID
      switch ast.statements[place] {
      case .variable(_, .some(let initializer)), .constant(_, let initializer): value = initializer
      default: continue
      }
      let id = StatementID(place)
      let name = ast.nameSpan(ofVariable: id)
      guard name.end >= range.start, name.end <= range.end, ast.variableTypes[id] == nil, !isObvious(value),
        case .symbol(let symbol)? = occurrence(at: name.start)?.target, !self[symbol].isReassigned,
        writes[symbol.index].count == 1, let type = shortType(certain.type(of: value))
      else { continue }
      hints.append(TypeHint(offset: name.end, type: type))
    }
    return hints.sorted { $0.offset < $1.offset }
  }

  /// Whether one sees what an expression is.
  private func isObvious(_ id: ExpressionID) -> Bool {
    switch ast[id] {
    case .nil, .boolean, .number, .string, .template, .list, .map, .function, .unary: true
    case .grouping(let inner): isObvious(inner)
    case .call(let callee, _):
      // The name of a class is there.
      if case .variable = ast[callee], case let meaning = meanings[Int(callee.index)], meaning > 0 {
        symbols[Int(meaning) - 1].kind == .class
      } else {
        false
      }
    default: false
    }
  }
}

/// What expressions certainly are, whatever is passed to functions and assigned by the host.
private struct CertainTypes {
  private let index: DocumentIndex
  private var known: [ExpressionID: ValueType] = [:]
  private var ast: AST { index.ast }

  private static let maximumDepth = 12

  init(_ index: DocumentIndex) { self.index = index }

  mutating func type(of id: ExpressionID, depth: Int = 0) -> ValueType {
    if depth > Self.maximumDepth { return .unknown }
    if let type = known[id] { return type }
    let type = newType(of: id, depth)
    known[id] = type
    return type
  }

  private mutating func newType(of id: ExpressionID, _ depth: Int) -> ValueType {
    switch ast[id] {
    case .number: return .number
    case .string, .template: return .string
    case .boolean, .unary(.not, _): return .boolean
    case .list: return .list
    case .map: return .map(id)
    case .grouping(let inner): return type(of: inner, depth: depth + 1)
    case .unary(.negate, let operand):
      return ast.profile == .book
        ? .number : type(of: operand, depth: depth + 1) == .number ? .number : .unknown
    case .binary(let op, let left, let right): return binary(op, left, right, depth)
    case .conditional(_, let then, let otherwise):
      let first = type(of: then, depth: depth + 1)
      return first == type(of: otherwise, depth: depth + 1) ? first : .unknown
    case .variable: return variable(id, depth)
    case .call(let callee, _): return result(of: type(of: callee, depth: depth + 1), depth)
    default: return .unknown
    }
  }

  private mutating func binary(
    _ op: BinaryOperator, _ left: ExpressionID, _ right: ExpressionID, _ depth: Int
  )
    -> ValueType
  {
    switch op {
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual, .isInstance, .isIn: return .boolean
    case .range, .closedRange: return .range
    case .subtract, .multiply, .divide, .remainder:
      return ast.profile == .book || type(of: left, depth: depth + 1) == .number ? .number : .unknown
    case .add:
      let (first, second) = (type(of: left, depth: depth + 1), type(of: right, depth: depth + 1))
      // In extended Lox, one string is enough; in the book's, anything else is an error.
      if first == .string || second == .string { return .string }
      return first == .number && second == .number ? .number : .unknown
    }
  }

  private mutating func variable(_ id: ExpressionID, _ depth: Int) -> ValueType {
    let meaning = index.meanings[Int(id.index)]
    guard meaning > 0 else { return .unknown }
    let symbol = SymbolID(Int(meaning) - 1)
    guard !index[symbol].isReassigned, !index[symbol].hasUnknownValue else { return .unknown }
    switch index[symbol].kind {
    case .function: return .function(symbol)
    case .class: return .class(symbol)
    case .variable:
      let values = index.writes[symbol.index]
      guard values.count == 1, let value = values.first else { return .unknown }
      return type(of: ExpressionID(Int(value)), depth: depth + 1)
    default: return .unknown
    }
  }

  /// The result of a function that ends with its only `return`.
  private mutating func result(of callee: ValueType, _ depth: Int) -> ValueType {
    switch callee {
    case .class(let owner): return .instance(owner)
    case .function(let id):
      guard index[id].kind == .function, let function = index[id].function,
        let last = ast[ast[function].body].last, case .return(.some(let value)) = ast[last],
        index.returns[function.index].count == 1
      else { return .unknown }
      return type(of: value, depth: depth + 1)
    default: return .unknown
    }
  }
}
