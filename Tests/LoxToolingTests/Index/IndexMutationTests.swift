import LoxGenerator
import LoxSource
import LoxSyntax
import LoxTooling
import Testing

/// Whatever is in a source, and whatever place is asked about, there is an answer.
@Suite struct IndexMutationTests {
  #if DEBUG
    private static let soupCount = 8
    private static let placeCount = 6
  #else
    private static let soupCount = 60
    private static let placeCount = 12
  #endif

  private static let sample = """
    // Doc.
    class A < B { init(x) { this.x = x; super.init(); } m(a, b) { return this.x + super.m(a)(b); } }
    class B { m() { for (var i = 0; i < 3; i = i + 1) { fun f() { return i; } f(); } return this; } }
    var a = A(1); a.y = a.m().x = 2; if (a and !nil or -1) { print "text"; } else while (false) { var a = a; }
    fun g(p, q) { var l = A(p); return fun_(l.x, q, "é😀"); } g(1, g(2, 3)); clock().z;
    """

  private func ask(_ bytes: [UInt8]) {
    let index = DocumentIndex(source: Source(name: "", bytes: bytes), hostAPI: .standard)
    let places = stride(from: 0, through: bytes.count + 1, by: max(1, bytes.count / Self.placeCount))
    for place in places {
      let offset = UInt32(place)
      _ = index.hover(at: offset)
      _ = index.completions(at: offset)
      _ = index.signatureHelp(at: offset)
      _ = index.definitions(at: offset)
      _ = index.references(at: offset)
      _ = index.selectionRanges(at: offset)
      _ = try? index.rename(at: offset, to: "renamed")
      _ = index.linkedSpans(at: offset)
      for symbol in index.callables(at: offset) { _ = index.callers(at: index.calls(of: symbol)) }
      for span in index.selectionRanges(at: offset) { _ = index.refactorings(in: span) }
    }
    _ = index.calls(from: nil)
    _ = index.typeHints(in: SourceSpan(start: 0, end: .max))
    _ = index.outline
    _ = index.foldingRanges
    let tokens = index.semanticTokens(in: SourceSpan(start: 0, end: .max))
    #expect(zip(tokens, tokens.dropFirst()).allSatisfy { $0.span.end <= $1.span.start })
    let occurrences = index.occurrences
    for (first, second) in zip(occurrences, occurrences.dropFirst()) where first.span.end > second.span.start
    {
      Issue.record("\(first) and \(second) in \(String(decoding: bytes, as: UTF8.self))")
    }
    #expect(occurrences.allSatisfy { $0.span.end <= bytes.count && $0.span.start < $0.span.end })
  }

  @Test func truncated() {
    let bytes = Array(Self.sample.utf8)
    for count in stride(from: 0, to: bytes.count, by: 3) { ask(Array(bytes[..<count])) }
  }

  @Test func withoutAToken() {
    var tokens: [Token] = []
    var scanner = Scanner(Source(name: "", text: Self.sample), profile: .book)
    while case let token = scanner.next(), token.kind != .endOfFile { tokens.append(token) }
    let bytes = Array(Self.sample.utf8)
    for token in tokens {
      ask(Array(bytes[..<Int(token.span.start)] + bytes[Int(token.span.end)...]))
    }
  }

  @Test func soups() {
    for seed in 0..<UInt64(Self.soupCount) {
      var generator = TokenSoupGenerator(seed: seed)
      ask(generator.makeSoup())
    }
  }
}
