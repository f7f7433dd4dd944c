import LoxSemantics
import LoxSource
import LoxSyntax

/// What every name of a script means: the base of all that an editor asks.
///
/// It is made of what the parser and the resolver find out, and of nothing else. A source with errors has an
/// index as well, of what the parser could make sense of. Places are offsets of bytes.
///
///     let index = DocumentIndex(source: Source(name: "a.lox", text: "var a = 1; print a;"))
///     index.references(at: 4)   // the two places of `a`
public struct DocumentIndex: Sendable {
  public let source: Source
  /// The language that the source was read in.
  public let profile: LanguageProfile
  /// What the host offers to the script.
  public let hostAPI: HostAPI
  /// Whether the source has errors of syntax or scope; then parts of it may be missing here.
  public let hasErrors: Bool

  /// Everything with a name.
  public let symbols: [Symbol]
  /// All places that declare something, in the order of the source; an assignment that makes a field is one,
  /// a parameter is one.
  public let declarations: [Declaration]
  /// All names, `this` and `super`, in the order of the source.
  public let occurrences: [Occurrence]

  let ast: AST
  let meanings: [UInt32]
  /// All comments of the source, in their order.
  let comments: [SourceSpan]
  let members: [MemberKey: SymbolID]
  /// By name: the members of that name, of all classes.
  let namesakes: Groups
  /// By symbol: the values that it gets, as expressions.
  let writes: Groups
  /// By name: all `.set` of a property of that name.
  let sets: Groups
  /// By function: the values that it returns.
  let returns: Groups

  /// Indexes a source. A first line `// lox: extended` or `// lox: book` selects that language, whatever the profile.
  public init(source: Source, profile: LanguageProfile = .extended, hostAPI: HostAPI = HostAPI()) {
    var options = FrontEnd.Options()
    // The order of messages does not matter here, but as much as possible should be found behind an error.
    options.parser.recoversAtBraces = true
    options.pieceSize = .max
    var frontEnd = FrontEnd(source: source, profile: profile, options: options)
    _ = frontEnd.next()
    var builder = IndexBuilder(ast: frontEnd.ast, resolution: frontEnd.resolution)
    builder.run()
    let comments = Scanner.comments(in: source, profile: profile)
    let index = DocumentIndex(frontEnd, builder, comments, hostAPI)
    // Fields that are assigned elsewhere than in methods are found by the types of what stands before the dot.
    var inference = TypeInference(index)
    var hasNewFields = false
    for occurrence in index.occurrences where occurrence.role == .write {
      guard case .property(let name) = occurrence.target, let set = occurrence.expression,
        case .instance(let owner) = inference.receiver(of: set),
        index.member(name, of: owner) == nil
      else { continue }
      builder.addField(name, to: owner, at: occurrence.span)
      hasNewFields = true
    }
    self = hasNewFields ? DocumentIndex(frontEnd, builder, comments, hostAPI) : index
  }

  private init(
    _ frontEnd: FrontEnd, _ builder: IndexBuilder, _ comments: [SourceSpan], _ hostAPI: HostAPI
  ) {
    ast = frontEnd.ast
    source = ast.source
    profile = frontEnd.profile
    hasErrors = frontEnd.hasErrors
    self.hostAPI = hostAPI
    symbols = builder.symbols
    declarations = builder.declarations
    occurrences = builder.occurrences
    meanings = builder.meanings
    self.comments = comments
    members = builder.members
    let pairs = members.values.sorted { $0.index < $1.index }
      .map { (key: builder.symbols[Int($0.index)].name.index, item: $0.index) }
    namesakes = Groups(pairs, keyCount: ast.names.count)
    writes = Groups(builder.writes, keyCount: symbols.count)
    sets = Groups(builder.sets, keyCount: ast.names.count)
    returns = Groups(builder.returns, keyCount: ast.functions.count)
  }
}

// MARK: - Look-up

extension DocumentIndex {
  public subscript(id: SymbolID) -> Symbol { symbols[Int(id.index)] }

  /// The name of a symbol.
  public func name(of id: SymbolID) -> String { ast.names.name(self[id].name) }

  /// The text of a name.
  public func text(of name: NameID) -> String { ast.names.name(name) }

  /// The name at a place: the one that the place is in, or else the one that ends there.
  public func occurrence(at offset: UInt32) -> Occurrence? {
    let next = occurrences.partitioningIndex { $0.span.start > offset }
    guard next > 0, offset <= occurrences[next - 1].span.end else { return nil }
    return occurrences[next - 1]
  }

  /// The member of a class or of the classes it inherits from.
  public func member(_ name: NameID, of owner: SymbolID) -> SymbolID? {
    for ancestor in ancestors(of: owner) {
      if let member = members[MemberKey(owner: ancestor, name: name)] { return member }
    }
    return nil
  }

  /// A class and those it inherits from, as far as they are known.
  public func ancestors(of owner: SymbolID) -> [SymbolID] {
    var result: [SymbolID] = []
    var next: SymbolID? = owner
    // A class can be made to inherit from itself by its name alone; and no one has more ancestors than that.
    while let current = next, result.count < 64, !result.contains(current) {
      result.append(current)
      next = self[current].superclass
    }
    return result
  }

  /// The members of a name, of all classes.
  public func members(named name: NameID) -> [SymbolID] { namesakes[name.index].map { SymbolID(Int($0)) } }

  /// The outermost ancestor of a class: what has the same one may be used for one another.
  func root(of owner: SymbolID) -> SymbolID {
    let ancestors = ancestors(of: owner)
    guard let last = ancestors.last, self[last].superclass != nil else { return ancestors.last ?? owner }
    // They go round in a circle, of which each one is an ancestor.
    return ancestors.min { $0.index < $1.index } ?? owner
  }

  /// A method with those of related classes that may run in its place; anything else alone.
  func overrides(of id: SymbolID) -> [SymbolID] {
    guard let owner = self[id].container, self[id].isMember else { return [id] }
    let root = root(of: owner)
    return members(named: self[id].name).filter { other in
      self[other].container.map { self.root(of: $0) == root } ?? false
    }
  }

  /// The class of the host that a class of the script inherits from.
  func hostSuperclass(of owner: SymbolID) -> HostAPI.Class? {
    guard let last = ancestors(of: owner).last, self[last].kind == .undeclared else { return nil }
    return hostAPI.class(named: name(of: last))
  }

  /// The members that a class declares itself, by their places.
  public func members(of owner: SymbolID) -> [SymbolID] {
    members.filter { $0.key.owner == owner }.map(\.value).sorted { self[$0].span.start < self[$1].span.start }
  }

  /// The symbol of a global variable; nil if the script does not mention it.
  public func global(named name: String) -> SymbolID? {
    symbols.firstIndex { $0.isGlobal && self.text(of: $0.name) == name }.map { SymbolID($0) }
  }

  /// The locals and parameters that can be named at a place, and no longer hidden ones.
  public func visibleLocals(at offset: UInt32) -> [SymbolID] {
    var result: [NameID: SymbolID] = [:]
    // What is declared later hides what was declared before.
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
