import LoxSource
import LoxSyntax

extension PhraseFinder {
  /// `if x {`, `for i in range(10):`: a heading without parentheses.
  var heading: ForeignPhrase? {
    if id == .expectedParenthesisAfterFor, token.kind == .identifier || token.kind == .var {
      let loops = after.prefix(4).contains { word($0) == "in" || word($0) == "of" }
      if loops {
        return either(loop, feature: "`for (var x in list)`", parentheses(token.kind == .var ? "(" : "(var "))
      }
    }
    return ForeignPhrase("parentheses are required after `if`, `while` and `for`", parentheses("("))
  }

  /// Puts parentheses around the rest of a heading that ends with `{`.
  private func parentheses(_ opening: String) -> Fix? {
    guard let brace = after.firstIndex(where: { $0.kind == .leftBrace }), token.kind != .leftBrace else {
      return nil
    }
    let last = brace == 0 ? token : after[brace - 1]
    guard lines.line(at: last.lastByte) == line(of: token), last.kind != .colon,
      !after[..<brace].contains(where: { word($0) == "then" || word($0) == "of" })
    else { return nil }
    return Fix(
      title: "Insert parentheses",
      edits: [
        Fix.Edit(SourceSpan(start: token.span.start, end: token.span.start), opening),
        Fix.Edit(SourceSpan(start: last.span.end, end: last.span.end), ")"),
      ], isPreferred: true)
  }

  /// `for (x in list)`, `foreach (x in list)`
  var loopHeading: ForeignPhrase? {
    guard before.count > 2, before[1].kind == .leftParenthesis || token.kind == .leftParenthesis else {
      return nil
    }
    let tokens = before + [token]
    if !isExtended, before.count == 4, before[0].kind == .for, before[2].kind == .var, word(token) == "in" {
      return ForeignPhrase(feature: "`for (var x in list)`")
    }
    guard before[0].kind == .for || ["foreach", "forEach"].contains(word(before[0])), tokens.count > 3,
      word(tokens[2]) != nil, word(tokens[3]) == "in" || word(tokens[3]) == "of"
    else { return nil }
    let head = SourceSpan(start: tokens[0].span.start, end: tokens[2].span.start)
    let fix = word(tokens[3]) == "in" ? builder.replacement(head, "for (var ") : nil
    return either(loop, feature: "`for (var x in list)`", fix)
  }

  /// `print a, b`, `f(a b)`, `var a = 1, b = 2`
  var separator: ForeignPhrase? {
    if token.kind == .comma, before.first?.kind == .print {
      let isNested = before.filter { $0.kind == .leftParenthesis }.count > 1
      if !isNested { return ForeignPhrase("`print` prints one value; texts are joined with `+`") }
    }
    if token.kind == .comma, before.first?.kind == .var || word(before.first) == "const",
      id.missingToken == .semicolon
    {
      guard let first = before.first else { return nil }
      return ForeignPhrase(
        "each variable has a declaration of its own: `var a = 1; var b = 2;`",
        after.first?.kind == .identifier
          ? builder.replacement(token.span, "; \(builder.spelling(first))") : nil)
    }
    if id == .unclosedParameters, token.kind == .equal, !isExtended {
      return ForeignPhrase(feature: "default values of parameters")
    }
    if id == .unclosedArguments, token.kind == .colon, namesArgument { return ForeignPhrase(argumentName) }
    if id == .unclosedList, token.kind == .for {
      return ForeignPhrase(
        "a list is made of another one with `list.map(x => x * 2)` and `list.filter(x => x > 1)`")
    }
    guard [.unclosedParameters, .unclosedArguments, .unclosedList].contains(id), let previous,
      lines.line(at: previous.lastByte) == line(of: token),
      [.identifier, .number, .string].contains(token.kind),
      previous.kind != .identifier || word(token) != "in",
      !["not", "new", "await", "typeof"].contains(word(previous))
    else { return nil }
    let what =
      switch id {
      case .unclosedParameters: "parameters"
      case .unclosedArguments: "arguments"
      default: "elements"
      }
    return ForeignPhrase("\(what) are separated by `,`", builder.insertion(",", at: previous.span.end))
  }

  /// A function without `fun`, or with a type in its place.
  var declaration: ForeignPhrase? {
    guard id.missingToken == .semicolon, let first = before.first, let name = word(first) else { return nil }
    if before.count == 1, token.kind == .identifier, after.first?.kind == .leftParenthesis,
      isType(name) || ["public", "private", "static"].contains(name)
    {
      return ForeignPhrase(
        "a function is declared with `fun`: `fun \(builder.spelling(token))(...) { ... }`",
        builder.replacement(first.span, "fun"))
    }
    guard token.kind == .leftBrace, before.count > 2, before[1].kind == .leftParenthesis,
      previous?.kind == .rightParenthesis, ForeignWord(name, isExtended: isExtended) == nil,
      before[2..<(before.count - 1)].allSatisfy({ $0.kind == .identifier || $0.kind == .comma }),
      TokenKind.keyword(beginningStatementsLike: name) == nil
    else { return nil }
    return ForeignPhrase(
      "a function is declared with `fun`: `fun \(name)(...) { ... }`", at: first.span,
      builder.insertion("fun ", at: first.span.start))
  }

  /// `var f = function (a) {`
  var functionValue: ForeignPhrase? {
    guard token.kind == .leftBrace, previous?.kind == .rightParenthesis, before.count > 3,
      let place = before.dropFirst().firstIndex(where: {
        ["function", "func", "fn"].contains(word($0))
      }), place + 1 < before.count, before[place + 1].kind == .leftParenthesis
    else { return nil }
    return either(
      "a function without a name is written `fun (a, b) { ... }` or `(a, b) => a + b`",
      feature: "functions without names", builder.replacement(before[place].span, "fun"))
  }

  private func isType(_ name: String) -> Bool {
    name == "void" || ForeignWord(name, isExtended: isExtended)?.replacement(as: .declaration) == "var"
  }

  /// Words between a condition and what depends on it, and others of whole statements.
  var statement: ForeignPhrase? {
    guard let previous, let name = word(previous) else { return nil }
    if before.count > 2, before[before.count - 2].kind == .rightParenthesis {
      switch name {
      case "then":
        return ForeignPhrase("no `then` is needed after the condition", builder.removal(of: previous))
      case "do": return ForeignPhrase("no `do` is needed after the condition", builder.removal(of: previous))
      default: break
      }
    }
    if let loop = foreignLoop { return loop }
    if isExtended, name == "switch", before.count == 1, token.kind != .semicolon {
      return ForeignPhrase("the value after `switch` is in parentheses: `switch (value) { ... }`")
    }
    // `for (let i = 0; ...`
    if before.count > 1, token.kind == .identifier, before[before.count - 2].kind == .leftParenthesis,
      before.first?.kind == .for,
      let foreign = ForeignWord(name, isExtended: isExtended),
      let keyword = foreign.replacement(as: .declaration)
    {
      return ForeignPhrase(foreign.remark, builder.replacement(previous.span, keyword))
    }
    return nil
  }

  /// `for (let x of list)`
  private var foreignLoop: ForeignPhrase? {
    guard before.count == 3, before[0].kind == .for, before[1].kind == .leftParenthesis,
      let word = word(before[2]),
      ForeignWord(word, isExtended: isExtended)?.replacement(as: .declaration) == "var" || word == "const",
      token.kind == .identifier, let next = after.first, ["of", "in"].contains(self.word(next))
    else { return nil }
    let fix = Fix(
      title: "Write 'for (var \(builder.spelling(token)) in'",
      edits: [Fix.Edit(before[2].span, "var"), Fix.Edit(next.span, "in")], isPreferred: true)
    return either(loop, feature: "`for (var x in list)`", fix)
  }
}
