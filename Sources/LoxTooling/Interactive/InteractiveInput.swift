import LoxSource
import LoxSyntax

/// What was typed into an interactive session: whether it is complete, and what is to be run.
///
/// An input is a script for the parser. In addition, the semicolon after an expression at its end may be
/// omitted, which requests the value.
public struct InteractiveInput: Sendable {
  public enum Status: Equatable, Sendable {
    /// It can be run, or has an error that no further line can fix.
    case complete
    /// It ends inside a statement or a string, within this many braces and parentheses.
    case incomplete(depth: Int)
  }

  public let status: Status
  /// The text to compile: the input, with a semicolon after its last token if one was omitted.
  public let source: [UInt8]
  /// Whether it ends with an expression whose value is requested.
  public let asksForValue: Bool
  /// Whether that expression is a call, which may be there only for its effect.
  public let endsWithCall: Bool

  public init(_ bytes: [UInt8], profile: LanguageProfile = .extended) {
    let tokens = Array(Tokens(bytes, profile))
    guard let error = InteractiveInput.parse(bytes, profile).diagnostics.first else {
      self.init(.complete, bytes)
      return
    }
    let isUnterminated =
      switch tokens.last?.kind {
      case .unterminatedString, .unterminatedTemplate, .unterminatedComment: true
      default: false
      }
    guard error.place == .end || isUnterminated && error.place == .unnamed else {
      self.init(.complete, bytes)
      return
    }
    guard !isUnterminated, let last = tokens.last else {
      // The lines of a string are taken literally.
      self.init(.incomplete(depth: 0), bytes)
      return
    }
    let completed = bytes[..<Int(last.span.end)] + [UInt8(ascii: ";")] + bytes[Int(last.span.end)...]
    let result = InteractiveInput.parse(Array(completed), profile)
    guard result.diagnostics.isEmpty, let statement = result.ast[result.ast.script].last else {
      self.init(.incomplete(depth: InteractiveInput.depth(of: tokens)), bytes)
      return
    }
    // Any other statement without its semicolon is an error.
    guard case .expression(let expression) = result.ast[statement] else {
      self.init(.complete, bytes)
      return
    }
    // A step has no value.
    if case .step = result.ast[expression] {
      self.init(.complete, Array(completed))
      return
    }
    self.init(
      .complete, Array(completed), asksForValue: true,
      endsWithCall: InteractiveInput.isCall(expression, result.ast))
  }

  private init(_ status: Status, _ source: [UInt8], asksForValue: Bool = false, endsWithCall: Bool = false) {
    self.status = status
    self.source = source
    self.asksForValue = asksForValue
    self.endsWithCall = endsWithCall
  }

  private static func parse(_ bytes: [UInt8], _ profile: LanguageProfile) -> ParseResult {
    var parser = Parser(source: Source(name: "", bytes: bytes), profile: profile)
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
