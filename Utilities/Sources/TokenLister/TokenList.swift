import LoxSource
import LoxSyntax

/// The words that are names or keywords, depending on where they stand.
private let words: Set = [
  "in", "is", "const", "break", "continue", "switch", "case", "default", "throw", "try", "catch", "finally",
  "set", "operator", "import", "as", "from",
]

/// The category that a grammar assigns to a token.
func category(of token: Token, in source: Source) -> String {
  let kind = token.kind
  switch kind {
  case .string, .unterminatedString, .template, .templateHead, .templateMiddle, .templateTail,
    .unterminatedTemplate:
    return "string"
  case .number: return "number"
  case .identifier:
    return words.contains(String(decoding: source.text(of: token.span), as: UTF8.self))
      ? "word" : "identifier"
  case _ where kind.isKeyword: return "keyword"
  default: return "other"
  }
}

/// A line for each token and each comment of a source.
func tokens(of source: Source) -> String {
  var lines = ""
  var scanner = Scanner(source, profile: .extended)
  while true {
    while let trivia = scanner.nextTrivia() {
      if trivia.kind == .comment || trivia.kind == .blockComment {
        lines += "comment \(trivia.span.start) \(trivia.span.end)\n"
      }
    }
    let token = scanner.next()
    if token.kind == .endOfFile { return lines }
    lines += "\(category(of: token, in: source)) \(token.span.start) \(token.span.end)\n"
  }
}
