import LoxSemantics
import LoxSource
import LoxSyntax

/// Walks a resolved tree in source order, and records what each name means.
///
/// The tree may have holes: where a name was missing, the parser took another token for it, and such "names"
/// are left out. As in the resolver, a worklist replaces recursion.
struct IndexBuilder {
  /// The tree, whose names include those that are keys of maps.
  var ast: AST
  /// The meaning of the names in the declarations that are being walked over.
  private(set) var resolution = Resolution()

  var symbols: [Symbol] = []
  /// What is found in the declarations that are being walked over.
  var found = IndexLists()
  /// By expression: one more than the symbol that a variable names, or the class that contains a `this` or a
  /// `super`.
  var meanings: [UInt32]
  var members: [MemberKey: SymbolID] = [:]
  /// The members that classes had before their declarations changed: they keep their symbols.
  var formerMembers: [MemberKey: SymbolID] = [:]
  /// The keys in literals of maps.
  var keys: [MapKey: SymbolID] = [:]
  /// By function in an expression: its symbol.
  var lambdas: [FunctionID: SymbolID] = [:]

  var worklist = Worklist<Action>()
  private var symbolsOfVariables: [UInt32] = []
  /// By name: one more than the symbol of the global variable.
  private var globals: [UInt32] = []
  /// The enclosing functions and classes.
  var containers: [(symbol: SymbolID?, declaration: Int?)] = []
  private var functions: [FunctionID] = []
  /// The enclosing classes, and whether the code is in a member of the class itself.
  private var classes: [(symbol: SymbolID, isOfClass: Bool)] = []
  /// Every `this` and `super` that means a class.
  var classReceivers: Set<ExpressionID> = []
  /// By the symbol of a class, the place of its last declaration.
  var declarationsOfClasses: [UInt32: Int] = [:]
  var scopeEnds: [UInt32] = []

  /// Actions between nodes.
  enum Action {
    case property(ExpressionID, isCalled: Bool)
    /// A property that a compound assignment changes.
    case changedProperty(ExpressionID)
    case parameter(FunctionID, Int)
    /// A variable that a pattern declares, as an index into the tree's elements.
    case patternElement(Int, visibleFrom: UInt32, isConstant: Bool)
    case loopVariable(ForInLoop.Variable, VariableID?, of: ForInLoopID)
    case key(MapEntry, of: ExpressionID)
    case beginScope(end: UInt32)
    case method(FunctionID, in: SymbolID)
    /// By their indices in the tree.
    case classField(Int, in: SymbolID)
    case instanceField(FunctionID, in: SymbolID)
    case catchVariable(Int)
    case endFunction, endClass, endScope
  }

  init(ast: AST) {
    self.ast = ast
    meanings = []
  }

  /// Walks over declarations of the script, for which there are names and nodes that it has not seen before.
  mutating func walk(_ statements: [StatementID], _ resolution: Resolution, entriesFrom firstEntry: Int) {
    self.resolution = resolution
    for entry in ast.mapEntries[firstEntry...] {
      if let span = ast.span(ofKey: entry) { _ = ast.names.intern(ast.source.bytes, span) }
    }
    meanings += repeatElement(0, count: ast.expressions.count - meanings.count)
    globals += repeatElement(0, count: ast.names.count - globals.count)
    symbolsOfVariables = Array(repeating: 0, count: resolution.variables.count)
    found = IndexLists()
    for statement in statements {
      let (before, firstSymbol) = (found.counts, symbols.count)
      worklist.add(statement)
      run()
      found.endPart(before, symbols: firstSymbol..<symbols.count)
    }
    self.resolution = Resolution()
    declarationsOfClasses = [:]
  }

  /// What the last walk has found.
  mutating func takeFound() -> IndexLists {
    defer { found = IndexLists() }
    return found
  }

  private mutating func run() {
    while let task = worklist.next() {
      switch task {
      case .node(.statement(let id)): visit(id)
      case .node(.expression(let id)): visit(id)
      // These were begun by their statements and classes.
      case .node(.function), .node(.class): break
      case .action(.property(let id, let isCalled)): visitProperty(id, isCalled: isCalled)
      case .action(.changedProperty(let id)): visitProperty(id, isCalled: false, isChanged: true)
      case .action(.parameter(let id, let place)): declareParameter(place, of: id)
      case .action(.patternElement(let place, let visibleFrom, let isConstant)):
        declareElement(place, visibleFrom: visibleFrom, isConstant: isConstant)
      case .action(.loopVariable(let variable, let local, let loop)): declare(variable, local, of: loop)
      case .action(.key(let entry, let map)): declareKey(entry, of: map)
      case .action(.beginScope(let end)): scopeEnds.append(end)
      case .action(.method(let id, let owner)): visitMethod(id, in: owner)
      case .action(.classField(let index, let owner)): visitClassField(index, in: owner)
      case .action(.instanceField(let id, let owner)): visitInstanceField(id, in: owner)
      case .action(.catchVariable(let index)): declareVariable(ofCatch: index)
      case .action(.endFunction):
        _ = functions.popLast()
        _ = containers.popLast()
        _ = scopeEnds.popLast()
      case .action(.endClass):
        _ = classes.popLast()
        _ = containers.popLast()
      case .action(.endScope): _ = scopeEnds.popLast()
      }
    }
  }

  // MARK: - Statements

  private mutating func visit(_ id: StatementID) {
    switch ast[id] {
    case .empty, .expression, .print, .if, .while, .break, .continue, .throw:
      worklist.addChildren(of: id, in: ast)
    case .constant(let name, let value):
      let symbol = declare(
        name, .variable, resolution.declaration(of: id), nameSpan: ast.nameSpan(ofVariable: id),
        span: ast.span(of: id),
        visibleFrom: ast.span(of: id).end)
      if let symbol {
        set(.constant(true), of: symbol)
        found.writes.append((symbol.index, value.index))
      }
      note(ast.variableTypes[id], of: symbol)
      worklist.addChildren(of: id, in: ast)
    case .destructuring(let pattern, let value):
      worklist.add(value)
      addDeclarations(of: pattern, visibleFrom: ast.span(of: id).end)
    case .forIn(let loop): visit(loop, ast.span(of: id))
    case .switch(let id): visit(id)
    case .try(let id): visit(id)
    case .import(let declaration): visit(declaration, ast.span(of: id))
    case .variable(let name, let initializer):
      let span = ast.nameSpan(ofVariable: id)
      let symbol = declare(
        name, .variable, resolution.declaration(of: id), nameSpan: span, span: ast.span(of: id),
        visibleFrom: ast.span(of: id).end)
      if let initializer, let symbol { found.writes.append((symbol.index, initializer.index)) }
      note(ast.variableTypes[id], of: symbol)
      worklist.addChildren(of: id, in: ast)
    case .block, .for:
      scopeEnds.append(ast.span(of: id).end)
      worklist.add(.endScope)
      worklist.addChildren(of: id, in: ast)
    case .return(let value):
      if let value, let function = functions.last { found.returns.append((function.index, value.index)) }
      worklist.addChildren(of: id, in: ast)
    case .function(let function):
      let declaration = ast[function]
      let symbol = declare(
        declaration.name, .function, resolution.declaration(of: id), nameSpan: declaration.nameSpan,
        span: declaration.span, visibleFrom: declaration.nameSpan.end)
      beginFunction(function, symbol)
    case .class(let classID):
      visitClass(ast[classID], resolution.declaration(of: id))
    }
  }

  /// There is no symbol if the function's name is missing.
  mutating func beginFunction(_ id: FunctionID, _ symbol: SymbolID?) {
    let function = ast[id]
    functions.append(id)
    scopeEnds.append(function.span.end)
    if function.form == .declaration {
      enter(symbol)
    } else {
      containers.append((symbol, containers.last?.declaration ?? nil))
    }
    if let symbol {
      if function.member == .setter {
        symbols[Int(symbol.index)].setter = id
      } else {
        set(.function(id), of: symbol)
      }
    }
    worklist.add(.endFunction)
    worklist.add(function.body, in: ast)
    if let type = function.type { worklist.add(ast[type].expression) }
    for index in (0..<Int(function.parameters.count)).reversed() { worklist.add(.parameter(id, index)) }
  }

  /// Enters the last declaration, or something without a name.
  private mutating func enter(_ symbol: SymbolID?) {
    containers.append(
      symbol.map { ($0, found.declarations.count - 1) } ?? containers.last ?? (nil, nil))
  }

  private mutating func visitClass(_ declaration: ClassDeclaration, _ binding: Binding) {
    let declared = declare(
      declaration.name, .class, binding, nameSpan: declaration.nameSpan, span: declaration.span,
      visibleFrom: declaration.nameSpan.end)
    let symbol =
      declared
      ?? add(
        Symbol(
          kind: .class, name: declaration.name, nameSpan: declaration.nameSpan, span: declaration.span,
          visibility: SourceSpan(start: 0, end: 0), isGlobal: false))
    enter(declared)
    classes.append((symbol, false))
    if let superclass = declaration.superclass {
      var part = superclass
      while case .get(let object, _) = ast[part] { part = object }
      if part != superclass { worklist.add(superclass) } else { visit(superclass) }
      let meaning = meanings[Int(superclass.index)]
      if meaning > 0, meaning - 1 != symbol.index {
        set(.superclass(SymbolID(Int(meaning) - 1)), of: symbol)
      }
    }
    // All methods are known before a body is read: the body may assign a field of the same name.
    let methods = ast[declaration.methods]
    for method in methods where isNewName(ast[method].nameSpan, isMember: true) {
      if ast[method].member == .field, let field = ast[ast[method].parameters].first {
        addField(
          field.name, field.type, to: symbol, at: field.span, isOfClass: ast[method].isOfClass,
          isDeclared: true)
        continue
      }
      let key = MemberKey(owner: symbol, name: ast[method].name, isOfClass: ast[method].isOfClass)
      if members[key] == nil { members[key] = addMethod(ast[method], to: symbol, key) }
    }
    for field in ast.classFields[declaration.fields.range] {
      addField(field.name, field.type, to: symbol, at: field.nameSpan, isOfClass: true, isDeclared: true)
    }
    worklist.add(.endClass)
    for member in ast.members(of: declaration).reversed() {
      switch member {
      case .function(let field) where ast[field].member == .field:
        worklist.add(.instanceField(field, in: symbol))
      case .function(let method): worklist.add(.method(method, in: symbol))
      case .field(let index): worklist.add(.classField(index, in: symbol))
      }
    }
  }

  private mutating func addMethod(_ method: FunctionDeclaration, to owner: SymbolID, _ key: MemberKey)
    -> SymbolID
  {
    let kind: Symbol.Kind =
      switch method.member {
      case .none, .method, .field: method.kind == .initializer ? .initializer : .method
      case .getter, .setter: .property
      case .operator: .operator
      }
    var symbol = Symbol(
      kind: kind, name: method.name, nameSpan: method.nameSpan, span: method.span, container: owner,
      visibility: method.nameSpan, isGlobal: false)
    symbol.isOfClass = method.isOfClass
    return add(symbol, key)
  }

  /// Adds a member, which may have a symbol already.
  private mutating func add(_ member: Symbol, _ key: MemberKey) -> SymbolID {
    guard let former = formerMembers.removeValue(forKey: key) else { return add(member) }
    symbols[Int(former.index)] = member
    return former
  }

  private mutating func visitMethod(_ id: FunctionID, in owner: SymbolID) {
    let method = ast[id]
    if !classes.isEmpty { classes[classes.count - 1].isOfClass = method.isOfClass }
    guard let symbol = members[MemberKey(owner: owner, name: method.name, isOfClass: method.isOfClass)],
      isNewName(method.nameSpan, isMember: true)
    else {
      return beginFunction(id, nil)
    }
    note(symbol, symbols[Int(symbol.index)].kind, method.nameSpan, method.span)
    beginFunction(id, symbol)
  }

  // MARK: - Expressions

  mutating func visit(_ id: ExpressionID, isCalled: Bool = false) {
    switch ast[id] {
    case .nil, .boolean, .number, .string, .grouping, .unary, .binary, .logical, .template, .list, .spread,
      .conditional,
      .coalesce, .index, .setIndex, .indexIfAny, .optionalChain, .invalid:
      worklist.addChildren(of: id, in: ast)
    case .variable(let name):
      use(name, at: id, .read, span: ast.span(of: id), isCalled: isCalled)
    case .assign(let name, let value):
      let start = ast.span(of: id).start
      let length = UInt32(truncatingIfNeeded: ast.names.bytes(name).count)
      use(name, at: id, .write, span: SourceSpan(start: start, end: start &+ length), isCalled: false)
      if meanings[Int(id.index)] > 0 {
        let symbol = meanings[Int(id.index)] - 1
        set(.reassigned, of: SymbolID(Int(symbol)))
        found.writes.append((symbol, value.index))
      }
      worklist.addChildren(of: id, in: ast)
    case .map, .function, .compound, .step, .switch: visitExtended(id)
    case .get, .getIfAny:
      worklist.add(.property(id, isCalled: isCalled))
      worklist.addChildren(of: id, in: ast)
    case .set(let object, let name, let value):
      found.sets.append((name.index, id.index))
      worklist.add(value)
      worklist.add(.property(id, isCalled: false))
      worklist.add(object)
    case .call(let callee, let arguments), .callIfAny(let callee, let arguments):
      for argument in ast[arguments].reversed() { worklist.add(argument) }
      visit(callee: callee)
    case .this:
      guard let (owner, isOfClass) = classes.last else { break }
      if isOfClass { classReceivers.insert(id) }
      meanings[Int(id.index)] = owner.index + 1
      found.occurrences.append(
        Occurrence(span: ast.span(of: id), role: .read, target: .this(owner), expression: id))
    case .superMethod:
      visitSuper(id, isCalled: isCalled)
    }
  }

  private mutating func visit(callee: ExpressionID) {
    switch ast[callee] {
    case .variable, .superMethod: visit(callee, isCalled: true)
    case .get(let object, _), .getIfAny(let object, _):
      worklist.add(.property(callee, isCalled: true))
      worklist.add(object)
    default: worklist.add(callee)
    }
  }

  private mutating func visitSuper(_ id: ExpressionID, isCalled: Bool) {
    guard let (owner, isOfClass) = classes.last else { return }
    if isOfClass { classReceivers.insert(id) }
    meanings[Int(id.index)] = owner.index + 1
    let start = ast.span(of: id).start
    found.occurrences.append(
      Occurrence(span: SourceSpan(start: start, end: start &+ 5), role: .read, target: .super(owner)))
    visitProperty(id, isCalled: isCalled)
  }

  private mutating func visitProperty(_ id: ExpressionID, isCalled: Bool, isChanged: Bool = false) {
    let name: NameID
    var role = isChanged ? Occurrence.Role.write : .read
    let span: SourceSpan
    switch ast[id] {
    case .get(_, let property), .getIfAny(_, let property):
      name = property
      // For a property that is read, the name comes last.
      let end = ast.span(of: id).end
      let length = UInt32(truncatingIfNeeded: ast.names.bytes(property).count)
      span = SourceSpan(start: end >= length ? end &- length : end, end: end)
    case .superMethod(let property):
      name = property
      span = ast.nameSpan(of: id)
    case .set(let object, let property, _):
      name = property
      role = .write
      span = ast.nameSpan(of: id)
      if case .this = ast[object], let (owner, isOfClass) = classes.last {
        addField(name, to: owner, at: span, isOfClass: isOfClass)
      }
    default: return
    }
    if isChanged, case .get(let object, _) = ast[id], case .this = ast[object],
      let (owner, isOfClass) = classes.last
    {
      addField(name, to: owner, at: span, isOfClass: isOfClass)
    }
    // If the dot is missing too, the name may be another one.
    guard isName(span, isMember: true), ast.source.text(of: span).elementsEqual(ast.names.bytes(name)) else {
      return
    }
    found.occurrences.append(
      Occurrence(span: span, role: role, target: .property(name), isCalled: isCalled, expression: id))
  }

  /// Adds a field to a class unless it has a member of that name. What declares it, if anything, notes it later.
  mutating func addField(
    _ name: NameID, _ type: TypeID? = nil, to owner: SymbolID, at span: SourceSpan, isOfClass: Bool = false,
    isDeclared: Bool = false
  ) {
    let key = MemberKey(owner: owner, name: name, isOfClass: isOfClass)
    guard members[key] == nil, isName(span, isMember: true),
      isDeclared || inheritedMember(name, of: owner, isOfClass) == nil
    else { return }
    var field = Symbol(
      kind: .field, name: name, nameSpan: span, span: span, container: owner, visibility: span,
      isGlobal: false)
    field.isOfClass = isOfClass
    field.type = type.map { ast[$0].expression }
    field.annotation = type
    let symbol = add(field, key)
    members[key] = symbol
    if isDeclared { return }
    found.declarations.append(
      Declaration(
        symbol: symbol, kind: .field, nameSpan: span, span: span,
        container: declarationsOfClasses[owner.index]))
  }

  /// The member that a class inherits from one that is declared before it.
  private func inheritedMember(_ name: NameID, of owner: SymbolID, _ isOfClass: Bool) -> SymbolID? {
    let place = symbols[Int(owner.index)].nameSpan.start
    var next = symbols[Int(owner.index)].superclass
    for _ in 0..<64 {
      guard let ancestor = next, symbols[Int(ancestor.index)].nameSpan.start < place else { return nil }
      if let member = members[MemberKey(owner: ancestor, name: name, isOfClass: isOfClass)] { return member }
      next = symbols[Int(ancestor.index)].superclass
    }
    return nil
  }

  // MARK: - Names

  /// Whether there is an identifier at a place. In extended Lox, members may also have the names of keywords.
  func isName(_ span: SourceSpan, isMember: Bool = false) -> Bool {
    guard let first = ast.source.text(of: span).first else { return false }
    guard (first | 0x20) &- UInt8(ascii: "a") < 26 || first == UInt8(ascii: "_") else { return false }
    // Some of the short words are keywords.
    if span.end &- span.start > 6 || isMember && ast.profile == .extended { return true }
    var scanner = Scanner(ast.source, profile: ast.profile, from: span.start)
    return scanner.next().kind == .identifier
  }

  /// Whether a declaration has a name of its own: if the name is missing, the parser took the previous token.
  func isNewName(_ span: SourceSpan, isMember: Bool = false) -> Bool {
    span.start >= found.occurrences.last?.span.end ?? 0 && isName(span, isMember: isMember)
  }

  mutating func add(_ symbol: Symbol) -> SymbolID {
    symbols.append(symbol)
    return SymbolID(symbols.count - 1)
  }

  mutating func note(
    _ symbol: SymbolID, _ kind: Symbol.Kind, _ nameSpan: SourceSpan, _ span: SourceSpan,
    isShorthand: Bool = false
  ) {
    let container = containers.last?.declaration
    if kind == .class { declarationsOfClasses[symbol.index] = found.declarations.count }
    found.declarations.append(
      Declaration(symbol: symbol, kind: kind, nameSpan: nameSpan, span: span, container: container))
    let occurrence = Occurrence(span: nameSpan, role: .declaration, target: .symbol(symbol))
    if isShorthand { found.shorthands.append(occurrence) } else { found.occurrences.append(occurrence) }
  }

  /// Nil if the name is missing in the source.
  mutating func declare(
    _ name: NameID, _ kind: Symbol.Kind, _ binding: Binding, nameSpan: SourceSpan, span: SourceSpan,
    visibleFrom: UInt32
  ) -> SymbolID? {
    guard isNewName(nameSpan) else { return nil }
    var symbol = Symbol(
      kind: kind, name: name, nameSpan: nameSpan, span: span, container: containers.last?.symbol ?? nil,
      visibility: SourceSpan(start: visibleFrom, end: max(visibleFrom, scopeEnds.last ?? 0)), isGlobal: false)
    let id: SymbolID
    if case .local(let variable) = binding {
      id = add(symbol)
      if Int(variable.index) < symbolsOfVariables.count {
        symbolsOfVariables[Int(variable.index)] = id.index + 1
      }
    } else {
      id = global(name, at: nameSpan)
      symbol.isGlobal = true
      symbol.visibility = wholeSource
      set(.declared(symbol), of: id)
    }
    note(id, kind, nameSpan, span)
    return id
  }

  var wholeSource: SourceSpan {
    SourceSpan(start: 0, end: UInt32(truncatingIfNeeded: ast.source.bytes.count))
  }

  /// The symbol of a global variable, created at its first occurrence.
  private mutating func global(_ name: NameID, at span: SourceSpan) -> SymbolID {
    let known = globals[Int(name.index)]
    if known > 0 {
      // One that was not mentioned any more may be again.
      if !symbols[Int(known) - 1].isGlobal { symbols[Int(known) - 1] = undeclared(name, at: span) }
      return SymbolID(Int(known) - 1)
    }
    let id = add(undeclared(name, at: span))
    globals[Int(name.index)] = id.index + 1
    return id
  }

  /// A global variable of which nothing is known.
  func undeclared(_ name: NameID, at span: SourceSpan) -> Symbol {
    Symbol(kind: .undeclared, name: name, nameSpan: span, span: span, visibility: wholeSource, isGlobal: true)
  }

  /// Whether a symbol is, or was, that of a global variable.
  func isGlobal(_ id: SymbolID) -> Bool {
    let name = Int(symbols[Int(id.index)].name.index)
    return name < globals.count && globals[name] == id.index + 1
  }

  mutating func use(
    _ name: NameID, at id: ExpressionID, _ role: Occurrence.Role, span: SourceSpan, isCalled: Bool
  ) {
    guard isName(span), let symbol = symbol(of: name, resolution.binding(of: id), at: span) else { return }
    meanings[Int(id.index)] = symbol.index + 1
    found.occurrences.append(Occurrence(span: span, role: role, target: .symbol(symbol), isCalled: isCalled))
  }

  private mutating func symbol(of name: NameID, _ binding: Binding, at span: SourceSpan) -> SymbolID? {
    switch binding {
    case .none: return nil
    case .global: return global(name, at: span)
    case .local(let variable): return symbol(of: variable)
    case .capture(let place):
      guard let function = functions.last else { return nil }
      let captures = resolution[function].captures
      guard place < captures.count else { return nil }
      return symbol(of: resolution.captures[Int(captures.start &+ place)].variable)
    }
  }

  private func symbol(of variable: VariableID) -> SymbolID? {
    guard Int(variable.index) < symbolsOfVariables.count else { return nil }
    let known = symbolsOfVariables[Int(variable.index)]
    return known > 0 ? SymbolID(Int(known) - 1) : nil
  }
}

/// A member's name and its class.
struct MemberKey: Hashable, Sendable {
  var owner: SymbolID
  var name: NameID
  var isOfClass = false
}
