import LoxSource
import LoxSyntax

/// A word of the source and its kind, for colours.
public struct SemanticToken: Hashable, Sendable {
  public enum Kind: UInt8, Sendable, CaseIterable {
    case variable, parameter, function, method, property, `class`
    case keyword, string, number, comment, `operator`
  }

  /// What is special about it.
  public struct Modifiers: OptionSet, Hashable, Sendable {
    public var rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// It is declared here.
    public static let declaration = Modifiers(rawValue: 1)
    /// Nothing assigns it.
    public static let readOnly = Modifiers(rawValue: 2)
    /// It belongs to the host.
    public static let host = Modifiers(rawValue: 4)
    /// It is assigned here.
    public static let modification = Modifiers(rawValue: 8)
  }

  public var span: SourceSpan
  public var kind: Kind
  public var modifiers: Modifiers = []
}

extension DocumentIndex {
  /// The words, literals and comments in a part of the source, in order. A string may span several lines.
  ///
  /// They are looked for from a place on, at most the beginning of the part, where a declaration of the script begins.
  public func semanticTokens(in range: SourceSpan, from start: UInt32 = 0) -> [SemanticToken] {
    var result: [SemanticToken] = []
    var next = occurrences.partitioningIndex { $0.span.end > range.start }
    var scanner = Scanner(source, profile: profile, from: start)
    while true {
      while let trivia = scanner.nextTrivia() {
        if trivia.kind == .comment || trivia.kind == .blockComment, trivia.span.end > range.start {
          add(comment: trivia.span, &result)
        }
      }
      let token = scanner.next()
      if token.kind == .endOfFile || token.span.start >= range.end { break }
      guard token.span.end > range.start else { continue }
      while next < occurrences.count, occurrences[next].span.start < token.span.start { next += 1 }
      if next < occurrences.count, occurrences[next].span == token.span,
        token.kind == .identifier || token.kind.isKeyword
      {
        result.append(semanticToken(occurrences[next]))
      } else if token.kind == .identifier, isContextualKeyword(token) {
        result.append(SemanticToken(span: token.span, kind: .keyword))
      } else if let kind = SemanticToken.Kind(token.kind) {
        result.append(SemanticToken(span: token.span, kind: kind))
      }
    }
    return result.filter { $0.span.start < range.end && $0.span.end > range.start }
  }

  /// Whether a word that is not reserved, and no name here, is a keyword.
  private func isContextualKeyword(_ token: Token) -> Bool {
    profile == .extended
      && TokenKind.contextualKeywords.contains { $0.utf8.elementsEqual(source.text(of: token.span)) }
  }

  private func add(comment: SourceSpan, _ result: inout [SemanticToken]) {
    var span = comment
    if source.text(of: span).last == UInt8(ascii: "\r") { span.end -= 1 }
    result.append(SemanticToken(span: span, kind: .comment))
  }

  /// The kind of a name.
  private func semanticToken(_ occurrence: Occurrence) -> SemanticToken {
    var token = SemanticToken(span: occurrence.span, kind: .variable)
    if occurrence.role == .declaration { token.modifiers.insert(.declaration) }
    if occurrence.role == .write { token.modifiers.insert(.modification) }
    switch occurrence.target {
    case .symbol(let id):
      let symbol = self[id]
      if symbol.isReadOnly { token.modifiers.insert(.readOnly) }
      switch symbol.kind {
      case .variable: token.kind = .variable
      case .parameter: token.kind = .parameter
      case .function: token.kind = .function
      case .class: token.kind = .class
      case .method, .initializer, .operator: token.kind = .method
      case .field, .property, .key: token.kind = .property
      case .undeclared:
        let name = name(of: id)
        let isClass = hostAPI.class(named: name) != nil
        token.kind = isClass ? .class : hostAPI.function(named: name) != nil ? .function : .variable
        if isClass || token.kind == .function || hostAPI.value(named: name) != nil {
          token.modifiers.insert(.host)
        }
      }
    case .property(let name):
      // Whether all members of the name are methods, as far as the source shows.
      let isMethod = memberKinds[Int(name.index)] == .methods
      token.kind = occurrence.isCalled || isMethod && occurrence.role == .read ? .method : .property
    case .this, .super: token.kind = .keyword
    }
    return token
  }
}

extension Symbol {
  /// Whether it is shown as something that nothing assigns.
  var isReadOnly: Bool { (!isReassigned || isConstant) && kind != .undeclared && !isMember }
}

extension SemanticToken.Kind {
  init?(_ kind: TokenKind) {
    switch kind {
    case .identifier: self = .variable
    case .string, .template, .templateHead, .templateMiddle, .templateTail: self = .string
    case .number: self = .number
    case _ where kind.isKeyword: self = .keyword
    case .minus, .plus, .slash, .star, .bang, .bangEqual, .equal, .equalEqual, .greater, .greaterEqual, .less,
      .lessEqual, .percent, .arrow, .question, .questionQuestion, .rangeOperator, .ellipsis, .plusEqual,
      .minusEqual,
      .starEqual, .slashEqual, .percentEqual, .questionQuestionEqual, .plusPlus:
      self = .operator
    default: return nil
    }
  }
}
