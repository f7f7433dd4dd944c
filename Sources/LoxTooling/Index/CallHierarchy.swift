import LoxSource
import LoxSyntax

/// Calls that belong together: what calls or is called, and the names at the calls.
public struct CallGroup: Sendable {
  /// The function, method or class; nil for the script itself, outside of all functions.
  public var symbol: SymbolID?
  public var spans: [SourceSpan]
}

/// Calls of what another script declares.
public struct ImportedCallGroup: Sendable {
  public var origin: Origin
  public var spans: [SourceSpan]
}

/// Which functions call which: methods by what is known of the value before the dot, classes for their initializers.
extension DocumentIndex {
  /// A call of a member on an unknown value stands for all members of its name, unless there are more.
  private static let maximumCandidates = 32

  /// What can be called among the things that are named at a place.
  public func callables(at offset: UInt32) -> [SymbolID] {
    guard let occurrence = occurrence(at: offset) else { return [] }
    switch occurrence.target {
    case .this, .super: return []
    case .symbol, .property:
      return targets(of: occurrence).filter(isCallable).prefix(Self.maximumCandidates).map { $0 }
    }
  }

  private func isCallable(_ id: SymbolID) -> Bool {
    let symbol = self[id]
    return symbol.isFunction || symbol.kind == .class || symbol.kind == .property
  }

  /// The places where a function, a method or a class is called, in source order.
  public func calls(of id: SymbolID) -> [SourceSpan] {
    var spans = Set(references(at: self[id].nameSpan.start).filter(\.isCalled).map(\.span))
    let constructed: Set<SymbolID>
    switch self[id].kind {
    case .class:
      constructed = [id]
      // A subclass calls the initializer by `super.init`.
      if let initializer = members[MemberKey(owner: id, name: .initializer)] {
        spans.formUnion(superCalls(of: initializer))
      }
    case .initializer:
      constructed = Set(
        symbols.indices.lazy.map { SymbolID($0) }.filter {
          self[$0].kind == .class && self.initializer(of: $0) == id
        })
      spans = superCalls(of: id)
    default: constructed = []
    }
    if !constructed.isEmpty {
      for occurrence in occurrences where occurrence.isCalled {
        if case .symbol(let called) = occurrence.target, constructed.contains(called) {
          spans.insert(occurrence.span)
        }
      }
    }
    return spans.sorted { $0.start < $1.start }
  }

  /// The calls of an initializer by its name: `super.init()`.
  private func superCalls(of initializer: SymbolID) -> Set<SourceSpan> {
    var inference = TypeInference(self)
    var spans: Set<SourceSpan> = []
    for occurrence in occurrences where occurrence.isCalled && occurrence.target == .property(.initializer) {
      guard let expression = occurrence.expression,
        case .instance(let owner) = inference.receiver(of: expression),
        self.initializer(of: owner) == initializer
      else { continue }
      spans.insert(occurrence.span)
    }
    return spans
  }

  /// The names among some places that are called there.
  public func called(_ spans: [SourceSpan]) -> [SourceSpan] {
    let called = Set(occurrences.lazy.filter(\.isCalled).map(\.span))
    return spans.filter { called.contains($0) }
  }

  /// The functions around some places, which are in source order, each with its places.
  public func callers(at spans: [SourceSpan]) -> [CallGroup] {
    var groups: [CallGroup] = []
    var places: [SymbolID?: Int] = [:]
    var functions = EnclosingFunctions(self)
    for span in spans {
      let caller = functions.innermost(at: span.start)
      if let place = places[caller] {
        groups[place].spans.append(span)
      } else {
        places[caller] = groups.count
        groups.append(CallGroup(symbol: caller, spans: [span]))
      }
    }
    return groups
  }

  /// What a function calls, or the script outside of all functions; a class stands for its initializer.
  public func calls(from id: SymbolID?) -> (own: [CallGroup], imported: [ImportedCallGroup]) {
    var caller = id
    if let id, self[id].kind == .class {
      guard let initializer = members[MemberKey(owner: id, name: .initializer)] else { return ([], []) }
      caller = initializer
    }
    var own: [CallGroup] = []
    var places: [SymbolID: Int] = [:]
    var imported: [ImportedCallGroup] = []
    var importedPlaces: [Origin: Int] = [:]
    var functions = EnclosingFunctions(self)
    var inference = TypeInference(self)
    for occurrence in occurrences where occurrence.isCalled {
      guard functions.innermost(at: occurrence.span.start) == caller else { continue }
      if let origin = origin(of: occurrence), origin.name != nil {
        let place = importedPlaces[origin] ?? imported.count
        if place == imported.count { imported.append(ImportedCallGroup(origin: origin, spans: [])) }
        importedPlaces[origin] = place
        imported[place].spans.append(occurrence.span)
        continue
      }
      let targets = targets(of: occurrence, &inference)
      if targets.count > Self.maximumCandidates { continue }
      for target in targets where isCallable(target) {
        let place = places[target] ?? own.count
        if place == own.count { own.append(CallGroup(symbol: target, spans: [])) }
        places[target] = place
        own[place].spans.append(occurrence.span)
      }
    }
    return (own, imported)
  }
}

/// The named functions around places that are asked for in source order.
private struct EnclosingFunctions {
  private let functions: [(symbol: SymbolID, span: SourceSpan)]
  private var next = 0
  private var open: [Int] = []

  init(_ index: DocumentIndex) {
    functions = index.declarations.filter { declaration in
      switch declaration.kind {
      case .function, .method, .initializer, .operator, .property: true
      case .variable, .parameter, .class, .field, .key, .undeclared: false
      }
    }.map { ($0.symbol, $0.span) }.sorted { $0.span.start < $1.span.start }
  }

  mutating func innermost(at offset: UInt32) -> SymbolID? {
    while next < functions.count, functions[next].span.start <= offset {
      open.append(next)
      next += 1
    }
    // What has ended stays so for all later places.
    while let last = open.last, functions[last].span.end <= offset { open.removeLast() }
    return open.last.map { functions[$0].symbol }
  }
}
