import LoxSource
import LoxSyntax

/// What only extended Lox has: functions in expressions, patterns, `switch`, and variables of loops over elements.
extension Resolver {
  /// Visits an expression and its parts, except for those in functions, which are visited afterwards.
  ///
  /// The parts of an expression are contiguous, but directly before a function there may be what is in it.
  mutating func visitAllOutsideFunctions(of id: ExpressionID) {
    let first = Int(ast.firstPart(of: id).index)
    var parts: [ExpressionID] = []
    var index = Int(id.index)
    while index >= first {
      parts.append(ExpressionID(index))
      if case .function(let function) = ast.expressions[index] {
        worklist.add(.function(function))
        index = Int(ast[function].firstExpression.index)
      }
      index &-= 1
    }
    for part in parts.reversed() { visit(part) }
  }

  mutating func visit(_ id: SwitchID) {
    for branch in ast.cases(of: id).reversed() {
      if let value = branch.value {
        worklist.add(value)
      } else {
        worklist.add(.endScope)
        worklist.add(branch.body, in: ast)
        worklist.add(.beginScope)
      }
      for test in ast.switchTests[branch.tests.range].reversed() { worklist.add(test.operand) }
    }
    worklist.add(ast[id].subject)
  }

  /// Visits a `try`. The variable of a `catch` is not visible in its own test.
  mutating func visit(_ id: TryID) {
    if let finally = ast[id].finally { worklist.add(finally) }
    for index in ast[id].catches.range.reversed() {
      let handler = ast.catches[index]
      worklist.add(.endScope)
      worklist.add(handler.body)
      worklist.add(.declareCatchVariable(index))
      if let test = handler.test { worklist.add(test) }
    }
    worklist.add(ast[id].body)
  }

  /// Begins the scope around the block of a `catch`.
  mutating func declareVariable(ofCatch index: Int) {
    beginScope()
    let handler = ast.catches[index]
    guard let name = handler.name,
      case .local(let variable) = declare(name, as: .local, span: handler.nameSpan)
    else { return }
    initializeLocal()
    resolution.catchVariables[index] = variable
  }

  /// Reports accessors and operators with a wrong number of parameters, and members of a class, or of its instances, that have
  /// the same name. As in the book, a method may be declared again.
  mutating func checkMembers(of id: ClassID) {
    let methods = ast[ast[id].methods]
    let fields = ast[id].fields
    if fields.count == 0, !methods.contains(where: { ast[$0].member != .method || ast[$0].isOfClass }) {
      return
    }
    struct Key: Hashable { var name: NameID, isOfClass: Bool }
    struct Known { var isPlain = true, hasGetter = false, hasSetter = false, span: SourceSpan }
    var known: [Key: Known] = [:]
    for member in ast.members(of: ast[id]) {
      let key: Key
      let span: SourceSpan
      var kind = FunctionDeclaration.Member.none
      switch member {
      case .field(let index):
        key = Key(name: ast.classFields[index].name, isOfClass: true)
        span = ast.classFields[index].nameSpan
      case .function(let function) where ast[function].member == .field:
        // The field of a class is a member of its own.
        guard !ast[function].isOfClass, let field = ast[ast[function].parameters].first else { continue }
        key = Key(name: field.name, isOfClass: false)
        span = field.span
        kind = .field
      case .function(let function):
        key = Key(name: ast[function].name, isOfClass: ast[function].isOfClass)
        span = ast[function].nameSpan
        kind = ast[function].member
        checkParameters(of: ast[function])
      }
      var entry = known[key] ?? Known(span: span)
      let isAllowed =
        switch kind {
        case _ where known[key] == nil: true
        case .method: entry.isPlain
        case .getter: entry.hasSetter && !entry.hasGetter
        case .setter: entry.hasGetter && !entry.hasSetter
        case .operator, .field, .none: false
        }
      if !isAllowed { problems.append((DiagnosticID.duplicateMember, span, entry.span)) }
      entry.isPlain = entry.isPlain && kind == .method
      entry.hasGetter = entry.hasGetter || kind == .getter
      entry.hasSetter = entry.hasSetter || kind == .setter
      known[key] = entry
    }
  }

  private mutating func checkParameters(of function: FunctionDeclaration) {
    let problem: DiagnosticID
    var count = 1
    switch function.member {
    case .setter: problem = .setterParameterCount
    case .operator:
      let name = ast.names.name(function.name)
      if name == "operator -()" { return }
      count = name == "operator []=" ? 2 : 1
      problem = count == 2 ? .elementOperatorParameterCount : .operatorParameterCount
    case .none, .method, .getter, .field: return
    }
    if function.parameters.count != count || ast[function.parameters].last?.isRest == true {
      problems.append((problem, function.nameSpan, nil))
    }
  }

  /// Visits the types and default values of parameters, and takes arguments apart, in order.
  mutating func visitDefaults(of parameters: ParameterList) {
    for parameter in ast[parameters].reversed() {
      if let pattern = parameter.pattern { worklist.add(.declareElements(pattern, from: 0)) }
      if let value = parameter.defaultValue { worklist.add(value) }
      if let type = parameter.type { worklist.add(ast[type].expression) }
    }
  }

  mutating func declareVariables(of id: ForInLoopID) {
    let loop = ast[id]
    resolution.loopVariables[Int(id.index)] = (declare(loop.variable), loop.second.flatMap { declare($0) })
  }

  private mutating func declare(_ variable: ForInLoop.Variable) -> VariableID? {
    if let pattern = variable.pattern {
      worklist.add(.declareElements(pattern, from: 0))
      return nil
    }
    guard case .local(let id) = declare(variable.name, as: .local, span: variable.span) else { return nil }
    initializeLocal()
    return id
  }

  mutating func declareElements(of pattern: PatternID, from first: Int) {
    let elements = ast[pattern].elements
    for index in first..<max(first, Int(elements.count)) {
      if let value = ast.patternElements[Int(elements.start) &+ index].defaultValue {
        worklist.add(.declareElement(pattern, index))
        worklist.add(value)
        return
      }
      declareElement(index, of: pattern)
    }
  }

  mutating func declareElement(_ index: Int, of pattern: PatternID) {
    let place = Int(ast[pattern].elements.start) &+ index
    let element = ast.patternElements[place]
    let binding = declare(element.name, as: .local, span: element.span)
    if ast[pattern].isConstant { markConstant(element.name, binding) }
    resolution.patternElements[place] = binding
    initializeLocal()
  }
}
