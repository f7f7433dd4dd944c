import LoxSource

/// What the kind of a name, for colours, depends on besides the declaration of the script in which the name is.
public struct SemanticTokenFacts: Sendable {
  /// By symbol: the kind, and whether anything assigns it.
  private var symbols: [UInt8] = []
  /// By name.
  private var memberKinds: [MemberKinds] = []
  private var hasTests = false

  public init() {}

  public init(_ index: DocumentIndex) {
    symbols.reserveCapacity(index.symbols.count)
    for symbol in index.symbols { symbols.append(symbol.kind.rawValue << 1 | (symbol.isReadOnly ? 1 : 0)) }
    memberKinds = index.memberKinds
    hasTests = !index.ast.functions(named: .test).isEmpty
  }

  /// Where names are, in source order, that look different from what these facts say, in declarations that have not changed. Nil if
  /// all of them may.
  func changedPlaces(_ new: SemanticTokenFacts, in index: DocumentIndex) -> [UInt32]? {
    if hasTests != new.hasTests { return nil }
    let changedSymbols = Self.changes(symbols, new.symbols)
    let changedNames = Self.changes(memberKinds, new.memberKinds)
    if changedSymbols.isEmpty && changedNames.isEmpty { return [] }
    return index.occurrences.lazy.filter { occurrence in
      switch occurrence.target {
      case .symbol(let id): changedSymbols.contains(Int(id.index))
      case .property(let name): changedNames.contains(Int(name.index))
      case .this, .super: false
      }
    }.map(\.span.start)
  }

  private static func changes<Fact: Equatable>(_ old: [Fact], _ new: [Fact]) -> Set<Int> {
    var changes: Set<Int> = []
    for index in 0..<min(old.count, new.count) where old[index] != new[index] { changes.insert(index) }
    return changes
  }
}

/// The kinds of members that have a name.
struct MemberKinds: OptionSet {
  var rawValue: UInt8
  static let methods = MemberKinds(rawValue: 1)
  static let others = MemberKinds(rawValue: 2)

  static func byName(_ symbols: [Symbol], nameCount: Int) -> [MemberKinds] {
    var kinds: [MemberKinds] = Array(repeating: [], count: nameCount)
    for symbol in symbols where symbol.isMember && Int(symbol.name.index) < nameCount {
      kinds[Int(symbol.name.index)].insert(symbol.isFunction ? .methods : .others)
    }
    return kinds
  }
}
