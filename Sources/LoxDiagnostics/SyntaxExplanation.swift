import LoxSource
import LoxSyntax

/// Finds the place that a compile error should point at, and notes that help to understand it.
struct SyntaxExplanation {
  private let error: CompilerMessage
  private let context: SyntaxContext
  private let text: SourceText
  /// Where to point.
  private(set) var span: SourceSpan
  private(set) var notes: [Diagnostic.Note] = []
  private(set) var fixes: [Fix] = []
  /// The fix that makes the source one of extended Lox, if that has what is missing.
  private var offeredExtension: Fix?
  /// Whether a word of another language has been explained.
  private var isForeign = false

  init(_ error: CompilerMessage, _ context: SyntaxContext, _ text: SourceText) {
    self.error = error
    self.context = context
    self.text = text
    span = error.span
  }

  mutating func explain() {
    if let unclosed = BlockByIndentation(error, context, text) { return explain(unclosed) }
    if let phrase = PhraseFinder(error, context, text).phrase { return explain(phrase) }
    explainByID()
    if error.place == .end, error.id.isExpectation, let last = context.before.first {
      // There may be empty lines after the last token.
      span = SourceSpan(start: last.span.end, end: last.span.end)
    }
    // A misspelt word is more likely than foreign syntax, and that than something which is merely missing.
    if let fix = ForeignSyntax(error, context, text.bytes).fix {
      add(fix, isLikely: fixes.isEmpty)
    } else if let fix = Fix.insertion(for: error.id, context, text.lines) {
      add(fix, isLikely: fixes.isEmpty && !isForeign)
    }
    if let offeredExtension { fixes.append(offeredExtension) }
  }

  private mutating func add(_ fix: Fix, isLikely: Bool) {
    var fix = fix
    if !isLikely { fix.isPreferred = false }
    fixes.append(fix)
  }

  /// Several tokens mean something in another language.
  private mutating func explain(_ phrase: ForeignPhrase) {
    if let place = phrase.place { span = place }
    if let remark = phrase.remark { note(remark) }
    if let fix = phrase.fix { fixes.append(fix) }
    if !context.isExtended, let feature = phrase.feature { offer(feature) }
    if let offeredExtension { fixes.append(offeredExtension) }
  }

  /// What is in a block begins further left than the block.
  private mutating func explain(_ block: BlockByIndentation) {
    note("perhaps this `{` is the one that is not closed", at: block.brace)
    note("because what follows is not indented", at: block.follower)
    span = block.end
    fixes.append(block.fix)
  }

  /// Tells of something that extended Lox has.
  private mutating func offer(_ feature: String) {
    note(ForeignPhrase.offer(feature))
    offeredExtension = FixBuilder(bytes: text.bytes).switchToExtended
  }

  private mutating func explainByID() {
    switch error.id {
    case .unexpectedCharacter: explainCharacter()
    case .unterminatedString: explainUnterminatedString()
    case .expectedExpression: explainMissingExpression()
    case .invalidAssignmentTarget:
      let targets = context.isExtended ? "variables, properties and elements" : "variables and properties"
      note("only \(targets) can be assigned; to compare, write `==`")
    case .unterminatedTemplate: explainUnterminatedTemplate()
    case .unclosedTemplateValue:
      if let template = context.openTemplate { note("the value begins here", at: template.value) }
    case .unterminatedComment:
      note("the comment begins here and is never closed; each `/*` in it needs a `*/` of its own")
    case .unknownEscape: note("a backslash in a template is written as two: `\\\\`")
    case .expectedConstantValue: note("a constant gets its value where it is declared: `const name = value;`")
    case .assignmentToConstant: note("what can be assigned again is declared with `var`")
    case .expectedInAfterLoopVariables: note("a loop over elements is written `for (var x in list)`")
    case .expectedCase, .unclosedSubject: explainCase()
    case .expectedArrowAfterCase:
      note("a case is written `case value: statements` or `case value => expression;`")
    case .expectedColonAfterConditional: note("a conditional expression is written `condition ? a : b`")
    case .expectedArrowAfterParameters:
      note("a function without a name is written `(a, b) => a + b`, or with `fun`")
    case .expectedMapKey, .expectedColonAfterKey:
      note("an entry of a map is written `name: value`, `\"text\": value` or `[key]: value`")
    case .expectedPatternValue: note("the value that is taken apart follows: `var [a, b] = list;`")
    case .unclosedPattern: note("a pattern consists of names: `[a, b, ...rest]` or `{a, b: other, c = 1}`")
    case .unclosedMap where context.token.kind == .equal:
      note("an entry of a map is written `name: value`")
    case .unclosedMap, .unclosedSwitch: explainOpenBrace()
    case .parameterWithoutDefault: note("give this parameter a default as well, or put it before the others")
    case .expectedCatch:
      note("what happens after an error follows: `catch (error) { ... }` or `finally { ... }`")
    case .expectedBlock: note("the blocks of `try`, `catch` and `finally` are in braces")
    case .unclosedCatch: note("a `catch` is written `catch (error)` or `catch (error is NotFound)`")
    case .leavingFinally:
      note("a `finally` block runs on every way out; what is on its way would be lost")
    case .unclosedElementOperator: note("the operators for elements are written `[]` and `[]=`")
    case .setterParameterCount: note("a setter is written `set name(value) { ... }`")
    case .operatorParameterCount: note("the left operand is `this`; the parameter is the right one")
    case .elementOperatorParameterCount: note("the parameters are the index and the value")
    case .duplicateMember:
      if let related = error.related { note("it is first declared here", at: related) }
    case .importInBlock: note("imports are at the top level of a script, outside of blocks and functions")
    case .expectedModuleName, .expectedFrom, .unclosedImport:
      note("an import is written `import \"module\" as name;` or `import {name} from \"module\";`")
    case .typeWithParts:
      note("what is in a list or map has no type: `List`, not `List<Number>` or `Number[]`")
    case .typeOfInitializer: note("an initializer always returns the new instance")
    case .valueOfInstanceField:
      note("it gets its value in `init`; a field of the class itself is declared with `class`")
    case .expectedFieldValue: note("a field of a class is written `class name: Type = value;`")
    case .assignmentBeforeType: note("declare the variable before the function that assigns it")
    case .privateImport: note("names that begin with `_` are private to their module")
    case .assignmentToImport: note("it can be assigned in its own module only")
    case let id where id.missingToken == .rightBracket:
      if let open = context.openBracket { note("this `[` is not closed", at: open) }
    case .unclosedBlock, .unclosedClassBody: explainOpenBrace()
    case .expectedParenthesisAfterFunctionName: explainMissingParameters()
    case .expectedClassBody: explainClassHeading()
    case .expectedFunctionBody: note("the body of a function is written in braces: `{ ... }`")
    case .duplicateVariable:
      if let related = error.related { note("it is first declared here", at: related) }
    case .readInOwnInitializer:
      note(
        "`\(error.lexeme)` already means the new variable here; to use an outer one, give this one another name"
      )
    case .returnValueFromInitializer: note("an initializer always returns the new instance")
    case .superWithoutSuperclass:
      note("a superclass is declared with `<`: `class A < B { ... }`")
    case .thisOutsideClass, .superOutsideClass:
      note("`\(error.lexeme)` can only be used inside a method")
    case .returnOutsideFunction: note("`return` can only be used inside a function")
    case .tooManyParameters, .tooManyArguments:
      note("to pass more values, put them in the fields of an object")
    case .tooManyConstants, .tooManyLocals, .tooManyCaptures, .loopTooLarge, .jumpTooLong:
      if context.isExtended { break }
      note("this is a limit of the book's machine; a first line `// lox: extended` lifts it")
    case let id where id.missingToken == .semicolon: explainMissingSemicolon()
    case let id where id.missingToken == .rightParenthesis: explainOpenParenthesis()
    case let id where id.isMissingName: explainName()
    default: break
    }
  }

  // MARK: - Words

  /// The text of a token; the beginning of a very long one.
  private func spelling(_ token: Token) -> String {
    String(
      decoding: text.bytes[
        Int(token.span.start)..<min(Int(token.span.end), Int(token.span.start) + 100, text.bytes.count)],
      as: UTF8.self)
  }

  private mutating func note(_ message: String, at span: SourceSpan? = nil) {
    notes.append(Diagnostic.Note(message, at: span.map(text.location)))
  }

  /// The previous token, and the one before it.
  private var previous: Token? { context.before.first }
  private var secondPrevious: Token? { context.before.dropFirst().first }

  private func isOnLaterLine(than token: Token) -> Bool {
    text.lines.line(at: token.lastByte) < text.lines.line(at: context.token.span.start)
  }

  private func isAdjacent(_ token: Token?) -> Bool { token?.span.end == context.token.span.start }

  // MARK: - Explanations

  private mutating func explainCharacter() {
    let rest = text.bytes[min(Int(error.span.start), text.bytes.count)...].prefix(4)
    guard let scalar = String(decoding: rest, as: UTF8.self).unicodeScalars.first else { return }
    if scalar.value > 0x7F, scalar != "\u{FFFD}" { span.end = span.start + UInt32(UTF8.width(scalar)) }
    if scalar == "\u{FFFD}" {
      note("this byte is not valid UTF-8")
    } else if let foreign = ForeignCharacter(scalar, isExtended: context.isExtended) {
      note(foreign.remark)
    }
  }

  private mutating func explainUnterminatedTemplate() {
    let template = context.openTemplate
    if let template, text.bytes.dropFirst(Int(span.start)).first == UInt8(ascii: "`") {
      note("this template begins in a value of another one, and is never closed")
      return note("perhaps the `}` of this value is missing", at: template.value)
    }
    // Behind a value, the template goes on.
    if let template { span.start = template.start }
    span.end = UInt32(truncatingIfNeeded: text.bytes.count)
    endInFirstLine()
    note("the template begins here and is never closed")
  }

  /// Points only at the line in which something begins that is never closed.
  private mutating func endInFirstLine() {
    let line = text.lines.line(at: span.start)
    span.end = min(span.end, text.lines.start(ofLine: line) + UInt32(text.lines.bytes(ofLine: line).count))
    if span.end <= span.start { span.end = span.start + 1 }
  }

  private mutating func explainUnterminatedString() {
    endInFirstLine()
    explainLongString()
    if notes.isEmpty { note("the string begins here and is never closed") }
  }

  private mutating func explainCase() {
    if let foreign = foreignWord(at: context.token) {
      note(foreign)
    } else {
      note("a `switch` is written `switch (value) { case 1: ... default: ... }`")
    }
  }

  private mutating func note(_ foreign: ForeignWord) {
    isForeign = true
    note(foreign.remark)
    if let feature = foreign.feature { offer(feature) }
  }

  private func foreignWord(at token: Token) -> ForeignWord? {
    token.kind == .identifier ? ForeignWord(spelling(token), isExtended: context.isExtended) : nil
  }

  /// A multi-line string may have begun where another one should have ended.
  private mutating func explainLongString() {
    guard let string = context.longString else { return }
    let line = text.lines.line(at: string.start)
    let end = text.lines.start(ofLine: line) + UInt32(text.lines.bytes(ofLine: line).count)
    note(
      "this string spans several lines; perhaps its closing `\"` is missing",
      at: SourceSpan(start: string.start, end: max(string.start + 1, end)))
  }

  private mutating func explainMissingSemicolon() {
    guard let previous else { return }
    if context.longString == previous.span { explainLongString() }
    // An import is no word of another language.
    if error.id != .expectedSemicolonAfterImport, explainWords() { return }
    let next = context.token
    if next.kind == .leftBrace, context.suspiciousBraces != nil { explainOpenBrace() }
    if previous.kind == .number, isAdjacent(previous), next.kind == .identifier {
      note("a number consists of decimal digits, with at most one point: 1234.5")
      if !context.isExtended, let form = numberForm(spelling(next)) { offer(form) }
      return
    }
    if previous.kind == .string, let foreign = foreignWord(at: next) {
      note(foreign)
    } else if previous.kind == .string, next.kind == .string || next.kind == .identifier, notes.isEmpty {
      let isTriple =
        next.kind == .string && isAdjacent(previous) && previous.span.end &- previous.span.start == 2
      note(
        isTriple
          ? "Lox has no `\"\"\"`; a string between two `\"` may span several lines"
          : "strings are joined with `+`")
    }
    switch next.kind {
    case .rightBrace, .endOfFile, .else,
      _ where next.kind.startsStatement:
      break
    default:
      if !isOnLaterLine(than: previous) { return }
    }
    span = SourceSpan(start: previous.span.end, end: previous.span.end)
  }

  /// How extended Lox writes a number whose digits are followed by a name.
  private func numberForm(_ rest: String) -> String? {
    switch rest.first {
    case "x": "`0xFF`"
    case "b": "`0b101`"
    case "e", "E": "`1e6`"
    case "_": "`1_000`"
    default: nil
    }
  }

  /// Explains the first word of the statement, or the words at the error.
  private mutating func explainWords() -> Bool {
    // What began on an earlier line has been explained there, or is another statement.
    let start = context.statementStart
    let isInLine =
      previous.map { text.lines.line(at: start.span.start) == text.lines.line(at: $0.span.start) } ?? true
    let first = isInLine ? start : previous ?? start
    for token in [first, previous, context.token].compactMap({ $0 }) where token.kind == .identifier {
      // The token at the error is usually a name that is right where it is; something before it is missing.
      if token.span != context.token.span || token.span == first.span,
        let foreign = foreignWord(at: token), foreign.value == nil
      {
        // A word for a value is right where it is.
        note(foreign)
        return true
      }
    }
    guard isInLine, first.kind == .identifier, first.span != context.token.span else { return false }
    guard let keyword = TokenKind.keyword(beginningStatementsLike: spelling(first)) else { return false }
    note("did you mean `\(keyword)`?")
    fixes.append(Fix(replacing: first.span, by: keyword))
    span = first.span
    return true
  }

  private mutating func explainMissingExpression() {
    let token = context.token
    let name = context.before.dropFirst(1).first.map(spelling) ?? "x"
    switch (previous?.kind, token.kind) {
    case (.plus, .equal), (.minus, .equal), (.star, .equal), (.slash, .equal):
      let sign = previous.map(spelling) ?? ""
      let isName = secondPrevious?.kind == .identifier
      note(
        isName
          ? "Lox has no `\(sign)=`; write `\(name) = \(name) \(sign) ...`"
          : "Lox has no `\(sign)=`; name the variable again: `x = x \(sign) ...`")
      return offer("`\(sign)=`")
    case (.plus, .plus),
      (.minus, _) where secondPrevious?.kind == .minus && isIncrement,
      (.plus, _) where secondPrevious?.kind == .plus && isIncrement:
      let sign = previous.map(spelling) ?? ""
      // The error is at the second `+`, but after the second `-`.
      let operand = context.before.dropFirst(token.kind == .plus ? 1 : 2).first
      let name = operand.flatMap { $0.kind == .identifier ? spelling($0) : nil } ?? "x"
      note("Lox has no `\(sign)\(sign)`; write `\(name) = \(name) \(sign) 1`")
      if !context.isExtended { offer("`\(name)\(sign)\(sign)`") }
      return
    case (_, .plus) where context.after.first?.kind == .plus:
      note("Lox has no `++`; write `x = x + 1`")
      return offer("`x++`")
    case (_, .slash) where context.after.first?.kind == .star, (.slash, .star) where isAdjacent(previous):
      note("a comment begins with `//` and ends with the line; Lox has no `/*`")
      return offer("`/* comments */`")
    default: break
    }
    switch token.kind {
    case .plusPlus: note("`++` stands after a variable, as a statement: `i++;`")
    case .arrow: note("a function without a name is written `x => x + 1` or `(a, b) => a + b`")
    case .else: note("this `else` has no `if`")
    case _ where token.kind.startsStatement:
      if !explainWords() { note("`\(spelling(token))` begins a statement, but a value is needed here") }
    case .plus, .star, .slash, .less, .lessEqual, .greater, .greaterEqual, .equalEqual, .bangEqual, .and, .or,
      .comma,
      .dot:
      note("there is no value before the `\(spelling(token))`")
    case .leftBrace: note("braces enclose statements")
    case .rightBrace where context.openBrace == nil: note("this `}` closes nothing")
    case .rightParenthesis where context.openParenthesis == nil: note("this `)` closes nothing")
    default:
      if let previous, previous.kind.expectsOperand {
        note("there is no value after the `\(spelling(previous))`")
      } else if context.openParenthesis != nil, token.kind == .rightParenthesis {
        note("there is nothing between the parentheses")
      }
    }
  }

  /// Whether the error is directly after `++` or `--`.
  private var isIncrement: Bool {
    switch context.token.kind {
    case .semicolon, .rightParenthesis, .endOfFile, .rightBrace:
      previous?.span.start == secondPrevious?.span.end
    default: false
    }
  }

  private mutating func explainOpenParenthesis() {
    if previous.map({ $0.span == context.longString }) == true { explainLongString() }
    if let open = context.openParenthesis { note("this `(` is not closed", at: open) }
    if let previous, isOnLaterLine(than: previous) {
      span = SourceSpan(start: previous.span.end, end: previous.span.end)
    }
  }

  private mutating func explainOpenBrace() {
    if let braces = context.suspiciousBraces {
      note("perhaps this `{` is the one that is not closed", at: braces.open)
      note("because the `}` that closes it is indented differently", at: braces.close)
    } else if let open = context.openBrace {
      note("this `{` is not closed", at: open)
    }
  }

  private mutating func explainMissingParameters() {
    if secondPrevious?.kind == .fun, context.token.kind == .equal, let previous {
      return note(
        "a function is written `fun \(spelling(previous))(a, b) { ... }`, or is the value of a variable")
    }
    if context.isExtended, let previous, let remark = memberRemark(spelling(previous)) { return note(remark) }
    switch context.token.kind {
    case .leftBrace: note("a parameter list is needed, even if it is empty: `()`")
    case .equal, .semicolon:
      note("fields are not declared; assign them in a method: `this.name = ...`")
      if !context.isExtended {
        offer("fields of the class itself, written `class name = value;`")
      }
    case .identifier where previous.flatMap({ foreignWord(at: $0) }) != nil:
      note("a method begins with its name: `name() { ... }`")
    default: break
    }
  }

  /// A remark about a word before the name or the sign of a member in extended Lox.
  private func memberRemark(_ word: String) -> String? {
    switch (word, context.token.kind) {
    case ("static", _): ForeignWord("static", isExtended: true)?.remark
    case ("get", .identifier): "a getter is written with its name alone: `area => ...;` or `area { ... }`"
    case ("operator", .identifier): nil
    case ("operator", _): "the operators of a class are `+`, `-`, `*`, `/`, `%`, `<`, `[]` and `[]=`"
    case (_, .equal): "a field of the class begins with `class`; those of instances are assigned in a method"
    default: nil
    }
  }

  private mutating func explainClassHeading() {
    if context.token.kind == .identifier, ["extends", "inherits"].contains(spelling(context.token)) {
      note("a superclass is declared with `<`: `class A < B { ... }`")
    } else if context.token.kind == .identifier, let foreign = foreignWord(at: context.token) {
      note(foreign)
    } else if context.token.kind == .leftParenthesis, namesSuperclass {
      note("a superclass is declared with `<`: `class A < B { ... }`")
    } else if context.token.kind == .leftParenthesis {
      note("a class has no parameter list; its method `init` takes the parameters")
    }
  }

  /// `class A(B):`
  private var namesSuperclass: Bool {
    let rest = context.rest
    guard rest.count > 2, rest[0].kind == .identifier, rest[1].kind == .rightParenthesis else { return false }
    return spelling(rest[0]).first?.isUppercase == true
  }

  /// Explains a token where a name is expected.
  private mutating func explainName() {
    let token = context.token
    switch (error.id, token.kind) {
    case (.expectedMethodName, .fun): note("a method is declared without `fun`: `name() { ... }`")
    case (.expectedMethodName, .class) where !context.isExtended:
      offer("members of classes")
    case (.expectedMethodName, .var) where context.isExtended:
      note(
        "fields are assigned in a method: `this.name = ...`; with a type they can be declared: `name: Type;`")
    case (.expectedMethodName, .var), (.expectedMethodName, .this):
      note("fields are not declared; assign them in a method: `this.name = ...`")
    case (_, .number) where context.after.first?.span.start == token.span.end:
      note("a name does not begin with a digit")
    case (_, _) where token.kind.isKeyword: note("`\(spelling(token))` is a keyword, so it can't be a name")
    case (.expectedPropertyName, _) where secondPrevious?.kind == .number:
      note("the point of a number must be followed by a digit: `1.0`")
    case (.expectedParameterName, .rightParenthesis): note("another parameter must follow the `,`")
    case (.expectedParameterName, .leftBrace): explainOpenParenthesis()
    default: break
    }
  }
}

extension TokenKind {
  /// The keyword at the beginning of statements that a name is similar to.
  static func keyword(beginningStatementsLike name: String) -> String? {
    var similar = SimilarNames(to: name.utf8)
    for kind in TokenKind.keywords where kind.startsStatement || kind == .else {
      similar.consider(kind.text.utf8)
    }
    return similar.names.first
  }

  /// The word that an author may have meant by a name that nothing defines.
  package static func word(similarTo name: String, isExtended: Bool) -> String? {
    var similar = SimilarNames(to: name.utf8)
    // Short keywords are similar to too many names.
    for kind: TokenKind in [.false, .nil, .print, .return, .super, .this, .true, .while] {
      similar.consider(kind.text.utf8)
    }
    for word in isExtended ? ["break", "continue"] : [] { similar.consider(word.utf8) }
    return similar.names.first
  }

  /// Whether an operand must follow.
  fileprivate var expectsOperand: Bool {
    switch self {
    case .plus, .minus, .star, .slash, .equal, .equalEqual, .bangEqual, .less, .lessEqual, .greater,
      .greaterEqual,
      .and, .or, .bang, .comma:
      true
    default: false
    }
  }
}
