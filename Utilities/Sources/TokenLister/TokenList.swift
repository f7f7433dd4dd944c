import LoxSource
import LoxSyntax

/// The category that a grammar assigns to a token.
func category(of kind: TokenKind) -> String {
  switch kind {
  case .string, .unterminatedString, .template, .templateHead, .templateMiddle, .templateTail: "string"
  case .number: "number"
  case .identifier: "identifier"
  case _ where kind.isKeyword: "keyword"
  default: "other"
  }
}

/// A line for each token and each comment of a source.
func tokens(of source: Source) -> String {
  var lines = ""
  var scanner = Scanner(source, profile: .book)
  while true {
    while let trivia = scanner.nextTrivia() {
      if trivia.kind == .comment || trivia.kind == .blockComment {
        lines += "comment \(trivia.span.start) \(trivia.span.end)\n"
      }
    }
    let token = scanner.next()
    if token.kind == .endOfFile { return lines }
    lines += "\(category(of: token.kind)) \(token.span.start) \(token.span.end)\n"
  }
}
