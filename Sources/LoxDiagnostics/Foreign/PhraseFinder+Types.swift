import LoxSource
import LoxSyntax

extension PhraseFinder {
  /// A type where extended Lox has none: `...rest: List`, `(x): Number => x`, `for (var x: Number in list)`, `var [a, b]: List = list`.
  var misplacedType: ForeignPhrase? {
    guard isExtended else { return nil }
    switch id {
    case .unclosedParameters
    where token.kind == .colon && before.count > 1 && before[before.count - 2].kind == .ellipsis:
      return ForeignPhrase("the rest of the arguments is always a list, so it has no type")
    case .expectedPatternValue where token.kind == .colon:
      return ForeignPhrase("a pattern has no type")
    case .expectedSemicolonAfterVariable
    where word(token) == "in" && before.first?.kind == .for && before.contains { $0.kind == .colon }:
      return ForeignPhrase("the variable of a loop has no type")
    case .unclosedExpression, .expectedExpression:
      // The parameters have types as well, or there are none.
      guard token.kind == .colon || token.kind == .rightParenthesis && previous?.kind == .leftParenthesis,
        let arrow = after.firstIndex(where: { $0.kind == .arrow }), arrow > 1,
        after[..<arrow].contains(where: { $0.kind == .colon })
      else { return nil }
      return ForeignPhrase(
        "only a function with `fun` can have a type for its result: `fun (x): Number => x`")
    default: return nil
    }
  }
}
