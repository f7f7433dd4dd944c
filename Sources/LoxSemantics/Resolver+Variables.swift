import LoxSource
import LoxSyntax

extension Resolver {
  /// A local in scope.
  struct Local {
    var variable: VariableID
    var name: NameID
    /// The value of `innermost` for the name before this declaration.
    var shadowed: UInt32
    /// The index in `open` of its function.
    var level: Int
    /// The number of enclosing scopes in the function.
    var depth: Int
    /// The index in `captureNodes` of the capture by the innermost open function that has one, or 0.
    var link = 0
    var isInitialized = false
  }

  /// A function whose body is being walked.
  struct OpenFunction {
    /// Nil for the script.
    var id: FunctionID?
    var firstLocal: Int
    /// The book's compiler keeps the callee in slot 0, which has a name (`this`) only in methods.
    var unnamedSlots: Int
    var depth = 0
    var firstCapture = 0
    var lastCapture = 0
    var captureCount = 0
    var scope: FunctionScope
  }

  /// A class whose methods are being walked.
  struct OpenClass {
    var id: ClassID
    var hasSuperclass: Bool
    /// The index in `countedFields` of its first field.
    var firstField: Int
    /// Whether the method is one of its instances: then `this` has the fields that are counted.
    var countsFields = true
    var fieldTypes: [FieldKey: DeclaredType] = [:]
  }

  struct CountedField {
    var name: NameID
    var previousOwner: UInt32
  }

  /// One capture of one open function, in two lists: the function's, and the local's.
  struct CaptureNode {
    var capture = Capture(source: .none, variable: VariableID(0))
    /// The index in `locals` of the captured local.
    var local = 0
    /// The index in `open` of the function that captures it.
    var level = 0
    /// The index of the capture in the function's list.
    var index: UInt32 = 0
    /// The function's next capture.
    var next = 0
    /// The capture of the same local by the next enclosing function.
    var outer = 0
  }

  // MARK: - Scopes

  mutating func beginScope() {
    open[open.count - 1].depth &+= 1
  }

  mutating func endScope() {
    let current = open.count &- 1
    open[current].depth &-= 1
    popLocals(downTo: open[current].firstLocal, deeperThan: open[current].depth)
  }

  private mutating func popLocals(downTo first: Int, deeperThan depth: Int) {
    while locals.count > first, let local = locals.last, local.depth > depth {
      innermost[Int(local.name.index)] = local.shadowed
      locals.removeLast()
    }
  }

  /// Starts new counts for a function nested in the current one.
  mutating func leaveCounts() {
    let current = open.count &- 1
    open[current].scope.size = size
    open[current].scope.constantUses = constantUses
    (size, constantUses) = (0, 0)
  }

  mutating func endFunction() {
    guard let ended = open.popLast(), let id = ended.id else { return }
    popLocals(downTo: ended.firstLocal, deeperThan: -1)

    var scope = ended.scope
    scope.size = size
    scope.constantUses = constantUses
    scope.captures = CaptureList(start: resolution.captures.count, count: ended.captureCount)
    var index = ended.firstCapture
    while index != 0 {
      let node = captureNodes[index]
      resolution.captures.append(node.capture)
      locals[node.local].link = node.outer
      index = node.next
    }
    resolution.functions[Int(id.index)] = scope
    let outer = open[open.count - 1].scope
    size = outer.size &+ ended.captureCount
    constantUses = outer.constantUses
  }

  // MARK: - Declarations

  /// Declares `name` in the current scope; a local must not be read until `initializeLocal`.
  mutating func declare(_ name: NameID, as kind: Variable.Kind, span: SourceSpan) -> Binding {
    let current = open.count &- 1
    if open[current].depth == 0 {
      constantUses &+= 1
      declaredGlobals[Int(name.index)] = true
      if !importedGlobals.isEmpty, importedGlobals[name] != nil {
        problems.append((DiagnosticID.duplicateVariable, span, nil))
      }
      return .global
    }
    let visible = Int(innermost[Int(name.index)])
    if visible > 0 {
      let local = locals[visible - 1]
      if local.level == current && local.depth == open[current].depth {
        let related = resolution.variables[Int(local.variable.index)].span
        problems.append((DiagnosticID.duplicateVariable, span, related))
      }
    }
    return .local(addLocal(name, as: kind, span: span))
  }

  mutating func addLocal(_ name: NameID, as kind: Variable.Kind, span: SourceSpan) -> VariableID {
    let current = open.count &- 1
    let id = VariableID(resolution.variables.count)
    var variable = Variable(name: name, kind: kind, function: open[current].id, span: span)
    let visible = Int(innermost[Int(name.index)])
    if visible > 0 { variable.shadowed = locals[visible &- 1].variable }
    resolution.variables.append(variable)
    locals.append(
      Local(
        variable: id, name: name, shadowed: innermost[Int(name.index)], level: current,
        depth: open[current].depth))
    innermost[Int(name.index)] = UInt32(truncatingIfNeeded: locals.count)
    let height = locals.count &- open[current].firstLocal &+ open[current].unnamedSlots
    if height > open[current].scope.peakLocals { open[current].scope.peakLocals = height }
    return id
  }

  /// Allows reading the last declared variable, if it is a local.
  mutating func initializeLocal() {
    if !locals.isEmpty { locals[locals.count - 1].isInitialized = true }
  }

  // MARK: - Uses

  /// Looks up a name, which occurs in `expression`, in the enclosing scopes.
  mutating func binding(of name: NameID, at expression: ExpressionID) -> Binding {
    let visible = Int(innermost[Int(name.index)])
    if visible == 0 { return .global }
    let local = locals[visible - 1]
    if !local.isInitialized, !mayBeUsedInInitializer(local) {
      problems.append(
        (DiagnosticID.readInOwnInitializer, ast.nameSpan(of: expression), nil))
    }
    if local.level == open.count - 1 { return .local(local.variable) }
    guard let capture = capture(localAt: visible - 1) else {
      problems.append((DiagnosticID.tooManyCaptures, ast.nameSpan(of: expression), nil))
      return .none
    }
    return .capture(capture)
  }

  /// Whether a function refers to the variable in whose initializer it is, which only extended Lox has.
  private mutating func mayBeUsedInInitializer(_ local: Local) -> Bool {
    let index = Int(local.variable.index)
    guard ast.hasFunctionExpressions, local.level != open.count &- 1,
      resolution.variables[index].kind == .local
    else {
      return false
    }
    resolution.variables[index].isUsedInInitializer = true
    resolution.variables[index].isAssigned = true
    return true
  }

  /// The number of captures that a piece of the script may have beyond one for each expression. Each function
  /// between a variable and its use has one, so their number could be quadratic in the length of a source.
  private static let maximumExtraCaptures = 1 << 20

  /// The index of a local of an enclosing function among the captures of the current one; a new capture is
  /// added if needed. Nil if there are too many.
  ///
  /// All functions between the two capture it as well, each from its enclosing function.
  mutating func capture(localAt place: Int) -> UInt32? {
    let variable = locals[place].variable
    var link = locals[place].link
    var level = link != 0 ? captureNodes[link].level : locals[place].level
    let count = captureNodes.count &+ open.count &- level
    if count > Self.maximumExtraCaptures &+ ast.expressions.count { return nil }
    var source = Binding.local(variable)
    if link != 0 {
      source = .capture(captureNodes[link].index)
    } else {
      resolution.variables[Int(variable.index)].isCaptured = true
      open[level].scope.usesThis = open[level].scope.usesThis || locals[place].name == .this
    }
    while level < open.count - 1 {
      level &+= 1
      let index = UInt32(truncatingIfNeeded: open[level].captureCount)
      let added = captureNodes.count
      captureNodes.append(
        CaptureNode(
          capture: Capture(source: source, variable: variable), local: place, level: level, index: index,
          outer: link))
      if open[level].lastCapture == 0 {
        open[level].firstCapture = added
      } else {
        captureNodes[open[level].lastCapture].next = added
      }
      open[level].lastCapture = added
      open[level].captureCount &+= 1
      if locals[place].name == .this {
        open[level].scope.this = .capture(index)
        open[level].scope.usesThis = true
      }
      source = .capture(index)
      link = added
    }
    locals[place].link = link
    return captureNodes[link].index
  }

  /// Records that the variable a name refers to is assigned; `span` is the name, unless there are no constants.
  mutating func noteAssignment(of name: NameID, at span: SourceSpan?, by assignment: ExpressionID) {
    let visible = Int(innermost[Int(name.index)])
    if visible == 0 {
      guard let span else { return }
      if assignedGlobals[name] == nil { assignedGlobals[name] = span }
      if globalConstants.contains(name) { problems.append((DiagnosticID.assignmentToConstant, span, nil)) }
      if !importedGlobals.isEmpty, importedGlobals[name] != nil {
        problems.append((DiagnosticID.assignmentToImport, span, nil))
      }
      if !globalTypes.isEmpty { check(assignment, to: name, nil) }
      return
    }
    let variable = Int(locals[visible - 1].variable.index)
    resolution.variables[variable].isAssigned = true
    if let span, resolution.variables[variable].isConstant {
      problems.append((DiagnosticID.assignmentToConstant, span, nil))
    }
    if !localTypes.isEmpty { check(assignment, to: name, VariableID(variable)) }
  }

  /// Records that a variable that was just declared is a constant.
  mutating func markConstant(_ name: NameID, _ binding: Binding) {
    switch binding {
    case .local(let variable): resolution.variables[Int(variable.index)].isConstant = true
    case .global, .capture, .none:
      guard globalConstants.insert(name).inserted, let span = assignedGlobals[name] else { return }
      problems.append((DiagnosticID.assignmentToConstant, span, nil))
    }
  }
}
