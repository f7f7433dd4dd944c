import LoxSource
import LoxSyntax

/// The tokens of a source up to its end.
struct Tokens: Sequence, IteratorProtocol {
  private var scanner: Scanner

  init(_ bytes: [UInt8], _ profile: LanguageProfile) {
    scanner = Scanner(Source(name: "", bytes: bytes), profile: profile)
  }

  mutating func next() -> Token? {
    let token = scanner.next()
    return token.kind == .endOfFile ? nil : token
  }
}
