import LoxSource
import LoxSyntax

/// Rewrites a resolved tree so that there is less to compile and to run.
///
/// What a program prints, its errors and the lines that they report stay the same. Nodes are replaced in
/// place: an optimised node is a copy of another one (with its place and binding) or a new literal, so all
/// ids stay valid. Children come before their parents, so one loop folds any depth.
public struct Optimizer {
  var ast: AST
  var resolution: Resolution
  /// By expression: whether it can be left out if its value is unused.
  var hasNoEffect: [Bool]
  /// By statement: whether control never reaches its end.
  var neverCompletes: [Bool]

  /// The longest string that is concatenated at compile time.
  static let longestString = 63

  /// Optimises a program without errors.
  public static func optimize(_ ast: inout AST, _ resolution: inout Resolution) {
    let name = ast.source.name
    var optimizer = Optimizer(ast: ast, resolution: resolution)
    // The originals release their arrays, which would otherwise be copied.
    ast = AST(source: Source(name: name, bytes: []), profile: .book)
    resolution = Resolution()
    optimizer.foldExpressions()
    optimizer.simplifyStatements()
    optimizer.cutLists()
    ast = optimizer.ast
    resolution = optimizer.resolution
  }

  private init(ast: AST, resolution: Resolution) {
    self.ast = ast
    self.resolution = resolution
    hasNoEffect = Array(repeating: false, count: ast.expressions.count)
    neverCompletes = Array(repeating: false, count: ast.statements.count)
  }
}

// MARK: - Expressions

extension Optimizer {
  private mutating func foldExpressions() {
    for index in ast.expressions.indices {
      switch ast.expressions[index] {
      case .nil, .boolean, .number, .string, .this:
        hasNoEffect[index] = true
      case .variable:
        // A global may be undefined, which is an error.
        hasNoEffect[index] = resolution.bindings[index] != .global
      case .grouping(let inner):
        hasNoEffect[index] = hasNoEffect[Int(inner.index)]
        if !dependsOnGrouping(inner) { replace(index, by: inner) }
      case .unary(let op, let operand):
        hasNoEffect[index] = op == .not && hasNoEffect[Int(operand.index)]
        if let result = folded(op, ast[operand]) { setLiteral(result, at: index) }
      case .binary(let op, let left, let right):
        hasNoEffect[index] =
          (op == .equal || op == .notEqual) && hasNoEffect[Int(left.index)] && hasNoEffect[Int(right.index)]
        if let result = folded(op, ast[left], ast[right]) { setLiteral(result, at: index) }
      case .logical(let op, let left, let right):
        hasNoEffect[index] = hasNoEffect[Int(left.index)] && hasNoEffect[Int(right.index)]
        if let isTrue = ast[left].constantTruth {
          replace(index, by: isTrue == (op == .and) ? right : left)
        }
      case .assign, .get, .set, .call, .superMethod, .invalid, .template, .list, .map, .spread, .function,
        .conditional,
        .coalesce, .index, .setIndex, .compound, .step, .getIfAny, .indexIfAny, .callIfAny, .optionalChain,
        .switch:
        break
      }
    }
  }

  /// Whether `(x)` can mean something other than `x`: calling `(a.b)` reads the property before it evaluates
  /// the arguments, `a.b()` does not.
  private func dependsOnGrouping(_ inner: ExpressionID) -> Bool {
    switch ast[inner] {
    case .get, .superMethod: true
    default: false
    }
  }

  private mutating func replace(_ index: Int, by other: ExpressionID) {
    let source = Int(other.index)
    ast.expressions[index] = ast.expressions[source]
    ast.places[index] = ast.places[source]
    resolution.bindings[index] = resolution.bindings[source]
    if let check = resolution.checks[other] { resolution.checks[ExpressionID(index)] = check }
    resolution.containsAssignment[index] = resolution.containsAssignment[source]
    hasNoEffect[index] = hasNoEffect[source]
  }

  private mutating func setLiteral(_ literal: Expression, at index: Int) {
    ast.expressions[index] = literal
    resolution.containsAssignment[index] = false
    hasNoEffect[index] = true
  }

  private func folded(_ op: UnaryOperator, _ operand: Expression) -> Expression? {
    switch op {
    case .not:
      if let isTrue = operand.constantTruth { return .boolean(!isTrue) }
    case .negate:
      if case .number(let value) = operand { return Expression(canonical: -value) }
    }
    return nil
  }

  private mutating func folded(_ op: BinaryOperator, _ left: Expression, _ right: Expression) -> Expression? {
    switch (op, left, right) {
    case (.equal, _, _):
      return equality(left, right).map { .boolean($0) }
    case (.notEqual, _, _):
      return equality(left, right).map { .boolean(!$0) }
    case (.add, .string(let first), .string(let second)):
      return concatenated(first, second)
    case (_, .number(let left), .number(let right)):
      return arithmetic(op, left, right)
    default:
      return nil
    }
  }

  private func arithmetic(_ op: BinaryOperator, _ left: Double, _ right: Double) -> Expression? {
    switch op {
    case .add: return Expression(canonical: left + right)
    case .subtract: return Expression(canonical: left - right)
    case .multiply: return Expression(canonical: left * right)
    case .divide: return Expression(canonical: left / right)
    case .remainder: return Expression(canonical: left.truncatingRemainder(dividingBy: right))
    case .isInstance, .isIn, .range, .closedRange: return nil
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual: break
    }
    // Comparisons with NaN are left to the run loop.
    if left.isNaN || right.isNaN { return nil }
    switch op {
    case .less: return .boolean(left < right)
    case .lessEqual: return .boolean(left <= right)
    case .greater: return .boolean(left > right)
    case .greaterEqual: return .boolean(left >= right)
    case .equal, .notEqual, .add, .subtract, .multiply, .divide, .remainder, .isInstance, .isIn, .range,
      .closedRange:
      return nil
    }
  }

  /// Whether two literals are equal; nil if one of them is not a literal.
  private func equality(_ left: Expression, _ right: Expression) -> Bool? {
    switch (left, right) {
    case (.nil, .nil): true
    case (.boolean(let left), .boolean(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.string(let left), .string(let right)): ast.bytes(of: left).elementsEqual(ast.bytes(of: right))
    default: left.constantTruth == nil || right.constantTruth == nil ? nil : false
    }
  }

  private mutating func concatenated(_ first: StringID, _ second: StringID) -> Expression? {
    let left = ast.bytes(of: first)
    let right = ast.bytes(of: second)
    let count = left.count + right.count
    if count > Self.longestString { return nil }
    let result = StringID(ast.strings.count)
    let start = UInt32(truncatingIfNeeded: ast.synthesizedBytes.count)
    ast.strings.append(.synthesized(start: start, count: UInt32(truncatingIfNeeded: count)))
    ast.synthesizedBytes.append(contentsOf: left)
    ast.synthesizedBytes.append(contentsOf: right)
    return .string(result)
  }
}

extension Expression {
  /// The truth of a literal; nil for anything known only at run time.
  var constantTruth: Bool? {
    switch self {
    case .nil: false
    case .boolean(let value): value
    case .number, .string: true
    default: nil
    }
  }

  /// A number literal; all NaNs are the same one, as at run time.
  init(canonical value: Double) {
    self = .number(value.isNaN ? .nan : value)
  }
}

// MARK: - Statements

extension Optimizer {
  private mutating func simplifyStatements() {
    for index in ast.statements.indices {
      switch ast.statements[index] {
      case .expression(let value):
        if hasNoEffect[Int(value.index)] { ast.statements[index] = .empty }
      case .block(let list):
        let live = cut(list)
        ast.statements[index] = live.count == 0 ? .empty : .block(live)
        neverCompletes[index] = endsNever(live)
      case .if(let condition, let then, let otherwise):
        switch ast[condition].constantTruth {
        case true?: replace(index, by: then)
        case false?: replace(index, by: otherwise)
        case nil:
          if let otherwise {
            neverCompletes[index] = neverCompletes[Int(then.index)] && neverCompletes[Int(otherwise.index)]
          }
        }
      case .while(let condition, _):
        switch ast[condition].constantTruth {
        case true?: neverCompletes[index] = !ast.loopsWithBreak.contains(StatementID(index))
        case false?: ast.statements[index] = .empty
        case nil: break
        }
      case .for(let id):
        simplify(id, at: index)
      case .return, .break, .continue, .throw:
        neverCompletes[index] = true
      case .try(let id):
        let completes =
          !neverCompletes[Int(ast[id].body.index)]
          || ast.catches(of: id).contains { !neverCompletes[Int($0.body.index)] }
        neverCompletes[index] =
          !completes || ast[id].finally.map { neverCompletes[Int($0.index)] } == true
      case .empty, .print, .variable, .function, .class, .constant, .destructuring, .forIn, .switch, .import:
        break
      }
    }
  }

  private mutating func replace(_ index: Int, by other: StatementID?) {
    guard let source = other.map({ Int($0.index) }) else {
      ast.statements[index] = .empty
      return
    }
    ast.statements[index] = ast.statements[source]
    ast.statementSpans[index] = ast.statementSpans[source]
    ast.statementOffsets[index] = ast.statementOffsets[source]
    neverCompletes[index] = neverCompletes[source]
    if ast.loopsWithBreak.contains(StatementID(source)) { ast.loopsWithBreak.insert(StatementID(index)) }
  }

  private mutating func simplify(_ id: ForLoopID, at index: Int) {
    let loop = ast.forLoops[Int(id.index)]
    switch loop.condition.map({ ast[$0].constantTruth }) {
    case .some(true?), .none:
      ast.forLoops[Int(id.index)].condition = nil
      neverCompletes[index] = !ast.loopsWithBreak.contains(StatementID(index))
    case .some(false?):
      guard let initializer = loop.initializer else {
        ast.statements[index] = .empty
        return
      }
      let list = StatementList(start: ast.statementLists.count, count: 1)
      ast.statementLists.append(initializer)
      ast.statements[index] = .block(list)
    case .some(.none):
      break
    }
  }

  /// Removes unreachable statements from the lists that are not blocks.
  private mutating func cutLists() {
    for index in ast.functions.indices {
      ast.functions[index].body = cut(ast.functions[index].body)
    }
    for index in ast.switchCases.indices { ast.switchCases[index].body = cut(ast.switchCases[index].body) }
    ast.script = cut(ast.script)
  }

  /// The reachable part of a list.
  private func cut(_ list: StatementList) -> StatementList {
    for offset in 0..<Int(list.count) {
      let statement = ast.statementLists[Int(list.start) &+ offset]
      if neverCompletes[Int(statement.index)] {
        return StatementList(start: Int(list.start), count: offset &+ 1)
      }
    }
    return list
  }

  private func endsNever(_ list: StatementList) -> Bool {
    guard list.count > 0 else { return false }
    return neverCompletes[Int(ast.statementLists[Int(list.start) &+ Int(list.count) &- 1].index)]
  }
}
