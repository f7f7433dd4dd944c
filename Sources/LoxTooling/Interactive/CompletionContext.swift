import LoxSource
import LoxSyntax

/// What may follow at the end of a text, for completion.
public struct CompletionContext: Equatable, Sendable {
  public enum Subject: Equatable, Sendable {
    /// A variable or a keyword.
    case name
    /// A property of the value before the dot, if that can be determined without running anything.
    case member(of: Receiver?)
  }

  /// An expression of names, dots and calls.
  public struct Receiver: Equatable, Sendable {
    public enum Step: Equatable, Sendable {
      case property(String)
      case call
    }

    /// The variable with which it begins.
    public var variable: String
    public var steps: [Step] = []
  }

  public var subject: Subject
  /// The part of the word that is already there.
  public var prefix: String
  /// The byte at which the word begins.
  public var start: Int
  /// The other names in the text, each once, sorted: variables, or properties if those are wanted.
  public var namesInText: [String]

  /// Nil if there can be no name here, for example in a string, a comment or a number.
  public init?(endOf text: [UInt8], profile: LanguageProfile = .extended) {
    var tokens = Array(Tokens(text, profile))
    let all = tokens
    prefix = ""
    start = text.count
    if let last = tokens.last, Int(last.span.end) == text.count {
      switch last.kind {
      case .number, .unterminatedString, .string, .template, .templateTail: return nil
      case .identifier,
        _ where last.kind.isKeyword:
        prefix = String(decoding: text[Int(last.span.start)...], as: UTF8.self)
        start = Int(last.span.start)
        tokens.removeLast()
      default: break
      }
    }
    let comments = Scanner.comments(in: Source(name: "", bytes: text), profile: profile)
    if let last = comments.last, Int(last.end) == text.count { return nil }
    switch all.last?.kind {
    case .unterminatedTemplate, .unterminatedComment: return nil
    default: break
    }

    if tokens.last?.kind == .dot || tokens.last?.kind == .questionDot {
      tokens.removeLast()
      subject = .member(of: CompletionContext.receiver(tokens, text))
    } else {
      // A new name can't be completed.
      if let before = tokens.last?.kind, before == .var || before == .fun || before == .class { return nil }
      subject = .name
    }
    let wantsMembers = subject != .name
    let typed = start
    var names: Set<String> = []
    for (index, token) in all.enumerated() where token.kind == .identifier && Int(token.span.start) != typed {
      let isMember = index > 0 && (all[index - 1].kind == .dot || all[index - 1].kind == .questionDot)
      if isMember == wantsMembers {
        names.insert(String(decoding: text[Int(token.span.start)..<Int(token.span.end)], as: UTF8.self))
      }
    }
    namesInText = names.sorted()
  }

  /// The expression that the tokens end with, read backwards.
  private static func receiver(_ tokens: [Token], _ text: [UInt8]) -> Receiver? {
    var steps: [Receiver.Step] = []
    var index = tokens.count - 1
    while index >= 0 {
      let token = tokens[index]
      switch token.kind {
      case .identifier:
        let name = String(decoding: text[Int(token.span.start)..<Int(token.span.end)], as: UTF8.self)
        guard index > 0, tokens[index - 1].kind == .dot || tokens[index - 1].kind == .questionDot else {
          return Receiver(variable: name, steps: steps.reversed())
        }
        steps.append(.property(name))
        index -= 2
      case .rightParenthesis:
        guard let open = openingParenthesis(of: index, tokens) else { return nil }
        steps.append(.call)
        index = open - 1
      default: return nil
      }
    }
    return nil
  }

  private static func openingParenthesis(of close: Int, _ tokens: [Token]) -> Int? {
    var depth = 0
    for index in stride(from: close, through: 0, by: -1) {
      switch tokens[index].kind {
      case .rightParenthesis: depth += 1
      case .leftParenthesis: depth -= 1
      default: break
      }
      if depth == 0 { return index }
    }
    return nil
  }
}
