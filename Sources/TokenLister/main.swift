// Lists the tokens of scripts, for the tests of the editors' grammars.
//
//     TokenLister FILE...
//
// For each file a line with its name, then a line for each token: what it is, the offset of its first byte, and that of the byte
// behind its last. Comments are listed, too, in their places.

import Foundation
import LoxSource
import LoxSyntax

/// What a grammar makes of a token.
func category(of kind: TokenKind) -> String {
  switch kind {
  case .string, .unterminatedString: "string"
  case .number: "number"
  case .identifier: "identifier"
  case .and, .class, .else, .false, .for, .fun, .if, .nil, .or, .print, .return, .super, .this, .true, .var,
    .while:
    "keyword"
  default: "other"
  }
}

/// The lines for the comments between two tokens.
func comments(in source: Source, from start: Int, to end: Int) -> String {
  var lines = ""
  var place = start
  while place < end {
    let rest = source.bytes[place..<end]
    guard let first = rest.firstIndex(of: UInt8(ascii: "/")) else { break }
    let last = rest[first...].firstIndex(of: UInt8(ascii: "\n")) ?? end
    lines += "comment \(first) \(last)\n"
    place = last
  }
  return lines
}

func tokens(of source: Source) -> String {
  var lines = ""
  var scanner = Scanner(source)
  var end = 0
  while true {
    let token = scanner.next()
    lines += comments(in: source, from: end, to: Int(token.span.start))
    if token.kind == .endOfFile { return lines }
    end = Int(token.span.end)
    lines += "\(category(of: token.kind)) \(token.span.start) \(end)\n"
  }
}

for name in CommandLine.arguments.dropFirst() {
  let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: name)))
  print("file \(name)")
  print(tokens(of: Source(name: name, bytes: bytes)), terminator: "")
}
