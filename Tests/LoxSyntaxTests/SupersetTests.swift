import Foundation
import LoxGenerator
import LoxSource
import LoxSyntax
import Testing

/// Extended Lox gives every program of the book the same tree, also if its names are words of extended Lox.
///
/// There is one exception: a statement that is the name `break` or `continue` alone, in a loop.
@Suite struct SupersetTests {
  static let words = [
    "in", "is", "as", "from", "const", "import", "try", "catch", "finally", "throw", "break", "continue",
    "switch",
    "case", "default", "set", "operator", "static", "get", "yield", "async", "await", "new", "let", "of",
    "enum",
  ]

  @Test(arguments: 0..<20) func generatedPrograms(_ seed: UInt64) {
    var generator = ProgramGenerator(seed: seed)
    var random = Random(seed: ~seed)
    let program = Array(generator.makeProgram().utf8)
    #expect(check(program, "seed \(seed)"))
    for _ in 0..<3 { #expect(check(renamed(program, &random), "seed \(seed), renamed")) }
  }

  /// What the generator makes for extended Lox is right there.
  @Test(arguments: 0..<20) func generatedExtendedPrograms(_ seed: UInt64) {
    var options = ProgramGenerator.Options()
    options.isExtended = true
    var generator = ProgramGenerator(seed: seed, options: options)
    for _ in 0..<3 {
      var parser = Parser(source: Source(name: "", text: generator.makeProgram()), profile: .extended)
      #expect(parser.parse().diagnostics.map(\.description) == [], "seed \(seed)")
    }
  }

  /// The block of a function in an expression is parsed after what follows it: a look ahead from there must not hide its own.
  @Test func lookAheadPastABlock() {
    let source = "var f = [() => { print ((x) => x)(switch (1) { default => 2; }); }, ((y) => y)(2)];"
    var parser = Parser(source: Source(name: "", text: source), profile: .extended)
    #expect(parser.parse().diagnostics.map(\.description) == [])
  }

  @Test func conformanceScripts() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Conformance")
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    var random = Random(seed: 1)
    var count = 0
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "lox" else { continue }
      let bytes = try Array(Data(contentsOf: file))
      // The first line would select one of the two.
      guard bytes.count < 20_000,
        LanguageProfile(of: Source(name: "", bytes: bytes), otherwise: .book) == .book,
        check(bytes, file.path)
      else { continue }
      _ = check(renamed(bytes, &random), "\(file.path), renamed")
      count += 1
    }
    #expect(count > 500)
  }

  /// Where a name of several meanings stands matters; these are the narrowest places.
  @Test(arguments: [
    "var in = 1; print in; in = in + 1; f(in, in); in();", "var is; is.is = is.is();",
    "for (var in = 0; in < 1; in = in + 1) print in;", "for (var i; i; i) i;",
    "var const = 1; const = 2; const(1); const.x; print const;", "const;", "const - 1;",
    "var switch; switch(1); switch (1) ; switch; switch = 2; print switch(1);", "fun switch(x) { return x; }",
    "if (switch(1)) {}", "while (case(1)) {} default;", "fun case() {} case(); case; default = 1;",
    "break; continue; break = 1; break(1); while (true) { break = 1; break(1); break.x; print break; }",
    "try; throw(1); throw; throw.x; throw - 1; throw = 1; import; import(1); import = 2;",
    "throw(1)(2); throw.a.b = 3; throw / 2 < throw; throw and throw or 1; throw != 2; { throw; } throw + 1; throw * 2;",
    "fun try() {} fun catch(x) {} fun finally() {} try(); catch(1); finally(); var catch = 1; { catch; } print finally;",
    "class throw < try { catch() {} finally(x) {} throw(a, b) {} try() { throw(1, 2); } }",
    "class A { set() {} operator(a) {} init() {} set(b) {} static() {} get() {} }",
    "class in < is {} class set { set(x) {} operator() {} static() {} get() {} init() {} }",
    "a--b; a - -b; --a; print a---b;", "print 1.5.x; 1.x;", "print a.in.is.const.switch;",
  ])
  func words(_ source: String) {
    #expect(check(Array(source.utf8), source))
  }

  /// False if it is no program of the book.
  private func check(_ bytes: [UInt8], _ name: String) -> Bool {
    guard let book = tree(bytes, .book) else { return false }
    let extended = tree(bytes, .extended)
    // Compared outside, since otherwise all of both would be shown.
    let isSame = book == extended
    #expect(isSame, "\(name): \(difference(book, extended ?? "an error"))")
    return true
  }

  private func tree(_ bytes: [UInt8], _ profile: LanguageProfile) -> String? {
    var parser = Parser(source: Source(name: "", bytes: bytes), profile: profile)
    let result = parser.parse()
    guard result.diagnostics.isEmpty else { return nil }
    return ASTPrinter.print(result.ast).replacing("(expression break)", with: "(break)")
      .replacing("(expression continue)", with: "(continue)")
  }

  private func difference(_ book: String, _ extended: String) -> String {
    for (a, b) in zip(book.split(separator: "\n"), extended.split(separator: "\n")) where a != b {
      return "\(a.prefix(300)) is \(b.prefix(300))"
    }
    return extended
  }

  /// The program with some of its names replaced by words.
  private func renamed(_ bytes: [UInt8], _ random: inout Random) -> [UInt8] {
    var free = Self.words
    var names: [ArraySlice<UInt8>: String] = [:]
    let source = Source(name: "", bytes: bytes)
    var scanner = Scanner(source, profile: .book)
    var result: [UInt8] = []
    var end: UInt32 = 0
    while true {
      let token = scanner.next()
      result += source.text(of: SourceSpan(start: end, end: token.span.start))
      end = token.span.end
      if token.kind == .endOfFile { return result }
      let text = source.text(of: token.span)
      guard token.kind == .identifier, !text.elementsEqual("init".utf8) else {
        result += text
        continue
      }
      if names[text] == nil {
        let isReplaced = !free.isEmpty && random.below(2) == 0
        names[text] =
          isReplaced ? free.remove(at: random.below(free.count)) : String(decoding: text, as: UTF8.self)
      }
      result += (names[text] ?? "").utf8
    }
  }
}
