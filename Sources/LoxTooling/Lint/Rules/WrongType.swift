import LoxSemantics
import LoxSource
import LoxSyntax

extension LintRule {
  public static let wrongType = LintRule(
    id: "wrong-type", severity: .error,
    summary: "A value doesn't have the type that is needed.",
    explanation: """
      An operator, a call, a property or a declared type certainly gets a value that it can't take, so the script fails when this
      place is reached. The rule knows literals, variables that nothing assigns again, and all that has a type.

        print "12" * 2;              // wrong-type: a string is no number
        var count = 3;
        print count();               // wrong-type: a number can't be called

        fun half(n: Number): Number => n / 2;
        half("8");                   // wrong-type
      """
  ) { context, report in
    var search = WrongTypes(context)
    search.run()
    for mistake in search.mistakes { report(mistake.span, mistake.message, related: mistake.related) }
  }
}

/// Looks for values that operations can't take.
private struct WrongTypes {
  private let kinds: CertainKinds
  private let hostAPI: HostAPI
  // Not computed: each use would copy a large value to the stack.
  private let ast: AST
  private let facts: LintFacts
  /// By property of `this`: the class around it.
  private let owners: [ExpressionID: ClassID]
  private(set) var mistakes: [(span: SourceSpan, message: String, related: SourceSpan?)] = []

  private var isBook: Bool { ast.profile == .book }

  init(_ context: LintContext) {
    ast = context.ast
    facts = context.facts
    hostAPI = context.options.hostAPI
    kinds = CertainKinds(context.facts)
    owners = Dictionary(context.facts.propertyUses.map { ($0.expression, $0.owner) }) { first, _ in first }
  }

  mutating func run() {
    for index in ast.expressions.indices { check(ExpressionID(index)) }
    for index in ast.statements.indices { check(StatementID(index)) }
    for function in ast.functions { checkResult(function) }
    for field in ast.classFields {
      if let type = field.type { check(field.initializer, type, "The field '\(facts.name(field.name))'") }
    }
  }

  private mutating func report(_ id: ExpressionID, _ message: String, related: SourceSpan? = nil) {
    mistakes.append((ast.span(of: id), message, related))
  }

  private func described(_ kind: CertainKind) -> String { kind.described(facts) }

  // MARK: - Operators

  private mutating func check(_ id: ExpressionID) {
    switch ast[id] {
    case .unary(.negate, let operand):
      guard let kind = kinds[operand], kind != .number, isBook || !kind.isInstance else { return }
      report(operand, "'-' needs a number, but this is \(described(kind)).")
    case .binary(.add, let left, let right): checkSum(left, right)
    case .binary(let op, let left, let right): check(op, left, right)
    case .compound(let op, let target, let value):
      if let type = facts.type(ofVariable: target) { check(id, type, subject(of: target)) }
      guard let op = op.binary else { return }
      if op == .add { checkSum(target, value) } else { check(op, target, value) }
    case .call(let callee, let arguments):
      checkCallee(callee)
      checkArguments(arguments, of: facts.unwrapped(callee))
    case .get(let object, let name): checkProperty(name, of: object, at: id)
    case .set(let object, let name, let value):
      checkProperty(name, of: object, at: id)
      var owner = owners[id]
      if case .instance(let known) = kinds[object] { owner = known }
      if let type = owner.flatMap({ facts.type(ofField: name, of: $0) }) {
        check(value, type, "The field '\(facts.name(name))'")
      }
    case .assign(_, let value):
      if let type = facts.type(ofVariable: id) { check(value, type, subject(of: id)) }
    case .index(let object, _), .setIndex(let object, _, _):
      guard let kind = kinds[object], [.nil, .boolean, .number, .function, .range].contains(kind) else {
        return
      }
      report(object, "Only lists, maps and strings have elements, but this is \(described(kind)).")
    default: break
    }
  }

  private mutating func checkSum(_ left: ExpressionID, _ right: ExpressionID) {
    let (first, second) = (kinds[left], kinds[right])
    // In extended Lox, a string makes a string of anything, and an instance may have an operator.
    if !isBook, first == .string || second == .string || first?.isInstance == true { return }
    for (operand, kind, other) in [(left, first, second), (right, second, first)] {
      guard let kind, kind != .number, kind != .string || other == .number, isBook || other != nil else {
        continue
      }
      // What is on the left may be an instance with an operator.
      if !isBook, operand == right, first == nil { continue }
      let expectation =
        isBook ? "'+' takes two numbers or two strings" : "'+' takes two numbers, or a string and anything"
      return report(operand, "\(expectation), but this is \(described(kind)).")
    }
  }

  private mutating func check(_ op: BinaryOperator, _ left: ExpressionID, _ right: ExpressionID) {
    let (first, second) = (kinds[left], kinds[right])
    switch op {
    case .subtract, .multiply, .divide, .remainder:
      if !isBook, first?.isInstance == true { return }
      checkNumber(op, left, first)
      if isBook || first == .number { checkNumber(op, right, second) }
    case .less, .lessEqual, .greater, .greaterEqual:
      if isBook {
        checkNumber(op, left, first)
        return checkNumber(op, right, second)
      }
      // The operands of `>` and `<=` are taken the other way around.
      let isSwapped = op == .greater || op == .lessEqual
      let (receiver, argument) = isSwapped ? (second, first) : (first, second)
      if receiver?.isInstance == true || receiver == nil && argument?.isInstance != false { return }
      for (operand, kind, other) in [(left, first, second), (right, second, first)] {
        guard let kind, kind != .number && kind != .string || other == .number || other == .string,
          kind != other
        else { continue }
        if kind == .number || kind == .string, other == .number || other == .string, operand == left {
          continue
        }
        return report(
          operand, "'\(op.symbol)' takes two numbers or two strings, but this is \(described(kind)).")
      }
    case .isIn:
      guard let second, [.nil, .boolean, .number, .function].contains(second) else { return }
      report(right, "'in' needs a list, map, string or range, but this is \(described(second)).")
    case .isInstance:
      guard let second, ![.function, .class(nil)].contains(second), !second.isClass else { return }
      report(right, "'is' needs a class, but this is \(described(second)).")
    case .range, .closedRange:
      checkNumber(op, left, first)
      checkNumber(op, right, second)
    case .equal, .notEqual, .add: break
    }
  }

  private mutating func checkNumber(_ op: BinaryOperator, _ operand: ExpressionID, _ kind: CertainKind?) {
    guard let kind, kind != .number else { return }
    report(operand, "'\(op.symbol)' needs numbers, but this is \(described(kind)).")
  }

  // MARK: - Calls

  private mutating func checkCallee(_ callee: ExpressionID) {
    guard let kind = kinds[callee], kind != .function, !kind.isClass else { return }
    report(callee, "Only functions and classes can be called, but this is \(described(kind)).")
  }

  private mutating func checkArguments(_ arguments: ExpressionList, of callee: ExpressionID) {
    let called: FunctionID
    switch facts.declaration(of: callee) {
    case .function(let function): called = function
    case .class(let owner):
      guard case .known(let initializer) = facts.method(.initializer, of: owner) else { return }
      called = initializer
    case nil: return checkArguments(arguments, ofHost: callee)
    case .variable: return
    }
    for (argument, parameter) in zip(ast[arguments], ast[ast[called].parameters]) {
      if case .spread = ast[argument] { return }
      guard let type = parameter.type else { continue }
      // Nil stands for the default.
      if parameter.defaultValue != nil, kinds[argument] == .nil { continue }
      let name = String(decoding: ast.source.text(of: parameter.span), as: UTF8.self)
      check(
        argument, type, "The argument '\(name)' of '\(facts.name(ast[called].name))'", related: parameter.span
      )
    }
  }

  private mutating func checkArguments(_ arguments: ExpressionList, ofHost callee: ExpressionID) {
    guard case .variable(let name) = ast[callee], facts.variables[Int(callee.index)] == nil,
      facts.globals[Int(name.index)].declarations == 0, !facts.globals[Int(name.index)].isAssigned
    else { return }
    let text = facts.name(name)
    guard
      let parameters = hostAPI.function(named: text)?.parameters ?? hostAPI.class(named: text)?.initializer
    else {
      return
    }
    for (argument, parameter) in zip(ast[arguments], parameters) {
      if case .spread = ast[argument] { return }
      if parameter.isVariadic { return }
      guard let type = parameter.type, let kind = kinds[argument],
        let expectation = CertainKind(coreType: type.prefix { $0 != "?" }.capitalized)
      else { continue }
      if kind == expectation || kind == .nil && (type.hasSuffix("?") || parameter.isOptional) { continue }
      // A class is called like a function.
      if expectation == .function, kind.isClass { continue }
      report(
        argument,
        "The argument '\(parameter.name)' of '\(text)' must be \(described(expectation))"
          + "\(type.hasSuffix("?") ? " or nil" : ""), but this is \(described(kind)).")
    }
  }

  private mutating func checkProperty(_ name: NameID, of object: ExpressionID, at id: ExpressionID) {
    guard let kind = kinds[object] else { return }
    switch kind {
    case .nil, .boolean: report(object, "Only instances have properties, but this is \(described(kind)).")
    case .number, .string, .function, .list, .range:
      if isBook {
        report(object, "Only instances have properties, but this is \(described(kind)).")
      } else if case .get = ast[id], let message = kind.missingMember(facts.name(name), facts) {
        mistakes.append((ast.nameSpan(of: id), message, nil))
      }
    case .instance(let owner):
      guard case .get = ast[id], !facts.isField[Int(name.index)], case .none = facts.method(name, of: owner)
      else { return }
      mistakes.append(
        (
          ast.nameSpan(of: id),
          "'\(facts.name(ast[owner].name))' has no method '\(facts.name(name))', and nothing in this file assigns such a field."
            + suggestion(for: name, of: owner),
          ast[owner].nameSpan
        ))
    case .map, .class: break
    }
  }

  /// The method of a class whose name is similar, as a sentence.
  private func suggestion(for name: NameID, of owner: ClassID) -> String {
    var similar = SimilarNames(to: facts.name(name).utf8)
    for key in facts.methods.keys where key.owner == owner { similar.consider(facts.name(key.name).utf8) }
    return similar.names.first.map { " Did you mean '\($0)'?" } ?? ""
  }

  // MARK: - Types

  /// Reports a value that is certainly not of a type.
  private mutating func check(
    _ value: ExpressionID, _ type: TypeID, _ subject: String, related: SourceSpan? = nil
  ) {
    guard let kind = kinds[value], let message = mistake(kind, type, subject) else { return }
    report(value, message, related: related)
  }

  /// What is wrong with a value of a kind; nil if it may be of the type.
  private func mistake(
    _ kind: CertainKind, _ type: TypeID, _ subject: String, _ butThis: String = "but this is"
  ) -> String? {
    if kind == .nil ? ast[type].isOptional : kinds.expectation(of: type).map({ fits(kind, $0) }) ?? true {
      return nil
    }
    // Of a type that is not known, nil is no instance, either.
    let name = ast.text(of: type).prefix { $0 != "?" }
    let expectation = name.withArticle + (ast[type].isOptional ? " or nil" : "")
    return "\(subject) must be \(expectation), \(butThis) \(described(kind))."
  }

  private func fits(_ kind: CertainKind, _ expectation: CertainKind) -> Bool {
    guard case .instance(var owner) = kind, case .instance(let ancestor) = expectation else {
      return kind == expectation
    }
    for _ in 0..<64 {
      if owner == ancestor { return true }
      switch facts.superclass(of: owner) {
      case .none: return false
      case .unknown: return true
      case .known(let superclass): owner = superclass
      }
    }
    return true
  }

  private mutating func check(_ id: StatementID) {
    switch ast[id] {
    case .variable(let name, let value):
      guard let type = ast.variableTypes[id] else { return }
      let subject = "The variable '\(facts.name(name))'"
      if let value { return check(value, type, subject) }
      guard let message = mistake(.nil, type, subject, "but without a value it is") else { return }
      mistakes.append((ast.nameSpan(ofVariable: id), message, nil))
    case .constant(let name, let value):
      if let type = ast.variableTypes[id] { check(value, type, "The constant '\(facts.name(name))'") }
    case .forIn(let loop):
      let sequence = ast[loop].sequence
      guard let kind = kinds[sequence], [.nil, .boolean, .number, .function].contains(kind) else { return }
      report(
        sequence,
        "Only lists, maps, strings, ranges and fibers can be iterated, but this is \(described(kind)).")
    default: break
    }
  }

  private mutating func checkResult(_ function: FunctionDeclaration) {
    for parameter in ast[function.parameters] {
      guard let type = parameter.type, let value = parameter.defaultValue else { continue }
      let name = String(decoding: ast.source.text(of: parameter.span), as: UTF8.self)
      check(value, type, "The parameter '\(name)'")
    }
    guard let type = function.type else { return }
    let name = function.name == .anonymous ? "" : " of '\(facts.name(function.name))'"
    var worklist = Worklist<Never>()
    worklist.add(function.body, in: ast)
    while case .node(let node)? = worklist.next() {
      // Functions in functions have results of their own.
      guard case .statement(let id) = node else { continue }
      if case .return(let value?) = ast[id] { check(value, type, "The result\(name)") }
      worklist.addChildren(of: id, in: ast)
    }
  }

  /// The variable that an expression reads or assigns, in a message.
  private func subject(of id: ExpressionID) -> String {
    switch ast[id] {
    case .variable(let name), .assign(let name, _): "The variable '\(facts.name(name))'"
    default: "The value"
    }
  }
}

extension StringProtocol {
  /// With an upper-case first letter.
  fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}

extension CertainKind {
  fileprivate var isInstance: Bool { if case .instance = self { true } else { false } }
  fileprivate var isClass: Bool { if case .class = self { true } else { false } }
}
