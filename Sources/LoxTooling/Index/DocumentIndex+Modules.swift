import LoxSource
import LoxSyntax

/// What a script has to do with modules.
extension DocumentIndex {
  /// What can be imported from the script: its global names, but for those that begin with `_`, in source order.
  public var exports: [SymbolID] {
    symbols.indices.map { SymbolID($0) }.filter { id in
      self[id].isGlobal && self[id].kind != .undeclared && !ast.names.isPrivate(self[id].name)
    }
  }

  /// The symbol of a name that can be imported.
  public func export(named name: String) -> SymbolID? {
    global(named: name).flatMap { id in
      self[id].kind != .undeclared && !ast.names.isPrivate(self[id].name) ? id : nil
    }
  }

  /// How a global function, or a class, can be called that nothing replaces; nil if that is not certain.
  func certainFunction(_ id: SymbolID) -> HostAPI.Function? {
    let symbol = self[id]
    guard !symbol.isReassigned, declarations.count(where: { $0.symbol == id }) == 1 else { return nil }
    let function: FunctionID?
    switch symbol.kind {
    case .function: function = symbol.function
    case .class:
      function = members[MemberKey(owner: id, name: .initializer)].flatMap { self[$0].function }
      if function == nil, symbol.superclass != nil { return nil }
    default: return nil
    }
    let parameters = function.map { ast[ast[$0].parameters] } ?? []
    return HostAPI.Function(
      name: name(of: id),
      parameters: parameters.map { parameter in
        HostAPI.Parameter(
          name: String(decoding: source.text(of: parameter.span), as: UTF8.self),
          isOptional: parameter.defaultValue != nil, isVariadic: parameter.isRest)
      })
  }

  /// The names of the modules that the script imports, and where.
  public var imports: [(name: String, span: SourceSpan)] {
    ast.imports.map { (String(decoding: ast.bytes(of: $0.module), as: UTF8.self), $0.moduleSpan) }
  }

  /// The module, or the variable of a module, that is named at a place: in an import, or after a module and a dot.
  public func origin(at offset: UInt32) -> (span: SourceSpan, origin: Origin)? {
    for declaration in ast.imports {
      let module = String(decoding: ast.bytes(of: declaration.module), as: UTF8.self)
      if declaration.moduleSpan.start <= offset, offset <= declaration.moduleSpan.end {
        return (declaration.moduleSpan, Origin(module: module, name: nil))
      }
      for imported in ast.importedNames[declaration.names.range]
      where imported.nameSpan.start <= offset && offset <= imported.nameSpan.end {
        return (imported.nameSpan, Origin(module: module, name: ast.names.name(imported.name)))
      }
    }
    return occurrence(at: offset).flatMap { occurrence in
      origin(of: occurrence).map { (occurrence.span, $0) }
    }
  }

  /// What an occurrence of an imported name stands for in its module.
  public func origin(of occurrence: Occurrence) -> Origin? {
    switch occurrence.target {
    case .symbol(let id): return self[id].origin
    case .property(let name):
      guard let expression = occurrence.expression, let module = module(before: expression) else {
        return nil
      }
      return Origin(module: module, name: text(of: name))
    case .this, .super: return nil
    }
  }

  /// The module whose variable a property is.
  func module(before property: ExpressionID) -> String? {
    let object: ExpressionID
    switch ast[property] {
    case .get(let left, _), .getIfAny(let left, _), .set(let left, _, _): object = left
    default: return nil
    }
    guard case .variable = ast[object], case let meaning = meanings[Int(object.index)], meaning > 0,
      let origin = self[SymbolID(Int(meaning) - 1)].origin, origin.name == nil
    else { return nil }
    return origin.module
  }

  /// All places where a variable of a module is named, given which names of modules mean that one.
  public func references(to name: String, ofModule isModule: (String) -> Bool) -> [SourceSpan] {
    var spans: [SourceSpan] = []
    for declaration in ast.imports {
      guard isModule(String(decoding: ast.bytes(of: declaration.module), as: UTF8.self)) else { continue }
      for imported in ast.importedNames[declaration.names.range]
      where imported.nameSpan != imported.localSpan && ast.names.name(imported.name) == name {
        spans.append(imported.nameSpan)
      }
    }
    for occurrence in occurrences {
      guard let origin = origin(of: occurrence), origin.name == name, isModule(origin.module) else {
        continue
      }
      spans.append(occurrence.span)
    }
    return spans.sorted { $0.start < $1.start }
  }
}
