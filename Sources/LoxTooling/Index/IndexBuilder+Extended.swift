import LoxSemantics
import LoxSource
import LoxSyntax

/// A name that is a key in the literal of a map.
struct MapKey: Hashable, Sendable {
  var map: ExpressionID
  var name: NameID
}

/// What only extended Lox has.
extension IndexBuilder {
  // MARK: - Declarations

  /// Adds the parameter of a function, its default value, and what it is taken apart into.
  mutating func declareParameter(_ place: Int, of id: FunctionID) {
    let parameter = ast.parameters[Int(ast[id].parameters.start) + place]
    if let value = parameter.defaultValue { worklist.add(value) }
    if let type = parameter.type { worklist.add(ast[type].expression) }
    if let pattern = parameter.pattern {
      return addDeclarations(of: pattern, visibleFrom: parameter.span.end)
    }
    let variable = VariableID(Int(resolution[id].firstParameter.index) + place)
    let symbol = declare(
      parameter.name, .parameter, .local(variable), nameSpan: parameter.span, span: parameter.span,
      visibleFrom: parameter.span.end)
    note(parameter.type, of: symbol)
  }

  /// Notes the type of what was just declared.
  mutating func note(_ type: TypeID?, of symbol: SymbolID?) {
    guard let type, let symbol else { return }
    set(.type(ast[type].expression, type), of: symbol)
  }

  /// Declares a field of instances that has a type.
  mutating func visitInstanceField(_ id: FunctionID, in owner: SymbolID) {
    guard let field = ast[ast[id].parameters].first else { return }
    if let type = field.type { worklist.add(ast[type].expression) }
    guard let symbol = members[MemberKey(owner: owner, name: field.name, isOfClass: false)],
      isNewName(field.span, isMember: true)
    else { return }
    note(symbol, symbols[Int(symbol.index)].kind, field.span, ast[id].span)
  }

  /// The variables of a pattern come next, with their default values.
  mutating func addDeclarations(of pattern: PatternID, visibleFrom: UInt32) {
    for place in ast[pattern].elements.range.reversed() {
      if let value = ast.patternElements[place].defaultValue { worklist.add(value) }
      worklist.add(.patternElement(place, visibleFrom: visibleFrom, isConstant: ast[pattern].isConstant))
    }
  }

  mutating func declareElement(_ place: Int, visibleFrom: UInt32, isConstant: Bool) {
    let element = ast.patternElements[place]
    let isMap = isInMapPattern(place)
    if isMap, element.keySpan != element.span { noteProperty(element.key, at: element.keySpan) }
    let symbol = declare(
      element.name, .variable, resolution.patternElements[place], nameSpan: element.span, span: element.span,
      visibleFrom: visibleFrom)
    if let symbol {
      set(.constant(isConstant), of: symbol)
      set(.unknownValue, of: symbol)
    }
    if isMap, element.keySpan == element.span {
      found.shorthands.append(Occurrence(span: element.span, role: .read, target: .property(element.key)))
    }
  }

  /// Patterns of lists have no keys.
  private func isInMapPattern(_ place: Int) -> Bool {
    let next = ast.patterns.partitioningIndex { Int($0.elements.start) > place }
    return next > 0 && ast.patterns[next - 1].kind == .map
  }

  private mutating func noteProperty(_ name: NameID, at span: SourceSpan) {
    guard isName(span, isMember: true) else { return }
    found.occurrences.append(Occurrence(span: span, role: .read, target: .property(name)))
  }

  mutating func visit(_ id: ForInLoopID, _ span: SourceSpan) {
    let loop = ast[id]
    scopeEnds.append(span.end)
    worklist.add(.endScope)
    worklist.add(loop.body)
    worklist.add(loop.sequence)
    let locals = resolution.loopVariables[Int(id.index)]
    if let second = loop.second { worklist.add(.loopVariable(second, locals.second, of: id)) }
    worklist.add(.loopVariable(loop.variable, locals.first, of: id))
  }

  mutating func declare(_ variable: ForInLoop.Variable, _ local: VariableID?, of id: ForInLoopID) {
    let loop = ast[id]
    let visibleFrom = ast.span(of: loop.body).start
    if let pattern = variable.pattern { return addDeclarations(of: pattern, visibleFrom: visibleFrom) }
    guard let local else { return }
    let symbol = declare(
      variable.name, .variable, .local(local), nameSpan: variable.span, span: variable.span,
      visibleFrom: visibleFrom)
    guard let symbol else { return }
    if loop.second == nil, case .binary(let op, let start, _) = ast[loop.sequence],
      op == .range || op == .closedRange
    {
      found.writes.append((symbol.index, start.index))
    } else {
      symbols[Int(symbol.index)].hasUnknownValue = true
    }
  }

  mutating func visit(_ id: ImportID, _ span: SourceSpan) {
    let declaration = ast[id]
    let module = String(decoding: ast.bytes(of: declaration.module), as: UTF8.self)
    if let name = declaration.binding {
      declare(name, declaration.bindingSpan, span, Origin(module: module, name: nil))
    }
    for imported in ast.names(of: id) {
      declare(
        imported.local, imported.localSpan, span, Origin(module: module, name: ast.names.name(imported.name)))
    }
  }

  private mutating func declare(_ name: NameID, _ nameSpan: SourceSpan, _ span: SourceSpan, _ origin: Origin)
  {
    let symbol = declare(
      name, .variable, .global, nameSpan: nameSpan, span: span, visibleFrom: span.end)
    guard let symbol else { return }
    set(.constant(true), of: symbol)
    set(.unknownValue, of: symbol)
    set(.origin(origin), of: symbol)
  }

  mutating func visit(_ id: SwitchID) {
    for branch in ast.cases(of: id).reversed() {
      if let value = branch.value {
        worklist.add(value)
      } else {
        worklist.add(.endScope)
        worklist.add(branch.body, in: ast)
        worklist.add(.beginScope(end: branch.span.end))
      }
      for test in ast.switchTests[branch.tests.range].reversed() { worklist.add(test.operand) }
    }
    worklist.add(ast[id].subject)
  }

  mutating func visit(_ id: TryID) {
    if let finally = ast[id].finally { worklist.add(finally) }
    for index in ast[id].catches.range.reversed() {
      let handler = ast.catches[index]
      worklist.add(.endScope)
      worklist.add(handler.body)
      if let test = handler.test { worklist.add(test) }
      worklist.add(.catchVariable(index))
      worklist.add(.beginScope(end: handler.span.end))
    }
    worklist.add(ast[id].body)
  }

  mutating func declareVariable(ofCatch index: Int) {
    let handler = ast.catches[index]
    guard let name = handler.name, let local = resolution.catchVariables[index],
      let symbol = declare(
        name, .variable, .local(local), nameSpan: handler.nameSpan, span: handler.nameSpan,
        visibleFrom: ast.span(of: handler.body).start)
    else { return }
    symbols[Int(symbol.index)].hasUnknownValue = true
    symbols[Int(symbol.index)].type = handler.test
  }

  mutating func visitClassField(_ index: Int, in owner: SymbolID) {
    let field = ast.classFields[index]
    worklist.add(field.initializer)
    if let type = field.type { worklist.add(ast[type].expression) }
    guard let symbol = members[MemberKey(owner: owner, name: field.name, isOfClass: true)],
      isNewName(field.nameSpan, isMember: true)
    else { return }
    note(symbol, symbols[Int(symbol.index)].kind, field.nameSpan, field.span)
    found.writes.append((symbol.index, field.initializer.index))
  }

  // MARK: - Expressions

  mutating func visitExtended(_ id: ExpressionID) {
    switch ast[id] {
    case .function(let function): visitFunction(function)
    case .map(let entries):
      for entry in ast.mapEntries[entries.range].reversed() {
        switch entry.form {
        case .name, .literal, .computed:
          worklist.add(entry.value)
          worklist.add(entry.key)
          if entry.form == .name { worklist.add(.key(entry, of: id)) }
        case .shorthand:
          worklist.add(.key(entry, of: id))
          worklist.add(entry.value)
        case .spread: worklist.add(entry.value)
        }
      }
    case .compound(_, let target, let value):
      worklist.add(value)
      change(target, in: id)
    case .step(_, let target): change(target, in: id)
    case .switch(let id): visit(id)
    default: worklist.addChildren(of: id, in: ast)
    }
  }

  private mutating func visitFunction(_ id: FunctionID) {
    let function = ast[id]
    let symbol = add(
      Symbol(
        kind: .function, name: function.name, nameSpan: function.nameSpan, span: function.span,
        container: containers.last?.symbol ?? nil, visibility: SourceSpan(start: 0, end: 0), isGlobal: false))
    lambdas[id] = symbol
    beginFunction(id, symbol)
  }

  /// A variable, property or element that gets a new value from its old one.
  private mutating func change(_ target: ExpressionID, in id: ExpressionID) {
    switch ast[target] {
    case .variable(let name):
      use(name, at: target, .write, span: ast.span(of: target), isCalled: false)
      let meaning = meanings[Int(target.index)]
      guard meaning > 0 else { return }
      set(.reassigned, of: SymbolID(Int(meaning) - 1))
      found.writes.append((meaning - 1, id.index))
    case .get(let object, let name):
      found.sets.append((name.index, id.index))
      worklist.add(.changedProperty(target))
      worklist.add(object)
    default: worklist.add(target)
    }
  }

  mutating func declareKey(_ entry: MapEntry, of map: ExpressionID) {
    guard let span = ast.span(ofKey: entry) else { return }
    let name = ast.names.intern(ast.source.bytes, span)
    let key = MapKey(map: map, name: name)
    let symbol =
      keys[key]
      ?? add(
        Symbol(kind: .key, name: name, nameSpan: span, span: span, visibility: span, isGlobal: false))
    keys[key] = symbol
    found.writes.append((symbol.index, entry.value.index))
    let end = max(span.end, ast.span(of: entry.value).end)
    note(
      symbol, .key, span, SourceSpan(start: span.start, end: end), isShorthand: entry.form == .shorthand)
  }
}

extension AST {
  /// The bytes of the name that is the key of a map's entry; nil for a key that is an expression.
  func span(ofKey entry: MapEntry) -> SourceSpan? {
    guard entry.form == .name || entry.form == .shorthand, case .string(let literal) = self[entry.key],
      case .source(let span) = strings[Int(literal.index)]
    else { return nil }
    return span
  }
}
