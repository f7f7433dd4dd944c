import LoxGenerator
import LoxSource
import LoxSyntax
import LoxTooling
import Testing

/// The index of a text that was edited says what one from scratch says.
@Suite struct EditedIndexTests {
  private struct Description: Equatable {
    var hasErrors: Bool
    var declarations: [String]
    var occurrences: [String]
    var globals: Set<String>
    var outline: [String]
    var tokens: [SemanticToken]
    var folds: [FoldingRange]
    var hints: [String]

    init(_ index: DocumentIndex) {
      let all = SourceSpan(start: 0, end: .max)
      hasErrors = index.hasErrors
      func text(_ id: SymbolID) -> String {
        let symbol = index[id]
        let superclass = symbol.superclass.map { index.name(of: $0) } ?? ""
        return "\(symbol.kind) \(index.name(of: id)) \(symbol.nameSpan) \(symbol.span) \(symbol.visibility) "
          + "\(symbol.isGlobal) \(symbol.isOfClass) \(symbol.isReassigned) \(symbol.isConstant) \(superclass) "
          + "\(symbol.origin.map { "\($0)" } ?? "") \(symbol.container.map { index.name(of: $0) } ?? "")"
      }
      declarations = index.declarations.map { declaration in
        let container = declaration.container.map { "\(index.declarations[$0].nameSpan)" } ?? ""
        return
          "\(declaration.kind) \(declaration.nameSpan) \(declaration.span) \(container) \(text(declaration.symbol))"
      }
      occurrences = index.occurrences.map { occurrence in
        let target =
          switch occurrence.target {
          case .symbol(let id): text(id)
          case .property(let name): index.text(of: name)
          case .this(let id): "this \(text(id))"
          case .super(let id): "super \(text(id))"
          }
        let targets = index.targets(of: occurrence).map(text).sorted()
        return "\(occurrence.span) \(occurrence.role) \(occurrence.isCalled) \(target) \(targets)"
      }
      globals = Set(index.exports.map(text))
      outline = index.outline.map { "\($0.name) \($0.detail) \($0.depth) \($0.declaration.span)" }
      tokens = index.semanticTokens(in: all)
      folds = index.foldingRanges
      hints = index.parameterHints(in: all).map { "\($0)" } + index.typeHints(in: all).map { "\($0)" }
    }

    func difference(from other: Description) -> String? {
      if self == other { return nil }
      func lines(_ a: [String], _ b: [String]) -> String {
        a.filter { !b.contains($0) }.joined(separator: ", ")
      }
      return """
        errors \(hasErrors) \(other.hasErrors)
        declarations \(lines(declarations, other.declarations)) instead of \(lines(other.declarations, declarations))
        occurrences \(lines(occurrences, other.occurrences)) instead of \(lines(other.occurrences, occurrences))
        globals \(lines(globals.sorted(), other.globals.sorted())) instead of \(lines(other.globals.sorted(), globals.sorted()))
        \(outline == other.outline), \(tokens == other.tokens), \(folds == other.folds), \(hints == other.hints)
        """
    }
  }

  /// What the two say differently; nil if they say the same.
  private func difference(_ edited: EditedIndex, _ source: Source, _ random: inout SplitMix64) -> String? {
    let index = DocumentIndex(source: source, hostAPI: .standard)
    if let difference = Description(edited.index).difference(from: Description(index)) { return difference }
    for _ in 0..<3 {
      let offset = UInt32(Int(random.next() % UInt64(source.bytes.count + 1)))
      func isSame<Answer: Equatable>(_ question: (DocumentIndex) -> Answer) -> Bool {
        question(edited.index) == question(index)
      }
      if !isSame({ $0.references(at: offset).map(\.span) }) { return "references at \(offset)" }
      if !isSame({ $0.definitions(at: offset).map(\.nameSpan) }) { return "definitions at \(offset)" }
      if !isSame({ $0.hover(at: offset)?.markdown }) { return "hover at \(offset)" }
      if !isSame({ $0.selectionRanges(at: offset) }) { return "selection ranges at \(offset)" }
      let (new, old) = (edited.completions(at: offset), index.completions(at: offset))
      if new.span != old.span || new.items != old.items {
        return "completions at \(offset): \(new.items.filter { !old.items.contains($0) }) instead of "
          + "\(old.items.filter { !new.items.contains($0) })"
      }
      if edited.signatureHelp(at: offset) != index.signatureHelp(at: offset) {
        return "signatures at \(offset)"
      }
    }
    return nil
  }

  private static let everything = SourceSpan(start: 0, end: .max)

  /// Tokens that are made again only for the parts that may have others.
  private struct KeptTokens {
    private var parts = EditedTokenParts()
    /// By the version of a part, relative to its beginning.
    private var known: [Int: [SemanticToken]] = [:]
    private(set) var all: [SemanticToken] = []
    private(set) var madeCount = 0

    init(_ edited: EditedIndex) { update(to: edited) }

    mutating func update(to edited: EditedIndex) {
      parts.update(to: edited)
      all = []
      madeCount = 0
      for part in parts.all {
        let start = part.span.start
        let tokens =
          known[part.version]
          ?? edited.index.semanticTokens(in: part.span, from: start).map { $0.moved(by: 0 &- start) }
        if known.updateValue(tokens, forKey: part.version) == nil { madeCount += 1 }
        all += tokens.map { $0.moved(by: start) }
      }
    }
  }

  private func edit(_ text: String, seed: UInt64, count: Int) {
    var random = SplitMix64(seed: seed)
    var script = EditedScript(text)
    var edited = EditedIndex(source: Source(name: "", bytes: script.bytes), hostAPI: .standard)
    var tokens = KeptTokens(edited)
    for _ in 0..<count {
      let before = script.bytes
      script.edit(&random)
      let source = Source(name: "", bytes: script.bytes)
      edited.update(to: source)
      tokens.update(to: edited)
      let expected = DocumentIndex(source: source, hostAPI: .standard).semanticTokens(in: Self.everything)
      #expect(tokens.all == expected, "seed \(seed): \(String(decoding: script.bytes, as: UTF8.self))")
      if let difference = difference(edited, source, &random) {
        Issue.record(
          """
          seed \(seed): \(difference)
          before: \(String(decoding: before, as: UTF8.self))
          after: \(String(decoding: script.bytes, as: UTF8.self))
          """)
        return
      }
    }
  }

  #if DEBUG
    private static let runs = 6
  #else
    private static let runs = 24
  #endif

  @Test func editsOfBookLox() {
    for seed in 0..<Self.runs { edit(EditedScript.book, seed: UInt64(seed), count: 20) }
  }

  @Test func editsOfExtendedLox() {
    // The body of a function that reads on behind an error, in 83.
    for seed in [83] + Array(0..<Self.runs) { edit(EditedScript.extended, seed: UInt64(seed), count: 20) }
  }

  @Test func typing() {
    for text in [
      "fun f(a) { var b = a.x; return b; }\n", "class E < A { k() { this.new = a; } }\n", "var n = A(1).x;\n",
    ] {
      var random = SplitMix64(seed: 1)
      for line in [1, 4, 8] {
        var lines = EditedScript.book.split(separator: "\n", omittingEmptySubsequences: false).map {
          Array("\($0)\n".utf8)
        }
        lines.insert([], at: line)
        var edited = EditedIndex(source: Source(name: "", bytes: Array(lines.joined())), hostAPI: .standard)
        for byte in text.utf8 {
          lines[line].append(byte)
          let source = Source(name: "", bytes: Array(lines.joined()))
          edited.update(to: source)
          #expect(
            difference(edited, source, &random) == nil, "\(String(decoding: lines[line], as: UTF8.self))")
        }
      }
    }
  }

  /// What is left of former texts goes when there is time.
  @Test func renewal() {
    let text = "class A { size => 1; }\n" + String(repeating: "print A().size + f(2);\n", count: 20)
    var edited = EditedIndex(source: Source(name: "", text: text), hostAPI: .standard)
    let body = String(repeating: "f(1, 2, 3, 4, 5, 6, 7, 8, 9); ", count: 20)
    var count = 0
    while !edited.isCrowded, count < 100 {
      count += 1
      edited.update(to: Source(name: "", text: text + "fun f(n) { \(body) return \(count); }"))
    }
    #expect(count > 10 && count < 100)
    edited.renew()
    #expect(!edited.isCrowded)
    var random = SplitMix64(seed: 1)
    #expect(difference(edited, edited.index.source, &random) == nil)
  }

  /// A change in a body costs what the body costs, not the file.
  @Test func workOfAChange() {
    for count in [100, 400] {
      var text = ""
      for number in 0..<count { text += "fun f\(number)(a) { return a + \(number); }\n" }
      var edited = EditedIndex(source: Source(name: "", text: text))
      for inserted in ["b", "(", "\"x\"", ".", "\n"] {
        let place = text.utf8.index(text.startIndex, offsetBy: text.utf8.count / 2)
        guard let brace = text[place...].firstIndex(of: "{") else { continue }
        var changed = text
        changed.insert(contentsOf: " \(inserted) ", at: changed.index(after: brace))
        edited.update(to: Source(name: "", text: changed))
        #expect(edited.parsedByteCount < 200, "\(inserted)")
        edited.update(to: Source(name: "", text: text))
        #expect(edited.parsedByteCount < 200, "\(inserted)")
      }
    }
  }

  /// The tokens of a declaration are made again if what it mentions has changed, and of no other.
  @Test func tokensOfWhatHasChanged() {
    let before = "fun f() { return g; }\nvar h = 1;\nfun k(a) { return a.area; }\nclass A { area() {} }\n"
    for (old, new, count) in [
      ("return g", "return g + 1", 1), ("var h", "var g", 2), ("area()", "other()", 2),
      ("return a", "return h", 1),
      // So that it is not read-only any more.
      ("return g", "h = g", 2),
    ] {
      var edited = EditedIndex(source: Source(name: "", text: before), hostAPI: .standard)
      var tokens = KeptTokens(edited)
      let after = before.replacing(old, with: new)
      edited.update(to: Source(name: "", text: after))
      tokens.update(to: edited)
      #expect(tokens.all == edited.index.semanticTokens(in: Self.everything))
      #expect(tokens.madeCount == count, "\(new)")
    }
  }
}

extension SemanticToken {
  fileprivate func moved(by distance: UInt32) -> SemanticToken {
    var token = self
    token.span.start &+= distance
    token.span.end &+= distance
    return token
  }
}
