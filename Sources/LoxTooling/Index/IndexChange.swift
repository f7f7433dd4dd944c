import LoxSource
import LoxSyntax

/// The replacement of some declarations of a script in an index, and what it may do to the meaning of others.
struct IndexChange {
  private let range: Range<Int>
  /// The lengths of the lists before and behind the old declarations.
  private let place: (start: IndexLists.Counts, end: IndexLists.Counts)
  /// The global classes that are declared there, before or after, with the superclasses that they had.
  private var classes: [SymbolID: SymbolID?] = [:]
  /// How many members each class had.
  private var memberCounts: [SymbolID: Int] = [:]
  /// Whether a class there has another declaration elsewhere: then its members come from several.
  private(set) var mergesClasses = false
  /// The global variables that are mentioned there, before or after.
  private var affected: Set<SymbolID> = []
  /// The part of the source that has changed.
  private var span = SourceSpan(start: .max, end: 0)

  init(_ range: Range<Int>, _ builder: borrowing IndexBuilder, _ lists: borrowing IndexLists) {
    self.range = range
    place = lists.place(of: range)
    let facts = place.start.facts..<place.end.facts
    for (symbol, fact) in lists.facts[facts] where fact.declaresClass {
      classes[symbol] = builder.symbols[Int(symbol.index)].superclass
    }
    if classes.isEmpty { return }
    let known = classes
    mergesClasses = lists.facts.indices.contains { index in
      !facts.contains(index) && lists.facts[index].fact.declaresClass
        && known[lists.facts[index].symbol] != nil
    }
  }

  /// Takes what the old declarations are out of the tables.
  mutating func removeOld(
    _ parts: ArraySlice<ParsedDeclaration>, from builder: inout IndexBuilder, _ lists: IndexLists
  ) {
    note(
      lists.occurrences[place.start.occurrences..<place.end.occurrences],
      lists.facts[place.start.facts..<place.end.facts], builder)
    builder.formerMembers = [:]
    if !classes.isEmpty {
      for (key, symbol) in builder.members where classes[key.owner] != nil {
        builder.formerMembers[key] = symbol
        memberCounts[key.owner, default: 0] += 1
      }
      for key in builder.formerMembers.keys { builder.members[key] = nil }
    }
    var hasKeys = false
    for part in lists.parts[range] {
      for index in part.symbols { hasKeys = builder.removeLocal(SymbolID(index)) || hasKeys }
    }
    for part in parts { builder.remove(part.nodes, hasKeys: hasKeys) }
  }

  /// Notes what has come in their place.
  mutating func note(_ found: IndexLists, _ builder: borrowing IndexBuilder) {
    note(found.occurrences[...], found.facts[...], builder)
    for (symbol, fact) in found.facts where fact.declaresClass && classes[symbol] == nil {
      classes[symbol] = .some(nil)
    }
    for declaration in found.declarations where declaration.kind == .class {
      span.start = min(span.start, declaration.span.start)
      span.end = max(span.end, declaration.span.end)
    }
  }

  private mutating func note(
    _ occurrences: ArraySlice<Occurrence>, _ facts: ArraySlice<(symbol: SymbolID, fact: SymbolFact)>,
    _ builder: borrowing IndexBuilder
  ) {
    for occurrence in occurrences {
      if case .symbol(let id) = occurrence.target, builder.isGlobal(id) { affected.insert(id) }
    }
    for (symbol, _) in facts { affected.insert(symbol) }
  }

  /// Puts together again what is said about the global variables.
  func updateGlobals(_ builder: inout IndexBuilder, _ lists: IndexLists) {
    var isAffected = Array(repeating: false, count: builder.symbols.count)
    for id in affected { isAffected[Int(id.index)] = true }
    var isMentioned = Array(repeating: false, count: builder.symbols.count)
    for occurrence in lists.occurrences {
      guard case .symbol(let id) = occurrence.target, isAffected[Int(id.index)], !isMentioned[Int(id.index)]
      else {
        continue
      }
      isMentioned[Int(id.index)] = true
      builder.symbols[Int(id.index)] = builder.undeclared(
        builder.symbols[Int(id.index)].name, at: occurrence.span)
    }
    for id in affected where !isMentioned[Int(id.index)] { builder.removeSymbol(id) }
    for (symbol, fact) in lists.facts where isAffected[Int(symbol.index)] {
      builder.symbols[Int(symbol.index)].take(fact)
    }
    for id in affected where isMentioned[Int(id.index)] {
      builder.symbols[Int(id.index)].visibility = builder.wholeSource
    }
  }

  /// Whether a class elsewhere inherits from one whose members have changed; the others are removed.
  func affectsSubclasses(_ builder: inout IndexBuilder) -> Bool {
    if classes.isEmpty { return false }
    var changed = Set(builder.formerMembers.keys.map(\.owner))
    for symbol in builder.formerMembers.values { builder.removeSymbol(symbol) }
    builder.formerMembers = [:]
    var counts: [SymbolID: Int] = [:]
    for key in builder.members.keys where classes[key.owner] != nil { counts[key.owner, default: 0] += 1 }
    for (symbol, superclass) in classes
    where counts[symbol] != memberCounts[symbol]
      || builder.symbols[Int(symbol.index)].superclass != superclass
    {
      changed.insert(symbol)
    }
    if changed.isEmpty { return false }
    return builder.symbols.contains { symbol in
      symbol.kind == .class && symbol.superclass != nil
        && !(span.start <= symbol.span.start && symbol.span.end <= span.end)
        && builder.inherits(symbol, from: changed)
    }
  }
}

extension SymbolFact {
  var declaresClass: Bool {
    if case .declared(let symbol) = self { symbol.kind == .class } else { false }
  }
}

extension IndexBuilder {
  /// Leaves nothing of a symbol that whoever looks at all symbols might find.
  mutating func removeSymbol(_ id: SymbolID) {
    let nowhere = SourceSpan(start: 0, end: 0)
    symbols[Int(id.index)] = Symbol(
      kind: .variable, name: symbols[Int(id.index)].name, nameSpan: nowhere, span: nowhere,
      visibility: nowhere,
      isGlobal: false)
  }

  /// Removes a symbol that belongs to nothing outside of one declaration of the script; the result is whether it is the key of a
  /// map.
  fileprivate mutating func removeLocal(_ id: SymbolID) -> Bool {
    if isGlobal(id) { return false }
    let symbol = symbols[Int(id.index)]
    if let owner = symbol.container, symbol.isMember, symbol.kind != .key {
      // The members of global classes are dealt with by class.
      if isGlobal(owner) { return false }
      members[MemberKey(owner: owner, name: symbol.name, isOfClass: symbol.isOfClass)] = nil
    }
    removeSymbol(id)
    return symbol.kind == .key
  }

  fileprivate mutating func remove(_ nodes: NodeCounts.Range, hasKeys: Bool) {
    for index in nodes.expressions {
      switch ast.expressions[index] {
      case .this, .superMethod: classReceivers.remove(ExpressionID(index))
      default: break
      }
    }
    if !lambdas.isEmpty { for index in nodes.functions { lambdas[FunctionID(index)] = nil } }
    if hasKeys { keys = keys.filter { !nodes.expressions.contains(Int($0.key.map.index)) } }
    ast.remove(nodes)
  }

  fileprivate func inherits(_ symbol: Symbol, from classes: Set<SymbolID>) -> Bool {
    var next = symbol.superclass
    for _ in 0..<64 {
      guard let ancestor = next else { return false }
      if classes.contains(ancestor) { return true }
      next = symbols[Int(ancestor.index)].superclass
    }
    return false
  }
}
