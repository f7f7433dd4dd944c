import LoxSource

/// Sources that are one expression, for hosts that evaluate it again and again.
extension Parser {
  /// Parses the whole source as an expression. The tree is that of a script which returns a function without parameters, whose result is
  /// the value of the expression.
  public mutating func parseExpression() {
    ast.removeAllNodes()
    let start = current.span.start
    openLambdas.append(
      OpenLambda(
        start: start, form: .lambda, firstExpression: ExpressionID(0),
        parameters: ParameterList(start: 0, count: 0), enclosing: function, enclosingJumps: jumpContext))
    let value = expression()
    if !isAtEnd { errorAtCurrent(.expectedEndOfExpression) }
    let script = add(.return(endLambda(value: value)), from: start)
    synchronize()
    if !deferredBodies.isEmpty { parseDeferredBodies() }
    openStatements.append(script)
    ast.script = closeStatements(from: 0)
  }
}
