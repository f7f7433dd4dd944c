import LoxSemantics
import LoxSyntax

/// What kind of value an expression certainly has, whatever the script does.
enum CertainKind: Hashable {
  case `nil`, boolean, number, string, function, list, map, range
  case `class`(ClassID?)
  case instance(ClassID)

  /// The kind of the values that have a type of the core library.
  init?(coreType name: String) {
    switch name {
    case "Number": self = .number
    case "String": self = .string
    case "Boolean": self = .boolean
    case "List": self = .list
    case "Map": self = .map
    case "Range": self = .range
    case "Function": self = .function
    default: return nil
    }
  }

  /// With its article, as messages have it.
  func described(_ facts: LintFacts) -> String {
    switch self {
    case .nil: "nil"
    case .boolean: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .function: "a function"
    case .list: "a list"
    case .map: "a map"
    case .range: "a range"
    case .class: "a class"
    case .instance(let id): "an instance of \(facts.name(facts.ast[id].name))"
    }
  }
}

/// The kinds of all expressions in a source: those of literals, of what has a type, and of variables that nothing assigns after their
/// declaration.
struct CertainKinds {
  private let facts: LintFacts
  /// By expression.
  private var kinds: [CertainKind?] = []

  init(_ facts: LintFacts) {
    self.facts = facts
    kinds.reserveCapacity(facts.ast.expressions.count)
    // Operands come before the expressions that use them.
    for index in facts.ast.expressions.indices { kinds.append(kind(of: ExpressionID(index))) }
  }

  /// Nil if it is not known, also for what comes later in the source.
  subscript(_ id: ExpressionID) -> CertainKind? { Int(id.index) < kinds.count ? kinds[Int(id.index)] : nil }

  private func kind(of id: ExpressionID) -> CertainKind? {
    switch facts.ast[id] {
    case .nil: .nil
    case .boolean, .unary(.not, _): .boolean
    case .number, .step: .number
    case .string, .template: .string
    case .list: .list
    case .map: .map
    case .function: .function
    case .grouping(let inner), .assign(_, let inner), .set(_, _, let inner), .setIndex(_, _, let inner):
      self[inner]
    case .unary(.negate, let operand): self[operand] == .number || facts.ast.profile == .book ? .number : nil
    case .binary(let op, let left, let right): kind(of: op, self[left], self[right])
    case .conditional(_, let then, let otherwise): self[then] == self[otherwise] ? self[then] : nil
    case .variable: kind(ofVariable: id)
    case .call(let callee, _): kind(ofCallOf: facts.unwrapped(callee))
    case .compound(let op, let target, let value):
      op.binary.flatMap { kind(of: $0, self[target], self[value]) }
    case .get(let object, let name):
      if case .instance(let owner) = self[object] {
        facts.type(ofField: name, of: owner).flatMap { kind(of: $0) }
      } else {
        nil
      }
    case .logical, .coalesce, .this, .superMethod, .spread, .index, .getIfAny, .indexIfAny, .callIfAny,
      .optionalChain, .switch, .invalid:
      nil
    }
  }

  private func kind(of op: BinaryOperator, _ left: CertainKind?, _ right: CertainKind?) -> CertainKind? {
    switch op {
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual, .isInstance, .isIn: .boolean
    case .range, .closedRange: .range
    // An instance may have operators of its own.
    case .subtract, .multiply, .divide, .remainder:
      left == .number || facts.ast.profile == .book ? .number : nil
    case .add where facts.ast.profile == .extended && (left == .string || right == .string): .string
    case .add: left == right && (left == .number || left == .string) ? left : nil
    }
  }

  private func kind(ofVariable id: ExpressionID) -> CertainKind? {
    switch facts.declaration(of: id) {
    case .function: return .function
    case .class(let declaration): return .class(declaration)
    case .variable, nil: break
    }
    let value: LintFacts.Value
    if let variable = facts.variables[Int(id.index)] {
      value = facts.localValues[variable] ?? LintFacts.Value()
      if let type = value.type { return kind(of: type) }
      if facts.resolution[variable].isAssigned { return nil }
    } else {
      guard case .variable(let name) = facts.ast[id] else { return nil }
      let global = facts.globals[Int(name.index)]
      guard global.declarations == 1 else { return nil }
      value = facts.globalValues[name] ?? LintFacts.Value()
      if let type = value.type { return kind(of: type) }
      if global.isAssigned { return nil }
    }
    return value.first.flatMap { self[$0] }
  }

  private func kind(ofCallOf callee: ExpressionID) -> CertainKind? {
    switch facts.declaration(of: callee) {
    case .class(let declaration): .instance(declaration)
    case .function(let function): facts.ast[function].type.flatMap { kind(of: $0) }
    case .variable, nil: nil
    }
  }

  /// The kind of the values of a type; nil if they may be nil, or if the type is not known.
  func kind(of type: TypeID) -> CertainKind? { facts.ast[type].isOptional ? nil : expectation(of: type) }

  /// The kind of the values of a type that are not nil.
  func expectation(of type: TypeID) -> CertainKind? {
    let root = facts.ast.root(of: type)
    guard facts.ast[type].expression == root, case .variable(let name) = facts.ast[root] else { return nil }
    if case .class(let declaration) = facts.declaration(of: root) { return .instance(declaration) }
    if facts.variables[Int(root.index)] != nil || facts.globals[Int(name.index)].declarations > 0 {
      return nil
    }
    return CertainKind(coreType: facts.name(name))
  }
}
