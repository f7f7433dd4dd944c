import Foundation
import LoxSource
import LoxSyntax

/// The result of parsing a text.
func parse(_ text: String, options: Parser.Options = .init()) -> ParseResult {
  parse(Array(text.utf8), options: options)
}

func parse(_ bytes: [UInt8], options: Parser.Options = .init()) -> ParseResult {
  var parser = Parser(source: Source(name: "test", bytes: bytes), profile: .book, options: options)
  return parser.parse()
}

/// Runs `body` on a thread with a stack as small as hosts give their threads.
func onSmallStack<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
  await withCheckedContinuation { continuation in
    let thread = Thread { continuation.resume(returning: body()) }
    thread.stackSize = 128 * 1024
    thread.start()
  }
}

extension String {
  func repeated(_ count: Int) -> String { String(repeating: self, count: count) }
}

extension ParseResult {
  var messages: [String] { diagnostics.map(\.description) }
}
