import LoxBytecode
import LoxSemantics
import LoxSource
import LoxSyntax

/// Checks of values against types.
extension CodeGenerator {
  /// Checks the value in a register against the type of a declaration in the current function. The span is what messages call it by.
  mutating func check(_ register: Int, _ type: TypeID, _ role: TypeRole, at span: SourceSpan) {
    let root = tree.binding(of: tree.ast.root(of: type))
    check(
      register,
      TypeCheck(root: root, path: tree.ast.path(of: type), isOptional: tree.ast[type].isOptional), role,
      at: span)
  }

  mutating func check(_ register: Int, _ type: TypeCheck, _ role: TypeRole, at span: SourceSpan) {
    guard let name = type.path.first else { return }
    let operand = role.operand(isOptional: type.isOptional)
    builder.setPosition(span.start, span)
    if let variable = globalVariable(type) {
      return builder.emitCheck(register, global: builder.index(of: variable), operand)
    }
    let top = builder.top
    var found = type.root == .global ? builder.reserve() : read(type.root, at: ExpressionID(0), into: nil)
    if type.root == .global { builder.emit(.getGlobal, to: found, word: global(name)) }
    for name in type.path.dropFirst() {
      let object = found
      found = builder.align(1)
      builder.emit(
        .getProperty, to: found, object, word: builder.cache(.getProperty, name: strings.index(of: name)))
      builder.top = found &+ 1
    }
    builder.emitCheck(register, class: found, operand)
    builder.top = top
  }

  /// The global variable that a type names, of this module or of one that was imported above; nil if it is no such variable.
  private mutating func globalVariable(_ type: TypeCheck) -> Constant? {
    guard type.root == .global else { return nil }
    if type.path.count == 1 { return .global(strings.index(of: type.path[0])) }
    guard type.path.count == 2, let number = importedModules[type.path[0]] else { return nil }
    return .imported(number, name: strings.index(of: type.path[1]))
  }

  /// Checks the first value of a variable if it has a type.
  mutating func checkDeclared(_ register: Int, by id: StatementID) {
    guard !tree.ast.variableTypes.isEmpty, let type = tree.ast.variableTypes[id] else { return }
    var scanner = Scanner(tree.ast.source, profile: tree.ast.profile, from: tree.span(of: id).start)
    _ = scanner.next()
    check(register, type, .variable, at: scanner.next().span)
  }

  /// Checks the new value of a variable if it has a type.
  mutating func checkAssigned(_ register: Int, by id: ExpressionID) {
    guard let type = tree.resolution.checks[id] else { return }
    check(register, type, .variable, at: assignmentTarget(of: id))
    setPosition(id)
  }

  /// Checks the new value of a property if it is a field with a type; whether it was.
  mutating func checkField(_ register: Int, by id: ExpressionID) -> Bool {
    guard let type = tree.resolution.checks[id] else { return false }
    check(register, type, .field, at: assignmentTarget(of: id))
    return true
  }

  /// The name of the variable or property that an expression assigns.
  private func assignmentTarget(of id: ExpressionID) -> SourceSpan {
    switch tree[id] {
    // In the check of a field, everything stands where its name does.
    case .set where isFieldCheck: tree.span(of: id)
    case .compound(_, let target, _), .step(_, let target): tree.ast.nameSpan(of: target)
    default: tree.ast.nameSpan(of: id)
    }
  }

  /// Checks the result of a function that ends without a value.
  mutating func checkNoResult() {
    guard let type = builder.resultType, !tree.ast[type].isOptional, builder.isReachable else { return }
    let register = builder.align(1)
    builder.load(.nil, into: register)
    builder.top = register &+ 1
    check(register, type, .result, at: tree.ast[type].span)
    builder.top = register
  }
}
