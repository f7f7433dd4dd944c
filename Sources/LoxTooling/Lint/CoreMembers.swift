import LoxBuiltins
import LoxSyntax

/// What the names of members mean in the core library.
struct CoreMembers {
  /// By name, the operations of all values and namespaces.
  private static let byName = Dictionary(
    grouping: CoreOperation.all.filter { $0.owner != .global }, by: \.name)

  /// By name in the source: the operations that a member of this name must be, since neither the script nor a class of the host has such a
  /// member. There are none in the language of the book.
  private var operations: [NameID: [CoreOperation]] = [:]

  init(_ facts: LintFacts, _ options: Linter.Options) {
    guard facts.ast.profile == .extended else { return }
    var own = Set(facts.methods.keys.map(\.name)).union(facts.accessors.map(\.name))
    // Keys of maps may have functions as values.
    for entry in facts.ast.mapEntries {
      if entry.form != .spread, case .variable(let name) = facts.ast[entry.key] { own.insert(name) }
    }
    var hostNames: Set<String> = []
    for host in options.hostAPI.classes where !host.isCore {
      hostNames.formUnion(host.methods.map(\.name))
      hostNames.formUnion(host.staticMethods.map(\.name))
      hostNames.formUnion(host.properties.map(\.name))
      hostNames.formUnion(host.staticProperties.map(\.name))
    }
    for index in 0..<facts.ast.names.count {
      let id = NameID(index)
      if own.contains(id) || facts.isField[index] { continue }
      let name = facts.name(id)
      if let found = CoreMembers.byName[name], !hostNames.contains(name) { operations[id] = found }
    }
  }

  subscript(_ name: NameID) -> [CoreOperation] { operations[name] ?? [] }
}
