import LoxSyntax

/// What is known about the value of an expression without running it.
enum KnownValue: Equatable {
  case unknown
  case `nil`
  case boolean(Bool)
  case number(Double)
  case string(ArraySlice<UInt8>)
  /// A boolean, a number, or a function or class, but it is not known which one.
  case someBoolean, someNumber, someFunction
  /// In extended Lox.
  case someString, someCollection

  enum Kind: String {
    case `nil`
    case boolean = "a boolean"
    case number = "a number"
    case string = "a string"
    case function = "a function or class"
    case collection = "a list, map or range"
  }

  var kind: Kind? {
    switch self {
    case .unknown: nil
    case .nil: .nil
    case .boolean, .someBoolean: .boolean
    case .number, .someNumber: .number
    case .string, .someString: .string
    case .someFunction: .function
    case .someCollection: .collection
    }
  }

  /// Whether it counts as true, if that is known.
  var truth: Bool? {
    switch self {
    case .unknown, .someBoolean: nil
    case .nil: false
    case .boolean(let value): value
    case .number, .string, .someNumber, .someString, .someFunction, .someCollection: true
    }
  }

  /// Whether it is a literal, or consists of literals.
  var isConstant: Bool {
    switch self {
    case .nil, .boolean, .number, .string: true
    case .unknown, .someBoolean, .someNumber, .someString, .someFunction, .someCollection: false
    }
  }
}

/// What is known about the values of all expressions in a source.
struct KnownValues {
  /// By expression.
  private var values: [KnownValue] = []

  init(_ facts: LintFacts) {
    values.reserveCapacity(facts.ast.expressions.count)
    // Operands come before the expressions that use them.
    for index in facts.ast.expressions.indices {
      let value = value(of: ExpressionID(index), facts)
      values.append(value)
    }
  }

  subscript(_ id: ExpressionID) -> KnownValue { values[Int(id.index)] }

  private func value(of id: ExpressionID, _ facts: LintFacts) -> KnownValue {
    switch facts.ast[id] {
    case .nil: .nil
    case .boolean(let value): .boolean(value)
    case .number(let value): .number(value)
    case .string(let string): .string(facts.ast.bytes(of: string))
    case .grouping(let inner), .assign(_, let inner), .set(_, _, let inner): self[inner]
    case .unary(.negate, let operand):
      if case .number(let value) = self[operand] { .number(-value) } else { .someNumber }
    case .unary(.not, let operand): self[operand].truth.map { .boolean(!$0) } ?? .someBoolean
    case .binary(let op, let left, let right):
      KnownValue.value(of: op, self[left], self[right], facts.ast.profile)
    case .logical(let op, let left, let right):
      switch self[left].truth {
      case nil: .unknown
      case .some(let truth): truth == (op == .and) ? self[right] : self[left]
      }
    case .variable:
      switch facts.declaration(of: id) {
      case .function, .class: .someFunction
      case .variable, nil: .unknown
      }
    case .function: .someFunction
    case .conditional(let condition, let then, let otherwise):
      switch self[condition].truth {
      case nil: self[then] == self[otherwise] ? self[then] : .unknown
      case .some(let truth): truth ? self[then] : self[otherwise]
      }
    case .coalesce(let left, let right):
      switch self[left].kind {
      case nil: .unknown
      case .nil: self[right]
      default: self[left]
      }
    case .setIndex(_, _, let value): self[value]
    case .template: .someString
    case .list, .map: .someCollection
    case .get, .call, .this, .superMethod, .spread, .index, .compound, .step, .getIfAny, .indexIfAny,
      .callIfAny,
      .optionalChain, .switch, .invalid:
      .unknown
    }
  }
}

extension KnownValue {
  fileprivate static func value(
    of op: BinaryOperator, _ left: KnownValue, _ right: KnownValue, _ profile: LanguageProfile
  ) -> KnownValue {
    switch op {
    case .add:
      switch (left, right) {
      case (.number(let a), .number(let b)): .number(a + b)
      default: sum(left.kind, right.kind, profile)
      }
    case .subtract, .multiply, .divide:
      // An instance may have operators of its own.
      profile == .book || left.kind == .number ? .someNumber : .unknown
    case .remainder: left.kind == .number ? .someNumber : .unknown
    case .isInstance, .isIn: .someBoolean
    case .range, .closedRange: .someCollection
    case .equal, .notEqual: equality(left, right).map { .boolean($0 == (op == .equal)) } ?? .someBoolean
    case .less, .lessEqual, .greater, .greaterEqual:
      if case .number(let a) = left, case .number(let b) = right {
        .boolean(op == .less ? a < b : op == .lessEqual ? a <= b : op == .greater ? a > b : a >= b)
      } else {
        .someBoolean
      }
    }
  }

  private static func sum(_ left: Kind?, _ right: Kind?, _ profile: LanguageProfile) -> KnownValue {
    if profile == .extended {
      // A string makes a string of anything.
      if left == .string || right == .string { return .someString }
      return left == .number && right == .number ? .someNumber : .unknown
    }
    return left == .number || right == .number ? .someNumber : .unknown
  }

  /// Whether two values are equal, if that is known.
  static func equality(_ left: KnownValue, _ right: KnownValue) -> Bool? {
    guard let (a, b) = left.kind.flatMap({ a in right.kind.map { (a, $0) } }) else { return nil }
    if a != b { return false }
    return left.isConstant && right.isConstant ? left == right : nil
  }
}
