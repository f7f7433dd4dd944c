import LoxGenerator
import LoxSource
import LoxSyntax
import LoxTooling
import Testing

/// The index of a text that was edited says what one from scratch says.
@Suite struct EditedIndexTests {
  private static let book = """
    // Doc.
    class A < B { init(x) { this.x = x; super.init(); } m(a, b) { return this.x + super.m(a)(b); } }
    // Of B.
    class B { m() { for (var i = 0; i < 3; i = i + 1) { fun f() { return i; } f(); } return this; } }
    class C < A { n() { this.x = 1; this.z = this.m(); return super.m; } }
    var a = A(1); a.y = a.m().x = 2; if (a and !nil or -1) { print "text"; } else while (false) { var a = a; }
    fun g(p, q) { var l = A(p); return fun_(l.x, q, "é😀"); } // behind
    g(1, g(2, 3)); clock().z;
    { class Local < A { init() { this.own = 1; } } var l = Local(); l.other = g; a = l; }
    fun h(n) { if (n < 2) return n; return h(n - 1) + g(n, a); }
    var late = C(); late.w = h(3);
    """

  private static let extended = """
    // lox: extended
    const limit = 10; /* block */ var list = [1, 2, ...other];
    fun area({width, height = 2}, [first, ...rest], scale = limit) => width * height * scale;
    class Shape { class count = 0; name: String; init(name) { this.name = name; Shape.count += 1; }
      size => this.name.length; set size(value) { this.stored = value; } operator +(other) => Shape(`${this.name} ${other}`); }
    class Square < Shape { grow(by) { for (const i in 0..<by) { this.side = i; } return fun (x) { return x + by; }; } }
    var make = (a, b) => { var sum = a + b; return sum; };
    var map = {key: 1, limit, "text": make(1, 2), other: {inner: Square("s")}};
    var {key, other: renamed} = map; map.key = 3; list?.first?.(1);
    try { throw Shape("x"); } catch (e is Error) { print e.message; } finally { print limit; }
    var text = switch (limit) { case < 3 => "a"; case 4, 5 => make; default => area; };
    var shape = Square("q"); shape.extra = map.other.inner; shape.grow(2)(3); limit = 3;
    test("one", () => { expect(1).toBe(1); });
    """

  private static let snippets = [
    "a", "x", ".", ";", "}", "{", "(", ")", "\"", "`", "${", "/*", "*/", "// c\n", "\n", " ", "1", "=", "=>",
    "[", "]",
    ",", "var v = a;", "fun f() { return a; }", "class A { k() { this.k2 = 1; } }", "class D < A {}", "else ",
    "print ",
    "this.x", "a.m().q = 1;", "const a = 1;", "return ", "import \"m\";", "catch (e) {}", ":", "?", "super.m",
    "limit",
    "Shape", "@", "init", " < B",
  ]

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

  private func edit(_ text: String, seed: UInt64, count: Int) {
    var random = SplitMix64(seed: seed)
    func below(_ limit: Int) -> Int { Int(random.next() % UInt64(max(1, limit))) }
    var bytes = Array(text.utf8)
    var edited = EditedIndex(source: Source(name: "", bytes: bytes), hostAPI: .standard)
    for _ in 0..<count {
      let before = bytes
      let place = [0, bytes.count, below(bytes.count + 1), below(bytes.count + 1), below(bytes.count + 1)][
        below(5)]
      switch below(4) {
      case 0: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(3)))
      case 1: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(60)))
      // What was there before comes back, so that not everything gets worse.
      case 2: bytes = Array(text.utf8)
      default: bytes.insert(contentsOf: Self.snippets[below(Self.snippets.count)].utf8, at: place)
      }
      let source = Source(name: "", bytes: bytes)
      edited.update(to: source)
      if let difference = difference(edited, source, &random) {
        Issue.record(
          """
          seed \(seed): \(difference)
          before: \(String(decoding: before, as: UTF8.self))
          after: \(String(decoding: bytes, as: UTF8.self))
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
    for seed in 0..<Self.runs { edit(Self.book, seed: UInt64(seed), count: 20) }
  }

  @Test func editsOfExtendedLox() {
    // The body of a function that reads on behind an error, in 83.
    for seed in [83] + Array(0..<Self.runs) { edit(Self.extended, seed: UInt64(seed), count: 20) }
  }

  @Test func typing() {
    for text in [
      "fun f(a) { var b = a.x; return b; }\n", "class E < A { k() { this.new = a; } }\n", "var n = A(1).x;\n",
    ] {
      var random = SplitMix64(seed: 1)
      for line in [1, 4, 8] {
        var lines = Self.book.split(separator: "\n", omittingEmptySubsequences: false).map {
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
}
