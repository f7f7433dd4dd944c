import LoxSource
import LoxSyntax

/// What was typed into an interactive session: whether it is complete, and whether it asks for a value.
///
/// An input is a script for the parser, but the semicolon at its end may be left out; after an expression, that requests
/// its value.
public struct InteractiveInput: Sendable {
  public enum Status: Equatable, Sendable {
    /// It can be run, or has an error that no further line can fix.
    case complete
    /// It ends inside a statement or a string, within this many braces and parentheses.
    case incomplete(depth: Int)
  }

  public let status: Status
  /// Whether it ends with an expression whose value is requested.
  public let asksForValue: Bool
  /// Whether that expression is a call, which may be there only for its effect.
  public let endsWithCall: Bool

  public init(_ bytes: [UInt8], profile: LanguageProfile = .extended) {
    let tokens = Array(Tokens(bytes, profile))
    let result = InteractiveInput.parse(bytes, profile)
    if let error = result.diagnostics.first {
      let isUnterminated =
        switch tokens.last?.kind {
        case .unterminatedString, .unterminatedTemplate, .unterminatedComment: true
        default: false
        }
      let isIncomplete = error.place == .end || isUnterminated && error.place == .unnamed
      // The lines of a string are taken literally.
      let depth = isUnterminated ? 0 : InteractiveInput.depth(of: tokens)
      self.init(isIncomplete ? .incomplete(depth: depth) : .complete)
      return
    }
    guard tokens.last?.kind != .semicolon, let statement = result.ast[result.ast.script].last,
      case .expression(let expression) = result.ast[statement]
    else {
      self.init(.complete)
      return
    }
    // A step has no value.
    if case .step = result.ast[expression] {
      self.init(.complete)
      return
    }
    self.init(.complete, asksForValue: true, endsWithCall: InteractiveInput.isCall(expression, result.ast))
  }

  private init(_ status: Status, asksForValue: Bool = false, endsWithCall: Bool = false) {
    self.status = status
    self.asksForValue = asksForValue
    self.endsWithCall = endsWithCall
  }

  private static func parse(_ bytes: [UInt8], _ profile: LanguageProfile) -> ParseResult {
    var options = Parser.Options()
    options.endsWithoutSemicolon = true
    var parser = Parser(source: Source(name: "", bytes: bytes), profile: profile, options: options)
    return parser.parse()
  }

  private static func isCall(_ expression: ExpressionID, _ ast: AST) -> Bool {
    switch ast[expression] {
    case .call, .callIfAny: true
    case .optionalChain(let chain): isCall(chain, ast)
    default: false
    }
  }

  private static func depth(of tokens: [Token]) -> Int {
    var depth = 0
    for token in tokens {
      switch token.kind {
      case .leftBrace, .leftParenthesis, .leftBracket: depth += 1
      case .rightBrace, .rightParenthesis, .rightBracket: depth = max(0, depth - 1)
      default: break
      }
    }
    return depth
  }
}
