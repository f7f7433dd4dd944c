extension TokenKind {
  /// The reserved words.
  public static let keywords = allCases.filter(\.isKeyword)

  /// Whether it is a reserved word.
  @inlinable public var isKeyword: Bool { TokenKind.and.rawValue...TokenKind.while.rawValue ~= rawValue }

  /// The spelling of the token; empty for names, literals and errors. This is the only list of the keywords.
  public var text: String {
    switch self {
    case .and: "and"
    case .class: "class"
    case .else: "else"
    case .false: "false"
    case .for: "for"
    case .fun: "fun"
    case .if: "if"
    case .nil: "nil"
    case .or: "or"
    case .print: "print"
    case .return: "return"
    case .super: "super"
    case .this: "this"
    case .true: "true"
    case .var: "var"
    case .while: "while"
    case .leftParenthesis: "("
    case .rightParenthesis: ")"
    case .leftBrace: "{"
    case .rightBrace: "}"
    case .comma: ","
    case .dot: "."
    case .semicolon: ";"
    case .minus: "-"
    case .plus: "+"
    case .slash: "/"
    case .star: "*"
    case .bang: "!"
    case .bangEqual: "!="
    case .equal: "="
    case .equalEqual: "=="
    case .greater: ">"
    case .greaterEqual: ">="
    case .less: "<"
    case .lessEqual: "<="
    case .percent: "%"
    case .leftBracket: "["
    case .rightBracket: "]"
    case .colon: ":"
    case .arrow: "=>"
    case .question: "?"
    case .questionDot: "?."
    case .questionQuestion: "??"
    case .rangeOperator: "..<"
    case .ellipsis: "..."
    case .plusEqual: "+="
    case .minusEqual: "-="
    case .starEqual: "*="
    case .slashEqual: "/="
    case .percentEqual: "%="
    case .questionQuestionEqual: "??="
    case .plusPlus: "++"
    case .identifier, .string, .number, .template, .templateHead, .templateMiddle, .templateTail,
      .unexpectedCharacter, .unterminatedString, .unterminatedTemplate, .unterminatedComment, .endOfFile:
      ""
    }
  }

  /// Whether it begins a declaration, or a statement other than an expression or a block: after an error,
  /// parsing may resume there.
  public var startsStatement: Bool {
    switch self {
    case .class, .fun, .var, .for, .if, .while, .print, .return: true
    default: false
    }
  }
}
