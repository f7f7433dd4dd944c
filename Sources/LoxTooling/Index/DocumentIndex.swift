import LoxSemantics
import LoxSource
import LoxSyntax

/// The meaning of every name of a script: the basis for everything that an editor asks.
///
/// It is derived only from the results of the parser and the resolver. A source with errors has an index as
/// well, from what the parser could make sense of. Positions are byte offsets.
///
///     let index = DocumentIndex(source: Source(name: "a.lox", text: "var a = 1; print a;"))
///     index.references(at: 4)   // the two places of `a`
public struct DocumentIndex: Sendable {
  public let source: Source
  /// The language in which the source was read.
  public let profile: LanguageProfile
  /// What the host offers to the script.
  public let hostAPI: HostAPI
  /// Whether the source has errors of syntax or scope; if so, parts of it may be missing here.
  public internal(set) var hasErrors: Bool

  /// Everything with a name.
  public let symbols: [Symbol]
  /// All places that declare something, in source order; these include assignments that create a field, and
  /// parameters.
  public let declarations: [Declaration]
  /// All names, `this` and `super`, in source order.
  public let occurrences: [Occurrence]

  /// Where the declarations of the script begin, behind the token before: up to the first one with an error.
  var declarationStarts: [UInt32] = []
  let ast: AST
  let meanings: [UInt32]
  /// Every `this` and `super` that means a class.
  let classReceivers: Set<ExpressionID>
  /// All comments of the source, in order.
  let comments: [SourceSpan]
  let members: [MemberKey: SymbolID]
  let keys: [MapKey: SymbolID]
  let lambdas: [FunctionID: SymbolID]
  /// The properties in `{name}`, where a name stands for a variable and a property at once.
  let shorthands: [Occurrence]
  /// By name: the members of that name, of all classes and maps.
  let namesakes: Groups
  /// By name: what kinds of members have it.
  let memberKinds: [MemberKinds]
  /// By symbol: the values assigned to it, as expressions.
  let writes: Groups
  /// By name: all `.set` of a property of that name.
  let sets: Groups
  /// By function: the values that it returns.
  let returns: Groups

  /// Indexes a source. A first line `// lox: extended` or `// lox: book` takes precedence over the profile.
  public init(source: Source, profile: LanguageProfile = .extended, hostAPI: HostAPI = HostAPI()) {
    self = EditedIndex(source: source, profile: profile, hostAPI: hostAPI).index
  }

  /// What a walk over a tree has found.
  init(
    _ builder: borrowing IndexBuilder, _ lists: borrowing IndexLists, comments: [SourceSpan],
    hostAPI: HostAPI,
    hasErrors: Bool
  ) {
    ast = builder.ast
    source = ast.source
    profile = ast.profile
    self.hasErrors = hasErrors
    let api = hostAPI.addingTests(of: ast)
    self.hostAPI = profile == .extended ? api.addingCore() : api
    symbols = builder.symbols
    declarations = lists.declarations
    occurrences = lists.occurrences
    meanings = builder.meanings
    classReceivers = builder.classReceivers
    self.comments = comments
    members = builder.members
    keys = builder.keys
    lambdas = builder.lambdas
    shorthands = lists.shorthands
    namesakes = Groups(DocumentIndex.namesakes(among: builder.symbols), keyCount: ast.names.count)
    memberKinds = MemberKinds.byName(builder.symbols, nameCount: ast.names.count)
    writes = Groups(lists.writes, keyCount: symbols.count)
    sets = Groups(lists.sets, keyCount: ast.names.count)
    returns = Groups(lists.returns, keyCount: ast.functions.count)
  }

  /// The members, in source order, with their names.
  private static func namesakes(among symbols: [Symbol]) -> [(key: UInt32, item: UInt32)] {
    var pairs: [(place: UInt32, key: UInt32, item: UInt32)] = []
    for index in symbols.indices where symbols[index].isMember {
      pairs.append(
        (symbols[index].nameSpan.start, symbols[index].name.index, UInt32(truncatingIfNeeded: index)))
    }
    pairs.sort { $0.place < $1.place }
    return pairs.map { (key: $0.key, item: $0.item) }
  }
}

// MARK: - Look-up

extension DocumentIndex {
  /// The context of the cursor at a place.
  func cursorContext(at offset: UInt32) -> CursorContext {
    CursorContext(source, profile, at: offset, from: contextStart(before: offset))
  }

  /// A place before an offset where a declaration of the script begins: what is before it does not matter to the context at the
  /// offset, for which a few tokens count besides the open brackets.
  func contextStart(before offset: UInt32) -> UInt32 {
    let behind = declarationStarts.partitioningIndex { $0 >= offset }
    return behind >= 4 ? declarationStarts[behind - 4] : 0
  }

  public subscript(id: SymbolID) -> Symbol { symbols[Int(id.index)] }

  /// The name of a symbol.
  public func name(of id: SymbolID) -> String { ast.names.name(self[id].name) }

  /// The text of a name.
  public func text(of name: NameID) -> String { ast.names.name(name) }

  /// The name at a place: the one that contains it, otherwise the one that ends there.
  public func occurrence(at offset: UInt32) -> Occurrence? {
    let next = occurrences.partitioningIndex { $0.span.start > offset }
    guard next > 0, offset <= occurrences[next - 1].span.end else { return nil }
    return occurrences[next - 1]
  }

  /// The class of the core library whose instances have a type.
  func coreClass(of type: ValueType) -> HostAPI.Class? {
    let name =
      switch type {
      case .boolean: "Boolean"
      case .number: "Number"
      case .string: "String"
      case .list: "List"
      case .map: "Map"
      case .range: "Range"
      case .function, .hostFunction: "Function"
      case .class: "Class"
      case .unknown, .nil, .instance, .hostClass, .hostInstance: ""
      }
    return profile == .extended ? HostAPI.core.class(named: name) : nil
  }

  /// The symbol of a function in an expression.
  func symbol(ofFunction id: FunctionID) -> SymbolID? { lambdas[id] }

  /// The key of a name in the literal of a map.
  func key(_ name: NameID, of map: ExpressionID) -> SymbolID? { keys[MapKey(map: map, name: name)] }

  /// The keys that are names in the literal of a map, in source order.
  func keys(of map: ExpressionID) -> [SymbolID] {
    keys.filter { $0.key.map == map }.map(\.value).sorted { self[$0].span.start < self[$1].span.start }
  }

  /// The member of a class or of its ancestors: of instances, or of the class itself.
  public func member(_ name: NameID, of owner: SymbolID, isOfClass: Bool = false) -> SymbolID? {
    for ancestor in ancestors(of: owner) {
      let key = MemberKey(owner: ancestor, name: name, isOfClass: isOfClass)
      if let member = members[key] { return member }
    }
    return nil
  }

  /// A class and its known ancestors.
  public func ancestors(of owner: SymbolID) -> [SymbolID] {
    var result: [SymbolID] = []
    var next: SymbolID? = owner
    // A class can be made to inherit from itself by name, so the chain of ancestors is bounded.
    while let current = next, result.count < 64, !result.contains(current) {
      result.append(current)
      next = self[current].superclass
    }
    return result
  }

  /// The members of a name, of all classes.
  public func members(named name: NameID) -> [SymbolID] { namesakes[name.index].map { SymbolID(Int($0)) } }

  /// The outermost ancestor of a class: instances of classes with the same root may replace one another.
  func root(of owner: SymbolID) -> SymbolID {
    let ancestors = ancestors(of: owner)
    guard let last = ancestors.last, self[last].superclass != nil else { return ancestors.last ?? owner }
    // The classes form a cycle, in which each one is an ancestor.
    return ancestors.min { $0.index < $1.index } ?? owner
  }

  /// A method with those of related classes that may run in its place; anything else alone.
  func overrides(of id: SymbolID) -> [SymbolID] {
    guard let owner = self[id].container, self[id].isMember else { return [id] }
    let root = root(of: owner)
    return members(named: self[id].name).filter { other in
      self[other].isOfClass == self[id].isOfClass
        && self[other].container.map { self.root(of: $0) == root } ?? false
    }
  }

  /// The host's class from which a class of the script inherits.
  func hostSuperclass(of owner: SymbolID) -> HostAPI.Class? {
    guard let last = ancestors(of: owner).last, self[last].kind == .undeclared else { return nil }
    return hostAPI.class(named: name(of: last))
  }

  /// The members that a class declares itself, in source order.
  public func members(of owner: SymbolID) -> [SymbolID] {
    members.filter { $0.key.owner == owner }.map(\.value).sorted { self[$0].span.start < self[$1].span.start }
  }

  /// The symbol of a global variable; nil if the script does not mention it.
  public func global(named name: String) -> SymbolID? {
    symbols.firstIndex { $0.isGlobal && self.text(of: $0.name) == name }.map { SymbolID($0) }
  }

  /// The locals and parameters that can be named at a place, without those that are hidden there.
  public func visibleLocals(at offset: UInt32) -> [SymbolID] {
    var result: [NameID: SymbolID] = [:]
    // A later declaration hides an earlier one.
    for (index, symbol) in symbols.enumerated()
    where !symbol.isGlobal && !symbol.isMember && symbol.visibility.start <= offset
      && offset < symbol.visibility.end
    {
      result[symbol.name] = SymbolID(index)
    }
    return result.values.sorted { $0.index > $1.index }
  }

  /// The innermost class around a place.
  public func enclosingClass(at offset: UInt32) -> SymbolID? {
    declarations.last { $0.kind == .class && $0.span.start < offset && offset < $0.span.end }?.symbol
  }
}
