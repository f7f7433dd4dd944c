import LoxSyntax

extension LintRule {
  public static let privateMember = LintRule(
    id: "private-member", severity: .hint,
    summary: "A member whose name begins with '_' is used from outside.",
    explanation: """
      A member whose name begins with '_' is meant for the methods of its own class. Here something else uses it, so a change of
      the class may break this code.

        class Account {
          init() { this._cents = 0; }
          isRicherThan(other) { return this._cents > other._cents; }
        }
        Account()._cents = 5;    // private-member

      Methods of a class that has such a member itself may use that of any object. Sources in the book's language are not reported.
      """
  ) { context, report in
    for use in context.facts.privateUses {
      guard let name = context.ast.memberName(of: use.expression), !context.hasMember(name, use.owner) else {
        continue
      }
      report(
        context.ast.nameSpan(of: use.expression),
        "'\(context.facts.name(name))' begins with '_', so it is meant for the methods of its class only.")
    }
  }
}

extension LintContext {
  /// Whether a class or one of its superclasses has a member, as far as this file shows.
  fileprivate func hasMember(_ name: NameID, _ owner: ClassID?) -> Bool {
    var owner = owner
    // Classes may inherit in a circle; that fails only at run time.
    for _ in 0..<64 {
      guard let current = owner else { return false }
      for isOfClass in [false, true] {
        let key = LintFacts.MethodKey(owner: current, name: name, isOfClass: isOfClass)
        if facts.methods[key] != nil || facts.accessors.contains(key) { return true }
      }
      if facts.ownPrivateNames.contains(LintFacts.MethodKey(owner: current, name: name)) { return true }
      guard case .known(let superclass) = facts.superclass(of: current) else { return false }
      owner = superclass
    }
    return false
  }
}

extension AST {
  /// The name in `x.name`, read, asked for or assigned.
  func memberName(of id: ExpressionID) -> NameID? {
    switch self[id] {
    case .get(_, let name), .getIfAny(_, let name), .set(_, let name, _): name
    default: nil
    }
  }
}
