import LoxSource
import LoxSyntax

extension DocumentIndex {
  /// Information about an operator that the class of its left operand has; nil if there is none at the place, or it is not known whose it
  /// is.
  func operatorHover(at offset: UInt32, _ inference: inout TypeInference) -> Hover? {
    guard profile == .extended, let use = operatorUse(at: offset), isShallow(use.operand) else { return nil }
    switch inference.type(of: use.operand) {
    case .hostInstance(let host): return hover(operator: use.symbol, of: host, at: use.span)
    case .instance(let owner):
      let name = "operator \(use.symbol)"
      for ancestor in ancestors(of: owner) {
        if let member = members(of: ancestor).first(where: { self.name(of: $0) == name }) {
          return hover(member, at: use.span, &inference)
        }
      }
      return hostSuperclass(of: owner).flatMap { hover(operator: use.symbol, of: $0, at: use.span) }
    default: return nil
    }
  }

  private func hover(operator symbol: String, of host: HostAPI.Class, at span: SourceSpan) -> Hover? {
    hostAPI.operator(symbol, of: host).map { function in
      var signature = function
      if symbol == "-()" { signature.name = "-" }
      return Hover(
        span: span, signature: "\(host.name).operator \(signature.signature)",
        summary: "An operator of `\(host.name)`, a class of the host.",
        documentation: function.fullDocumentation)
    }
  }

  /// Whether few operators decide the type of an operand: inference needs much of the stack for each.
  private func isShallow(_ id: ExpressionID) -> Bool {
    var id = id
    for _ in 0..<8 {
      switch ast[id] {
      case .grouping(let inner), .unary(_, let inner), .binary(_, let inner, _), .index(let inner, _),
        .assign(_, let inner), .set(_, _, let inner), .logical(_, let inner, _):
        id = inner
      default: return true
      }
    }
    return false
  }

  private struct OperatorUse {
    /// As host classes and declarations name it.
    var symbol: String
    /// The operand in which the operator is looked for.
    var operand: ExpressionID
    var span: SourceSpan
  }

  /// The operator whose token is at a place.
  private func operatorUse(at offset: UInt32) -> OperatorUse? {
    for index in ast.expressions.indices {
      let id = ExpressionID(index)
      let span = ast.span(of: id)
      guard span.start <= offset, offset < span.end else { continue }
      switch ast[id] {
      case .binary(let op, let left, let right):
        guard isBetween(left, offset, right) else { continue }
        switch op {
        case .add, .subtract, .multiply, .divide, .remainder: return use(op.symbol, left, after: left, offset)
        // `a > b` is `b < a`.
        case .less, .greaterEqual: return use("<", left, after: left, offset)
        case .greater, .lessEqual: return use("<", right, after: left, offset)
        default: return nil
        }
      case .compound(let op, let target, let value):
        guard isBetween(target, offset, value), let symbol = op.binary?.symbol else { continue }
        return use(symbol, target, after: target, offset)
      case .unary(.negate, let operand) where offset == span.start:
        return OperatorUse(
          symbol: "-()", operand: operand, span: SourceSpan(start: span.start, end: span.start &+ 1))
      case .index(let object, let index), .indexIfAny(let object, let index):
        if isBetween(object, offset, index) { return use("[]", object, after: object, offset) }
      case .setIndex(let object, let index, _):
        if isBetween(object, offset, index) { return use("[]=", object, after: object, offset) }
      default: continue
      }
    }
    return nil
  }

  private func isBetween(_ left: ExpressionID, _ offset: UInt32, _ right: ExpressionID) -> Bool {
    ast.span(of: left).end <= offset && offset < ast.span(of: right).start
  }

  /// The use of the operator that is the first token behind an operand, if the place is in it.
  private func use(
    _ symbol: String, _ operand: ExpressionID, after left: ExpressionID, _ offset: UInt32
  ) -> OperatorUse? {
    var scanner = Scanner(source, profile: profile, from: ast.span(of: left).end)
    let span = scanner.next().span
    guard span.start <= offset, offset < span.end else { return nil }
    return OperatorUse(symbol: symbol, operand: operand, span: span)
  }
}
