import LoxSource
import LoxSyntax

/// A word that may be meant at the cursor.
public struct Completion: Hashable, Sendable {
  public enum Kind: UInt8, Sendable {
    case variable, parameter, function, `class`, method, field, property, keyword, module
  }

  /// Where the documentation of a completion is found.
  public enum Origin: Hashable, Sendable {
    /// A declaration whose name begins at that offset.
    case declaration(UInt32)
    /// A global name of the host, or a member of a class of it.
    case host(name: String, owner: String?)
    case language
  }

  public var label: String
  public var kind: Kind
  /// What it is, in a few words: its parameters, its class.
  public var detail: String
  /// How near it is: smaller ranks should come first.
  public var rank: Int
  public var origin: Origin

  public init(label: String, kind: Kind, detail: String, rank: Int, origin: Origin) {
    self.label = label
    self.kind = kind
    self.detail = detail
    self.rank = rank
    self.origin = origin
  }
}

/// The words that may be meant at a place.
public struct CompletionList: Sendable {
  /// The bytes that a completion replaces.
  public var span: SourceSpan
  public var items: [Completion]
}

extension DocumentIndex {
  /// The words that may be meant at a place: all that fit there, whatever has been typed of one.
  ///
  /// Of modules, what `modules` knows is told.
  public func completions(
    at offset: UInt32, modules: ModuleCompletions = ModuleCompletions()
  ) -> CompletionList {
    completions(at: offset, modules: modules) {
      DocumentIndex(source: $0, profile: profile, hostAPI: hostAPI)
    }
  }

  /// The same, given a way to index another text.
  func completions(
    at offset: UInt32, modules: ModuleCompletions, completed: (Source) -> DocumentIndex
  ) -> CompletionList {
    if let place = ImportContext(source, profile, at: offset, from: contextStart(before: offset))?.place {
      return completions(at: offset, inImport: place, modules)
    }
    let context = cursorContext(at: offset)
    let nothing = CompletionList(span: context.prefix, items: [])
    if context.place == .text || context.place == .newName { return nothing }
    if context.place == .operator {
      let words = profile == .extended ? ["in", "is"] : []
      return CompletionList(
        span: context.prefix, items: [.keyword(.and), .keyword(.or)] + words.map { .keyword($0) })
    }
    // Where a word has begun and nothing is missing, the source is complete as it is.
    let patched = hasErrors || context.prefix.start == offset ? completed(completedSource(context)) : self
    var list = CompletionCollector(patched, at: offset)
    switch context.place {
    case .member:
      if let module = list.module {
        if let host = hostAPI.module(named: module) {
          list.addMembers(ofHostModule: host)
        } else {
          list.addExports(of: modules.index(module))
        }
      } else {
        list.addMembers()
      }
    case .superclass, .type: list.addClasses(isType: context.place == .type)
    case .classBody: list.addMethodsToOverride()
    default:
      list.addVariables()
      list.addKeywords(context)
    }
    let shift = UInt32(truncatingIfNeeded: patched.source.bytes.count - source.bytes.count)
    var items = list.items
    for index in items.indices {
      guard case .declaration(let place) = items[index].origin, place > offset else { continue }
      items[index].origin = .declaration(place &- shift)
    }
    return CompletionList(span: context.prefix, items: items)
  }

  private func completions(
    at offset: UInt32, inImport place: ImportContext.Place, _ modules: ModuleCompletions
  ) -> CompletionList {
    var span = cursorContext(at: offset).prefix
    var list = CompletionCollector(self, at: offset)
    switch place {
    case .module(let typed):
      span = typed
      list.addModules(hostAPI.modules.map(\.name) + modules.names())
    case .name(let module?, let others):
      if let host = hostAPI.module(named: module) {
        list.addMembers(ofHostModule: host)
      } else {
        list.addExports(of: modules.index(module))
      }
      return CompletionList(span: span, items: list.items.filter { !others.contains($0.label) })
    case .word(let word?): return CompletionList(span: span, items: [.keyword(word)])
    case .name(module: nil, _), .word(nil): break
    }
    return CompletionList(span: span, items: list.items)
  }

  /// The documentation of a completion, if this is still the source that it was made from.
  public func documentation(of completion: Completion) -> String? {
    switch completion.origin {
    case .declaration(let offset):
      let declaration = declarations.first { $0.nameSpan.start == offset }
      return declaration.flatMap { name(of: $0.symbol) == completion.label ? documentation(of: $0) : nil }
    case .host(let name, nil):
      return hostAPI.hover(global: name, at: SourceSpan(start: 0, end: 0))?.documentation
    case .host(let name, let owner?):
      guard let host = hostAPI.class(named: owner) else { return nil }
      let nowhere = SourceSpan(start: 0, end: 0)
      let hover =
        hostAPI.hover(member: name, of: host, at: nowhere)
        ?? hostAPI.hover(member: name, of: hostAPI.statics(of: host), at: nowhere)
      return hover?.documentation
    case .language: return nil
    }
  }
}

extension Completion {
  fileprivate static func keyword(_ kind: TokenKind) -> Completion { keyword(kind.text) }

  fileprivate static func keyword(_ text: String) -> Completion {
    Completion(label: text, kind: .keyword, detail: "keyword", rank: 4, origin: .language)
  }
}

/// Collects completions, each label once.
private struct CompletionCollector {
  private let index: DocumentIndex
  private let offset: UInt32
  private var inference: TypeInference
  private(set) var items: [Completion] = []
  private var labels: Set<String> = []

  init(_ index: DocumentIndex, at offset: UInt32) {
    self.index = index
    self.offset = offset
    inference = TypeInference(index)
  }

  private mutating func add(_ item: Completion) {
    if labels.insert(item.label).inserted { items.append(item) }
  }

  private mutating func add(_ id: SymbolID, rank: Int) {
    let symbol = index[id]
    // Many classes may have members of the same name.
    if labels.contains(index.name(of: id)) { return }
    let kind: Completion.Kind
    let detail: String
    switch symbol.kind {
    case .variable, .undeclared:
      kind = .variable
      detail = index.shortType(inference.type(of: id)) ?? (symbol.isGlobal ? "global variable" : "variable")
    case .parameter:
      (kind, detail) = (.parameter, symbol.annotation.map { index.ast.text(of: $0) } ?? "parameter")
    case .function: (kind, detail) = (.function, "fun " + index.name(of: id) + index.parameterList(of: id))
    case .class: (kind, detail) = (.class, index.signature(of: id))
    case .method, .initializer, .operator: (kind, detail) = (.method, index.signature(of: id))
    case .key:
      (kind, detail) = (.field, index.shortType(inference.type(of: id)) ?? "key")
    case .field, .property:
      let type = index.shortType(inference.type(of: id)).map { ": \($0)" } ?? ""
      (kind, detail) = (symbol.kind == .field ? .field : .property, index.signature(of: id) + type)
    }
    add(
      Completion(
        label: index.name(of: id), kind: kind, detail: detail, rank: rank,
        origin: .declaration(symbol.nameSpan.start)))
  }

  // MARK: - Names

  mutating func addVariables() {
    for id in index.visibleLocals(at: offset) where !isPlaceholder(id) { add(id, rank: 1) }
    for id in symbols(where: { $0.isGlobal && $0.kind != .undeclared }) { add(id, rank: 2) }
    let api = index.hostAPI
    for function in api.functions {
      add(host(function.name, .function, "fun " + function.signature, rank: 3))
    }
    for host in api.classes where host.isGlobal {
      add(self.host(host.name, .class, "class \(host.name)", rank: 3))
    }
    for value in api.values { add(host(value.name, .variable, value.signature, rank: 3)) }
  }

  /// Symbols of some kind, in source order.
  private func symbols(where isWanted: (Symbol) -> Bool) -> [SymbolID] {
    index.symbols.indices.filter { isWanted(index.symbols[$0]) }.map { SymbolID($0) }
      .sorted { index[$0].nameSpan.start < index[$1].nameSpan.start }
  }

  /// Whether a name is the one being typed.
  private func isPlaceholder(_ id: SymbolID) -> Bool {
    index[id].nameSpan.start <= offset && offset <= index[id].nameSpan.end
  }

  /// The classes that may be a superclass, or a type.
  mutating func addClasses(isType: Bool) {
    for id in index.visibleLocals(at: offset) where index[id].kind == .class { add(id, rank: 1) }
    let current = index.enclosingClass(at: offset)
    for id in symbols(where: { $0.isGlobal && $0.kind == .class }) where isType || id != current {
      add(id, rank: 2)
    }
    for host in index.hostAPI.classes where host.isGlobal {
      add(self.host(host.name, .class, "class \(host.name)", rank: 3))
    }
  }

  private func host(
    _ name: String, _ kind: Completion.Kind, _ detail: String, rank: Int, owner: String? = nil
  ) -> Completion {
    Completion(label: name, kind: kind, detail: detail, rank: rank, origin: .host(name: name, owner: owner))
  }

  mutating func addKeywords(_ context: CursorContext) {
    if context.place == .statement {
      for kind: TokenKind in [.class, .for, .fun, .if, .print, .var, .while] { add(.keyword(kind)) }
      if context.mayBeElse { add(.keyword(.else)) }
      if context.mayBeCatch { for word in ["catch", "finally"] { add(.keyword(word)) } }
      if index.profile == .extended { addStatementWords() }
      if index.profile == .extended, context.isTopLevel { add(.keyword("import")) }
      if isInFunction { add(.keyword(.return)) }
    }
    for kind: TokenKind in [.false, .nil, .true] { add(.keyword(kind)) }
    guard let owner = index.enclosingClass(at: offset) else { return }
    add(.keyword(.this))
    if index[owner].superclass != nil { add(.keyword(.super)) }
  }

  private mutating func addStatementWords() {
    for word in ["const", "switch", "throw", "try"] { add(.keyword(word)) }
    let (isInLoop, isInSwitch) = jumps
    if isInLoop || isInSwitch { add(.keyword("break")) }
    if isInLoop { add(.keyword("continue")) }
    if isInSwitch { for word in ["case", "default"] { add(.keyword(word)) } }
  }

  /// Whether there is a loop, or a `switch`, around the place.
  private var jumps: (isInLoop: Bool, isInSwitch: Bool) {
    var result = (isInLoop: false, isInSwitch: false)
    let ast = index.ast
    for place in ast.statements.indices {
      let id = StatementID(place)
      guard ast.span(of: id).start < offset, offset < ast.span(of: id).end else { continue }
      switch ast[id] {
      case .while, .for, .forIn: result.isInLoop = true
      case .switch: result.isInSwitch = true
      default: break
      }
    }
    return result
  }

  private var isInFunction: Bool {
    index.ast.functions.contains { $0.span.start < offset && offset < $0.span.end }
  }

  // MARK: - Members

  /// The module before the dot.
  var module: String? {
    index.occurrence(at: offset)?.expression.flatMap { index.module(before: $0) }
  }

  mutating func addMembers(ofHostModule module: HostAPI.Module) {
    for function in module.functions {
      add(host(function.name, .function, "fun " + function.signature, rank: 1))
    }
    for type in module.classes { add(host(type.name, .class, "class \(type.name)", rank: 1)) }
    for value in module.values { add(host(value.name, .variable, value.signature, rank: 1)) }
  }

  mutating func addModules(_ names: [String]) {
    for name in names {
      add(Completion(label: name, kind: .module, detail: "module", rank: 1, origin: .language))
    }
  }

  mutating func addExports(of module: DocumentIndex?) {
    guard let module else { return }
    for id in module.exports {
      let kind: Completion.Kind =
        switch module[id].kind {
        case .function: .function
        case .class: .class
        default: .variable
        }
      add(
        Completion(
          label: module.name(of: id), kind: kind, detail: module.signature(of: id), rank: 1, origin: .language
        ))
    }
  }

  mutating func addMembers() {
    guard let occurrence = index.occurrence(at: offset), let expression = occurrence.expression else {
      return addAllMembers()
    }
    if case .superMethod = index.ast[expression] {
      guard let owner = index.enclosingClass(at: offset), let superclass = index[owner].superclass else {
        return
      }
      let isOfClass = index.classReceivers.contains(expression)
      addMembers(of: superclass, isSuper: true, isOfClass: isOfClass)
      if isOfClass { return }
      if let host = index.hostSuperclass(of: owner) { addMembers(of: host) }
      return
    }
    switch inference.receiver(of: expression) {
    case .instance(let owner):
      addMembers(of: owner)
      if let host = index.hostSuperclass(of: owner) { addMembers(of: host) }
    case .class(let owner) where index.profile == .extended:
      addMembers(of: owner, isOfClass: true)
      if let core = index.coreClass(of: .class(owner)) { addMembers(of: core) }
    case .map(let literal?):
      for key in index.keys(of: literal) where !isPlaceholder(key) { add(key, rank: 1) }
      if let core = index.coreClass(of: .map(nil)) { addMembers(of: core) }
    case .hostInstance(let host): addMembers(of: host)
    case .hostClass(let host): addMembers(of: index.hostAPI.statics(of: host))
    case .boolean, .number, .string, .list, .range, .map(nil):
      if let core = index.coreClass(of: inference.receiver(of: expression)) { addMembers(of: core) }
    case .unknown, .nil, .function, .class, .hostFunction: addAllMembers()
    }
  }

  /// After `super` there are no fields, but the initializer, which is not called otherwise.
  private mutating func addMembers(of owner: SymbolID, isSuper: Bool = false, isOfClass: Bool = false) {
    for (distance, ancestor) in index.ancestors(of: owner).enumerated() {
      for member in index.members(of: ancestor) where !isPlaceholder(member) {
        let symbol = index[member]
        if symbol.isOfClass != isOfClass || symbol.kind == .operator { continue }
        let isWanted =
          isSuper ? symbol.isFunction || symbol.kind == .property : symbol.kind != .initializer
        if isWanted { add(member, rank: min(distance + 1, 4)) }
      }
    }
  }

  private mutating func addMembers(of host: HostAPI.Class) {
    for ancestor in index.hostAPI.ancestors(of: host) {
      for property in ancestor.properties {
        add(self.host(property.name, .property, property.signature, rank: 3, owner: ancestor.name))
      }
      for method in ancestor.methods {
        add(self.host(method.name, .method, method.signature, rank: 3, owner: ancestor.name))
      }
    }
  }

  /// Nothing is known about the value: any name that follows a dot somewhere may be meant.
  private mutating func addAllMembers() {
    for id in symbols(where: { $0.isMember && $0.kind != .initializer && $0.kind != .operator }) {
      if !isPlaceholder(id) { add(id, rank: 1) }
    }
    for host in index.hostAPI.classes {
      addMembers(of: host)
      if !host.isCore { addMembers(of: index.hostAPI.statics(of: host)) }
    }
    for occurrence in index.occurrences {
      guard case .property(let name) = occurrence.target, name != .initializer else { continue }
      if occurrence.span.start <= offset && offset <= occurrence.span.end { continue }
      add(
        Completion(
          label: index.text(of: name), kind: .property, detail: "property", rank: 4, origin: .language))
    }
  }

  /// In a class body, the names of the superclasses' methods.
  mutating func addMethodsToOverride() {
    guard let owner = index.enclosingClass(at: offset) else { return }
    if index.profile == .extended { for word in ["class", "operator", "set"] { add(.keyword(word)) } }
    let own = Set(index.members(of: owner).filter { !index[$0].isOfClass }.map { index[$0].name })
    if !own.contains(.initializer) {
      add(
        Completion(label: "init", kind: .method, detail: "the initializer", rank: 1, origin: .language))
    }
    for ancestor in index.ancestors(of: owner).dropFirst() {
      for member in index.members(of: ancestor) where index[member].isFunction && !index[member].isOfClass {
        if !own.contains(index[member].name) { add(member, rank: 2) }
      }
    }
  }
}
