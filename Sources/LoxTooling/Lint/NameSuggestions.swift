import LoxDiagnostics
import LoxSource
import LoxSyntax

/// What may have been meant by a name that nothing defines: what an error at run time would suggest.
struct NameSuggestions {
  /// More of them would take too long: each looks at all names.
  static let maximumCount = 100

  private let context: LintContext
  private let known: [String]

  init(_ context: LintContext, _ known: Set<String>) {
    self.context = context
    self.known = known.sorted()
  }

  /// A sentence about a use of a global variable; nil if nothing is known.
  func suggestion(for name: NameID, _ use: ExpressionID) -> String? {
    let facts = context.facts
    let isMember = { (id: Int) in facts.isField[id] || facts.methodCounts[id] > 0 }
    if isMember(Int(name.index)) { return "Did you mean 'this.\(facts.name(name))'?" }
    if let foreign = ForeignWord(undefined: facts.name(name), isExtended: context.ast.profile == .extended) {
      return ([foreign.remark, foreign.offer].compactMap { $0 }.map { $0.sentence }).joined(separator: " ")
    }
    var similar = SimilarNames(to: facts.name(name).utf8)
    for index in facts.globals.indices where facts.globals[index].declarations > 0 {
      similar.consider(facts.name(NameID(index)).utf8)
    }
    for variable in facts.resolution.variables where variable.name != .anonymous {
      similar.consider(facts.name(variable.name).utf8)
    }
    for name in known { similar.consider(name.utf8) }
    if let best = similar.names.first { return "Did you mean '\(best)'?" }
    for index in facts.globals.indices where isMember(index) {
      similar.consider(facts.name(NameID(index)).utf8)
    }
    if let member = similar.names.first { return "Did you mean 'this.\(member)'?" }
    let word = TokenKind.word(similarTo: facts.name(name), isExtended: context.ast.profile == .extended)
    return word.map { "Did you mean '\($0)'?" }
  }
}

extension String {
  /// A remark as a sentence.
  var sentence: String {
    let isWord = first?.isLowercase == true
    return (isWord ? prefix(1).uppercased() + dropFirst() : self) + "."
  }
}
