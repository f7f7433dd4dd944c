import LoxSource

extension AST {
  /// The bytes of the name that a `.variable` or `.constant` statement declares.
  public func nameSpan(ofVariable id: StatementID) -> SourceSpan {
    let name: NameID
    switch self[id] {
    case .variable(let variable, _), .constant(let variable, _): name = variable
    default: return span(of: id)
    }
    let offset = statementOffset(of: id)
    let length = UInt32(truncatingIfNeeded: names.bytes(name).count)
    guard length > 0, offset &+ 1 >= length else { return SourceSpan(start: offset, end: offset) }
    return SourceSpan(start: offset &+ 1 &- length, end: offset &+ 1)
  }

  /// The bytes of the name in a `.variable`, `.assign`, `.get`, `.set` or `.superMethod`; for anything else,
  /// its span.
  ///
  /// Found by scanning the source, since it is rarely needed.
  public func nameSpan(of id: ExpressionID) -> SourceSpan {
    switch self[id] {
    case .assign:
      Scanner(source, profile: profile, from: span(of: id).start).token(after: 0)
    case .get(let object, _), .set(let object, _, _), .getIfAny(let object, _):
      Scanner(source, profile: profile, from: span(of: object).end).token(after: 1)
    case .superMethod:
      Scanner(source, profile: profile, from: span(of: id).start).token(after: 2)
    default:
      span(of: id)
    }
  }
}

extension Scanner {
  /// The span of the token after this many others.
  fileprivate consuming func token(after count: Int) -> SourceSpan {
    for _ in 0..<count { _ = next() }
    return next().span
  }
}
