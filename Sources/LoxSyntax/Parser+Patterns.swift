import LoxSource

/// Patterns: variables that take a list or a map apart.
extension Parser {
  /// The declaration of the variables of a pattern, from its first token on.
  mutating func destructuring(from start: UInt32, isConstant: Bool) -> StatementID {
    let pattern = pattern(isConstant: isConstant)
    let offset = previous.lastByte
    consume(.equal, .expectedPatternValue)
    let value = expression()
    consume(.semicolon, .expectedSemicolonAfterVariable)
    return add(.destructuring(pattern, value), from: start, offset: offset)
  }

  /// A pattern, from its bracket or brace on.
  mutating func pattern(isConstant: Bool) -> PatternID {
    let start = current.span.start
    let kind: Pattern.Kind = current.kind == .leftBracket ? .list : .map
    let end: TokenKind = kind == .list ? .rightBracket : .rightBrace
    advance()
    // Those of functions in default values come in between.
    var elements: [PatternElement] = []
    repeat {
      if current.kind == end, kind == .map || elements.last?.isRest != true, !elements.isEmpty { break }
      if elements.last?.isRest == true { errorAtCurrent(.restNotLast) }
      elements.append(kind == .list ? listElement() : mapElement())
    } while match(.comma)
    consume(end, .unclosedPattern)
    let list = NodeList(start: ast.patternElements.count, count: elements.count)
    ast.patternElements.append(contentsOf: elements)
    ast.patterns.append(
      Pattern(kind: kind, elements: list, isConstant: isConstant, span: previous.span(from: start)))
    return PatternID(ast.patterns.count &- 1)
  }

  private mutating func listElement() -> PatternElement {
    let isRest = match(.ellipsis)
    consume(.identifier, .expectedVariableName)
    let name = previousName()
    return PatternElement(name: name, span: previous.span, key: name, keySpan: previous.span, isRest: isRest)
  }

  private mutating func mapElement() -> PatternElement {
    if current.kind.isKeyword { advance() } else { consume(.identifier, .expectedVariableName) }
    let key = previousName()
    let isKeyword = previous.kind.isKeyword
    var element = PatternElement(name: key, span: previous.span, key: key, keySpan: previous.span)
    if isKeyword || current.kind == .colon {
      consume(.colon, .expectedColonAfterKey)
      consume(.identifier, .expectedVariableName)
      element.name = previousName()
      element.span = previous.span
    }
    if match(.equal) {
      let value = nestedExpression()
      nameFunction(value, element.name)
      element.defaultValue = value
    }
    return element
  }

  // MARK: - for ... in

  /// The clauses of a `for ... in` loop, from the keyword `var` on; nil, with nothing taken, if it is another loop.
  mutating func forInClauses() -> ForInLoopID? {
    let start = (scanner, current, previous)
    advance()
    let variable: ForInLoop.Variable
    if beginsPattern {
      variable = loopVariable()
    } else {
      let next = current.kind == .identifier ? peek() : current
      guard current.kind == .identifier, next.kind == .comma || isWord(.in, next) else {
        (scanner, current, previous) = start
        return nil
      }
      variable = loopVariable()
    }
    let second = match(.comma) ? loopVariable() : nil
    if isWord(.in) { advance() } else { errorAtCurrent(.expectedInAfterLoopVariables) }
    let sequence = expression()
    consume(.rightParenthesis, .unclosedForClauses)
    // Its body is still to come.
    ast.forInLoops.append(
      ForInLoop(variable: variable, second: second, sequence: sequence, body: StatementID(0)))
    return ForInLoopID(ast.forInLoops.count &- 1)
  }

  private mutating func loopVariable() -> ForInLoop.Variable {
    if beginsPattern {
      let start = current.span.start
      let pattern = pattern(isConstant: false)
      return ForInLoop.Variable(name: .anonymous, span: previous.span(from: start), pattern: pattern)
    }
    consume(.identifier, .expectedVariableName)
    return ForInLoop.Variable(name: previousName(), span: previous.span)
  }
}
