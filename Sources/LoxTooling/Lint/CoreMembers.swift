import LoxBuiltins
import LoxDiagnostics
import LoxSource
import LoxSyntax

/// What the names of members mean in the core library.
struct CoreMembers {
  /// By name, the operations of all values and namespaces.
  private static let byName = Dictionary(
    grouping: CoreOperation.forScripts.filter { $0.owner != .global }, by: \.name)

  /// By name in the source: the operations that a member of this name must be, since neither the script nor a class of the host has such a
  /// member. There are none in the language of the book.
  private var operations: [NameID: [CoreOperation]] = [:]

  init(_ facts: LintFacts, _ options: Linter.Options) {
    guard facts.ast.profile == .extended else { return }
    let own = Set(facts.methods.keys.map(\.name)).union(facts.accessors.map(\.name))
    // Keys of maps may have any values.
    var others: Set<String> = []
    for entry in facts.ast.mapEntries where entry.form != .spread {
      let text = facts.ast.source.text(of: facts.ast.span(of: entry.key))
      if text.count <= 16 { others.insert(String(decoding: text, as: UTF8.self)) }
    }
    for host in options.hostAPI.classes where !host.isCore {
      others.formUnion(host.methods.map(\.name))
      others.formUnion(host.staticMethods.map(\.name))
      others.formUnion(host.properties.map(\.name))
      others.formUnion(host.staticProperties.map(\.name))
    }
    for index in 0..<facts.ast.names.count {
      let id = NameID(index)
      if own.contains(id) || facts.isField[index] { continue }
      let name = facts.name(id)
      if let found = CoreMembers.byName[name], !others.contains(name) { operations[id] = found }
    }
  }

  subscript(_ name: NameID) -> [CoreOperation] { operations[name] ?? [] }
}

extension CertainKind {
  /// What is wrong if a value of this kind has no member of a name; nil if it has one.
  func missingMember(_ name: String, _ facts: LintFacts) -> String? {
    let (owner, foreign): (CoreOperation.Owner, ForeignMember.Owner)
    switch self {
    case .number: (owner, foreign) = (.number, .number)
    case .string: (owner, foreign) = (.string, .string)
    case .list: (owner, foreign) = (.list, .list)
    case .range: (owner, foreign) = (.range, .other)
    default: return nil
    }
    let members = CoreOperation.forScripts.filter { $0.owner == owner }.map(\.name)
    if members.contains(name) { return nil }
    let subject = described(facts)
    var message = "\(subject.prefix(1).uppercased() + subject.dropFirst()) has no member '\(name)'."
    var similar = SimilarNames(to: name.utf8)
    for member in members { similar.consider(member.utf8) }
    if let best = similar.names.first {
      message += " Did you mean '\(best)'?"
    } else if let remark = ForeignMember(name, of: foreign)?.remark {
      message += " \(remark.sentence)"
    }
    return message
  }
}
