import LoxSyntax

extension DocumentIndex {
  /// All occurrences of what is named at an offset, including declarations, in source order.
  ///
  /// Which member a name after a dot means depends on the value before the dot. If that is not known, the
  /// occurrence counts for every member of the name.
  public func references(at offset: UInt32) -> [Occurrence] {
    guard let occurrence = occurrence(at: offset) else { return [] }
    switch occurrence.target {
    case .symbol(let id) where !self[id].isMember:
      return occurrences.filter { $0.target == .symbol(id) }
    case .this(let owner), .super(let owner):
      guard let body = declarations.first(where: { $0.symbol == owner })?.span else { return [] }
      return occurrences.filter {
        $0.target == occurrence.target && $0.span.start >= body.start && $0.span.end <= body.end
      }
    case .symbol, .property:
      guard let family = family(of: occurrence) else { return [] }
      return family.uses(related: family.root(of: occurrence)).map(\.occurrence)
        .sorted { $0.span.start < $1.span.start }
    }
  }

  /// The declarations of what is named at an offset.
  ///
  /// A property has several if nothing is known about the value before the dot.
  public func definitions(at offset: UInt32) -> [Declaration] {
    guard let occurrence = occurrence(at: offset) else { return [] }
    let targets = Set(targets(of: occurrence))
    return declarations.filter { targets.contains($0.symbol) }
  }

  /// The symbols that an occurrence may mean.
  public func targets(of occurrence: Occurrence) -> [SymbolID] {
    var inference = TypeInference(self)
    return targets(of: occurrence, &inference)
  }

  /// The same, with what is already known of types.
  func targets(of occurrence: Occurrence, _ inference: inout TypeInference) -> [SymbolID] {
    switch occurrence.target {
    case .symbol(let id): return [id]
    case .this(let owner): return [owner]
    case .super(let owner): return self[owner].superclass.map { [$0] } ?? []
    case .property(let name):
      guard let expression = occurrence.expression else { return [] }
      switch inference.receiver(of: expression) {
      case .instance(let owner):
        if let member = member(name, of: owner) { return [member] }
        // A method may rely on subclasses to have a member.
        let root = root(of: owner)
        return members(named: name).filter {
          !self[$0].isOfClass && self[$0].container.map { self.root(of: $0) == root } ?? false
        }
      case .class(let owner) where profile == .extended:
        if let member = member(name, of: owner, isOfClass: true) { return [member] }
        let root = root(of: owner)
        return members(named: name).filter {
          self[$0].isOfClass && self[$0].container.map { self.root(of: $0) == root } ?? false
        }
      case .map(let literal?): return key(name, of: literal).map { [$0] } ?? []
      case .map(nil): return members(named: name).filter { self[$0].kind == .key }
      case .hostInstance, .number, .string, .boolean, .list, .range: return []
      default: return members(named: name)
      }
    }
  }

  /// The occurrences of a member's name; nil if the occurrence does not name a member.
  func family(of occurrence: Occurrence) -> MemberFamily? {
    switch occurrence.target {
    case .property(let name): MemberFamily(name, in: self)
    case .symbol(let id) where self[id].isMember: MemberFamily(self[id].name, in: self)
    default: nil
    }
  }
}

/// All places where the name of a member is used, with the classes concerned.
struct MemberFamily {
  struct Use {
    var occurrence: Occurrence
    var root: Root
  }

  /// The owner of a member: classes related by inheritance are not distinguished.
  enum Root: Hashable {
    case `class`(SymbolID)
    /// A class itself, as opposed to its instances.
    case statics(SymbolID)
    case host
    /// A map: which one is not distinguished.
    case map
    case unknown
  }

  let name: NameID
  private(set) var uses: [Use] = []

  init(_ name: NameID, in index: DocumentIndex) {
    self.name = name
    var inference = TypeInference(index)
    for occurrence in index.occurrences + index.shorthands {
      switch occurrence.target {
      case .symbol(let id) where index[id].isMember && index[id].name == name:
        if index[id].kind == .key {
          uses.append(Use(occurrence: occurrence, root: .map))
          continue
        }
        guard let owner = index[id].container else { continue }
        let root = index.root(of: owner)
        uses.append(Use(occurrence: occurrence, root: index[id].isOfClass ? .statics(root) : .class(root)))
      case .property(name):
        guard let expression = occurrence.expression else {
          // A pattern takes it from any value.
          uses.append(Use(occurrence: occurrence, root: .unknown))
          continue
        }
        let root: Root =
          switch inference.receiver(of: expression) {
          case .instance(let owner): .class(index.root(of: owner))
          case .class(let owner) where index.profile == .extended: .statics(index.root(of: owner))
          case .hostInstance: .host
          case .map: .map
          default: .unknown
          }
        uses.append(Use(occurrence: occurrence, root: root))
      default: continue
      }
    }
  }

  func root(of occurrence: Occurrence) -> Root {
    uses.first { $0.occurrence.span == occurrence.span && $0.occurrence.target == occurrence.target }?.root
      ?? .unknown
  }

  /// The uses that may concern the same member: everything, if the owner is unknown.
  func uses(related root: Root) -> [Use] {
    root == .unknown ? uses : uses.filter { $0.root == root || $0.root == .unknown }
  }

  /// The uses that must be renamed together, so that the script behaves the same.
  ///
  /// A use on an unknown value may concern any class, so it ties all classes together.
  func renamedUses(from root: Root) -> [Use] {
    let related = uses(related: root)
    return related.contains { $0.root == .unknown } ? uses : related
  }
}

extension DocumentIndex {
  /// The class of which the value named at a place is an instance, if known.
  public func classOfValue(at offset: UInt32) -> SymbolID? {
    guard let occurrence = occurrence(at: offset), let target = targets(of: occurrence).first else {
      return nil
    }
    if self[target].kind == .class { return target }
    var inference = TypeInference(self)
    let type = inference.type(of: target)
    if case .instance(let owner) = type { return owner }
    if case .instance(let owner) = inference.result(of: type) { return owner }
    return nil
  }

  /// The methods that may run where a method is named, and the subclasses of a class.
  public func implementations(at offset: UInt32) -> [Declaration] {
    guard let occurrence = occurrence(at: offset) else { return [] }
    var found: Set<SymbolID> = []
    var families: [NameID: Set<SymbolID>] = [:]
    for target in targets(of: occurrence) {
      if let owner = self[target].container, self[target].isMember {
        families[self[target].name, default: []].insert(root(of: owner))
      } else if self[target].kind == .class {
        for (place, symbol) in symbols.enumerated() where symbol.kind == .class && SymbolID(place) != target {
          if ancestors(of: SymbolID(place)).contains(target) { found.insert(SymbolID(place)) }
        }
      } else {
        found.insert(target)
      }
    }
    for (name, roots) in families {
      found.formUnion(
        members(named: name).filter { self[$0].container.map { roots.contains(root(of: $0)) } ?? false })
    }
    return declarations.filter { found.contains($0.symbol) }
  }
}
