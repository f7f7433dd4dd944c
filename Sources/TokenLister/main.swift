// Lists the tokens of scripts, for the tests of the editors' grammars.
//
//     TokenLister FILE...
//
// For each file, writes a line with its name, then a line for each token: its category, the offset of its
// first byte, and that of the byte after its last. Comments are listed, too, where they occur.

import Foundation
import LoxSource
import LoxSyntax

/// The category that a grammar assigns to a token.
func category(of kind: TokenKind) -> String {
  switch kind {
  case .string, .unterminatedString: "string"
  case .number: "number"
  case .identifier: "identifier"
  case _ where kind.isKeyword: "keyword"
  default: "other"
  }
}

func tokens(of source: Source) -> String {
  var lines = ""
  var scanner = Scanner(source, profile: .book)
  while true {
    while let trivia = scanner.nextTrivia() {
      if trivia.kind == .comment { lines += "comment \(trivia.span.start) \(trivia.span.end)\n" }
    }
    let token = scanner.next()
    if token.kind == .endOfFile { return lines }
    lines += "\(category(of: token.kind)) \(token.span.start) \(token.span.end)\n"
  }
}

for name in CommandLine.arguments.dropFirst() {
  let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: name)))
  print("file \(name)")
  print(tokens(of: Source(name: name, bytes: bytes)), terminator: "")
}
