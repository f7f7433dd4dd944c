import LoxSyntax

/// Infers the values that expressions may have from the assignments to their variables and fields.
///
/// It works backwards from the question: a variable has the values that are assigned to it anywhere in the
/// script, a call of a class gives an instance, a call of a function gives what that returns. What has a type is of that type, and of
/// parameters nothing else is known. The result is right for assignments in the script itself; the host may still do
/// otherwise.
struct TypeInference {
  private let index: DocumentIndex
  private var known: [UInt32: ValueType] = [:]
  /// The symbols and fields being worked on, innermost last, to detect cycles.
  private var open: [UInt32] = []
  /// The outermost open question that the current work returned to.
  private var reached = Int.max
  private var steps = 0
  /// By name: the members of that name, by the outermost ancestor of their classes.
  private var families: [NameID: [SymbolID: [SymbolID]]] = [:]

  private static let maximumDepth = 40
  /// Beyond this many steps, no answer is better than a late one.
  private static let maximumSteps = 200_000

  init(_ index: DocumentIndex) { self.index = index }

  /// The type of an expression.
  mutating func type(of id: ExpressionID) -> ValueType { type(of: id, depth: 0) }

  /// The type of a symbol's values.
  mutating func type(of symbol: SymbolID) -> ValueType { type(of: symbol, depth: 0) }

  /// The type of the expression before the dot of a `.get`, a `.set` or a `.superMethod`.
  mutating func receiver(of id: ExpressionID) -> ValueType {
    switch index.ast[id] {
    case .get(let object, _), .getIfAny(let object, _), .set(let object, _, _): return type(of: object)
    case .superMethod: return superType(at: id)
    default: return .unknown
    }
  }

  /// The type of the result of calling a value.
  mutating func result(of callee: ValueType) -> ValueType { result(of: callee, depth: 0) }

  // MARK: - Expressions

  private mutating func type(of id: ExpressionID, depth: Int) -> ValueType {
    steps += 1
    guard depth < Self.maximumDepth, steps < Self.maximumSteps else { return .unknown }
    switch index.ast[id] {
    case .nil: return .nil
    case .boolean, .unary(.not, _): return .boolean
    case .unary(.negate, let operand): return result(ofOperator: "-()", of: operand, depth) ?? .number
    case .number: return .number
    case .string, .template: return .string
    case .grouping(let inner), .optionalChain(let inner): return type(of: inner, depth: depth + 1)
    case .binary(let kind, let left, let right): return binary(kind, left, right, depth)
    case .list: return .list
    case .map: return .map(id)
    case .function(let function): return index.symbol(ofFunction: function).map { .function($0) } ?? .unknown
    case .conditional(_, let left, let right), .coalesce(let left, let right),
      .compound(.coalesce, let left, let right):
      return join(type(of: left, depth: depth + 1), type(of: right, depth: depth + 1))
    case .compound(let op, let target, let value): return binary(op.binary ?? .add, target, value, depth)
    case .step: return .number
    case .switch(let id):
      return index.ast.cases(of: id).compactMap(\.value).reduce(.nil) { result, value in
        result == .unknown ? .unknown : join(result, type(of: value, depth: depth + 1))
      }
    case .index(let object, _), .indexIfAny(let object, _):
      // A slice, too, is a string.
      if let element = result(ofOperator: "[]", of: object, depth) { return element }
      return type(of: object, depth: depth + 1) == .string ? .string : .unknown
    case .logical(_, let left, let right):
      return join(type(of: left, depth: depth + 1), type(of: right, depth: depth + 1))
    case .variable:
      let meaning = index.meanings[Int(id.index)]
      return meaning > 0 ? type(of: SymbolID(Int(meaning) - 1), depth: depth + 1) : .unknown
    case .assign(_, let value), .set(_, _, let value), .setIndex(_, _, let value):
      return type(of: value, depth: depth + 1)
    case .get(let object, let name), .getIfAny(let object, let name):
      return member(name, of: type(of: object, depth: depth + 1), depth)
    case .superMethod(let name): return member(name, of: superType(at: id), depth)
    case .call(let callee, _), .callIfAny(let callee, _):
      return result(of: type(of: callee, depth: depth + 1), depth: depth + 1)
    case .this:
      let meaning = index.meanings[Int(id.index)]
      guard meaning > 0 else { return .unknown }
      let owner = SymbolID(Int(meaning) - 1)
      return index.classReceivers.contains(id) ? .class(owner) : .instance(owner)
    case .spread, .invalid: return .unknown
    }
  }

  private mutating func binary(
    _ kind: BinaryOperator, _ left: ExpressionID, _ right: ExpressionID, _ depth: Int
  ) -> ValueType {
    switch kind {
    case .subtract, .multiply, .divide, .remainder:
      return result(ofOperator: kind.symbol, of: left, depth) ?? .number
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual, .isInstance, .isIn: return .boolean
    case .range, .closedRange: return .range
    case .add:
      // Both operands are numbers, or both are strings; in extended Lox, one string is enough.
      let type = type(of: left, depth: depth + 1)
      if type == .string || type == .number && index.profile == .book { return type }
      let other = self.type(of: right, depth: depth + 1)
      if other != .string, let result = result(ofOperator: "+", of: type) { return result }
      if type == .number { return other == .string ? .string : .number }
      return other == .number || other == .string ? other : .unknown
    }
  }

  /// The result of an operator that the class of the operand may have; nil if the operand is no instance, as far as is known.
  private mutating func result(ofOperator symbol: String, of operand: ExpressionID, _ depth: Int)
    -> ValueType?
  {
    index.profile == .book ? nil : result(ofOperator: symbol, of: type(of: operand, depth: depth + 1))
  }

  private func result(ofOperator symbol: String, of type: ValueType) -> ValueType? {
    switch type {
    case .instance: .unknown
    case .hostInstance(let host):
      index.hostAPI.type(named: index.hostAPI.operator(symbol, of: host)?.returns)
    default: nil
    }
  }

  private func superType(at id: ExpressionID) -> ValueType {
    let meaning = index.meanings[Int(id.index)]
    guard meaning > 0, let superclass = index.symbols[Int(meaning) - 1].superclass else { return .unknown }
    let isClass = index.classReceivers.contains(id)
    if index[superclass].kind == .class { return isClass ? .class(superclass) : .instance(superclass) }
    return index.hostAPI.class(named: index.name(of: superclass))
      .map { isClass ? .hostClass($0) : .hostInstance($0) } ?? .unknown
  }

  // MARK: - Symbols

  private mutating func type(of id: SymbolID, depth: Int) -> ValueType {
    let symbol = index[id]
    if let type = symbol.type {
      let declared = instance(of: type, depth)
      if declared != .unknown { return declared }
    }
    switch symbol.kind {
    case .method, .initializer, .operator: return .function(id)
    case .property: return symbol.function == nil ? .unknown : result(of: .function(id), depth: depth + 1)
    case .function where !symbol.isReassigned: return .function(id)
    case .class where !symbol.isReassigned: return .class(id)
    case .undeclared where !symbol.isReassigned: return index.hostAPI.type(ofGlobal: index.name(of: id))
    case .parameter, .function, .class, .undeclared: return .unknown
    case .variable where symbol.hasUnknownValue: return .unknown
    case .key: return solve(id.index) { $0.joinValues(of: $0.index.writes[id.index], depth) }
    case .variable: return solve(id.index) { $0.joinValues(of: $0.index.writes[id.index], depth) }
    case .field:
      guard let owner = symbol.container else { return .unknown }
      return field(symbol.name, of: owner, isOfClass: symbol.isOfClass, depth)
    }
  }

  /// What a value is that is an instance of a class.
  private mutating func instance(of expression: ExpressionID, _ depth: Int) -> ValueType {
    switch type(of: expression, depth: depth + 1) {
    case .class(let owner): .instance(owner)
    case .hostClass(let host): host.isCore ? index.hostAPI.type(named: host.name) : .hostInstance(host)
    default: .unknown
    }
  }

  /// A field has the values assigned to properties of its name, except those of unrelated classes.
  private mutating func field(
    _ name: NameID, of owner: SymbolID, isOfClass: Bool, _ depth: Int
  ) -> ValueType {
    guard let member = index.member(name, of: owner, isOfClass: isOfClass) else { return .unknown }
    let root = index.root(of: owner)
    return solve(member.index) { inference in
      // A field of a class has a first value.
      let values = inference.index.writes[member.index]
      var result = values.isEmpty ? nil : inference.joinValues(of: values, depth)
      for set in inference.index.sets[name.index] {
        let object: ExpressionID
        let value: ExpressionID
        switch inference.index.ast.expressions[Int(set)] {
        case .set(let target, _, let assigned): (object, value) = (target, assigned)
        case .compound(_, let target, _), .step(_, let target):
          guard case .get(let receiver, _) = inference.index.ast[target] else { continue }
          (object, value) = (receiver, ExpressionID(Int(set)))
        default: continue
        }
        let receiver = inference.type(of: object, depth: depth + 1)
        switch receiver {
        case .instance(let other): if isOfClass || inference.index.root(of: other) != root { continue }
        case .class(let other):
          if inference.index.profile == .extended, !isOfClass || inference.index.root(of: other) != root {
            continue
          }
        default: break
        }
        if receiver == .unknown { return .unknown }
        let type = inference.type(of: value, depth: depth + 1)
        result = result.map { inference.join($0, type) } ?? type
        if result == .unknown { break }
      }
      return result ?? .unknown
    }
  }

  private mutating func joinValues(of expressions: ArraySlice<UInt32>, _ depth: Int) -> ValueType {
    var result = ValueType.nil
    for expression in expressions {
      result = join(result, type(of: ExpressionID(Int(expression)), depth: depth + 1))
      if result == .unknown { break }
    }
    return result
  }

  /// Caches the answer to a question, and answers `nil`, the least possible, where the question leads back to
  /// itself.
  ///
  /// An answer found inside a cycle is valid only for the question where the cycle was entered.
  private mutating func solve(_ key: UInt32, _ answer: (inout TypeInference) -> ValueType) -> ValueType {
    if let type = known[key] { return type }
    if let place = open.firstIndex(of: key) {
      reached = min(reached, place)
      return .nil
    }
    let outer = reached
    reached = .max
    open.append(key)
    let type = answer(&self)
    open.removeLast()
    if reached >= open.count {
      known[key] = type
      reached = outer
    } else {
      reached = min(reached, outer)
    }
    return type
  }

  private mutating func join(_ a: ValueType, _ b: ValueType) -> ValueType {
    if a == b || b == .nil { return a }
    if a == .nil { return b }
    if case .map = a, case .map = b { return .map(nil) }
    if case .instance(let first) = a, case .instance(let second) = b {
      let ancestors = index.ancestors(of: second)
      let common = index.ancestors(of: first).first { ancestors.contains($0) }
      if let common, index[common].kind == .class { return .instance(common) }
    }
    return .unknown
  }

  // MARK: - Members and calls

  private mutating func member(_ name: NameID, of receiver: ValueType, _ depth: Int) -> ValueType {
    switch receiver {
    case .instance(let owner):
      if let member = index.member(name, of: owner) { return type(of: member, depth: depth + 1) }
      guard let host = index.hostSuperclass(of: owner) else { return .unknown }
      return index.hostAPI.type(ofMember: index.text(of: name), in: host)
    case .hostInstance(let host): return index.hostAPI.type(ofMember: index.text(of: name), in: host)
    case .hostClass(let host):
      return index.hostAPI.type(ofMember: index.text(of: name), in: index.hostAPI.statics(of: host))
    case .map(let literal?):
      if let key = index.key(name, of: literal) { return type(of: key, depth: depth + 1) }
      return coreMember(name, of: receiver)
    case .class(let owner):
      if let member = index.member(name, of: owner, isOfClass: true) {
        return type(of: member, depth: depth + 1)
      }
      return coreMember(name, of: receiver)
    // Nil has no members: the other possible values decide.
    case .nil: return .nil
    default: return coreMember(name, of: receiver)
    }
  }

  private func coreMember(_ name: NameID, of receiver: ValueType) -> ValueType {
    index.coreClass(of: receiver).map { index.hostAPI.type(ofMember: index.text(of: name), in: $0) }
      ?? .unknown
  }

  /// The same as the index's, but the members of a name are searched only once.
  private mutating func overrides(of id: SymbolID) -> [SymbolID] {
    let symbol = index[id]
    guard symbol.isMember, let owner = symbol.container else { return [id] }
    let family =
      families[symbol.name]
      ?? Dictionary(grouping: index.members(named: symbol.name)) { [index] member in
        index[member].container.map { index.root(of: $0) } ?? member
      }
    families[symbol.name] = family
    return (family[index.root(of: owner)] ?? []).filter { index[$0].isOfClass == symbol.isOfClass }
  }

  private mutating func result(of callee: ValueType, depth: Int) -> ValueType {
    switch callee {
    case .class(let owner): return .instance(owner)
    // Called, the class of a kind of values may give nil.
    case .hostClass(let host): return host.isCore ? index.hostAPI.type(named: host.name) : .hostInstance(host)
    case .hostFunction(let function): return index.hostAPI.type(named: function.returns)
    case .function(let id):
      let symbol = index[id]
      if symbol.kind == .initializer, let owner = symbol.container { return .instance(owner) }
      if let type = symbol.function.flatMap({ index.ast[$0].type }) {
        let declared = instance(of: index.ast[type].expression, depth)
        if declared != .unknown { return declared }
      }
      // A function's own type needs no inference, so its number can stand for the values it returns.
      return solve(id.index) { inference in
        var result = ValueType.nil
        for function in inference.overrides(of: id).compactMap({ inference.index[$0].function }) {
          let type = inference.joinValues(of: inference.index.returns[function.index], depth)
          result = inference.join(result, type)
        }
        return result
      }
    case .nil: return .nil
    default: return .unknown
    }
  }
}

extension HostAPI {
  func type(named name: String?) -> ValueType {
    guard var name else { return .unknown }
    if name.hasSuffix("?") { name.removeLast() }
    if let host = self.class(named: name), !host.isCore { return .hostInstance(host) }
    switch name.lowercased() {
    case "nil": return .nil
    case "boolean", "bool": return .boolean
    case "number": return .number
    case "string": return .string
    case "list": return .list
    case "map": return .map(nil)
    case "range": return .range
    case "random", "regex": return self.class(named: name).map { .hostInstance($0) } ?? .unknown
    default: return .unknown
    }
  }

  func type(ofGlobal name: String) -> ValueType {
    if let function = function(named: name) { return .hostFunction(function) }
    if let host = self.class(named: name) { return .hostClass(host) }
    return type(named: value(named: name)?.type)
  }

  func type(ofMember name: String, in host: Class) -> ValueType {
    if let method = method(named: name, of: host) { return .hostFunction(method) }
    return type(named: property(named: name, of: host)?.type)
  }
}
