import LoxGenerator
import LoxSource
import LoxSyntax
import Testing

/// Sources that are almost right, and complete nonsense: the parser never fails.
@Suite struct MutationTests {
  static let programs = [
    """
    class Shape { init(name) { this.name = name; } area() { return 0; }
      show() { print this.name; print this.area(); } }
    class Square < Shape { init(side) { super.init("square"); this.side = side; }
      area() { return this.side * this.side; } }
    var shape = Square(3); shape.show(); shape.side = shape.side + 1.5; var m = shape.area;
    print m() >= 16 and !false;
    """,
    """
    fun fib(n) { if (n < 2) return n; else if (n == 2) { return 1; } else return fib(n - 2) + fib(n - 1); }
    for (var i = 0; i <= 10; i = i + 1) { var j = i; while (j > 0 or nil != j) { j = j / -2; print fib(j); } }
    fun counter() { var i = 0; fun next() { i = i + 1; return i; } return next; } print counter()();
    """,
    """
    // Comments, and "strings" in them.
    var s = "one
    two"; { var a; { a = b = (1 + 2) * 3; } } for (;;) {} class A {}
    class B < A { m(a, b, c) { fun f() { return super.m; } } }
    """,
  ]

  private static let words = [
    "(", ")", "{", "}", ",", ".", ";", "-", "=", "==", "or", "and", "x", "\"s\"", "1", "class", "else", "fun",
    "if",
    "for", "return", "super", "this", "var", "while", "print", "<", "@", "\"",
  ]

  @Test(arguments: programs)
  func areValid(program: String) {
    #expect(parse(program).messages == [])
    checkTree(of: Array(program.utf8))
  }

  @Test(arguments: programs)
  func tokensDeletedDoubledAndReplaced(program: String) {
    let source = Source(name: "test", text: program)
    var random = SplitMix64(seed: 1)
    for token in tokens(of: source) {
      let before = Array(source.bytes[..<Int(token.span.start)])
      let word = Array(source.text(of: token.span))
      let after = Array(source.bytes[Int(token.span.end)...])
      checkTree(of: before + after)
      checkTree(of: before + word + [0x20] + word + after)
      checkTree(of: before)
      for _ in 0..<4 {
        let other = Self.words[Int(random.next() % UInt64(Self.words.count))]
        checkTree(of: before + Array(" \(other) ".utf8) + after)
      }
    }
  }

  @Test func randomWords() {
    var random = SplitMix64(seed: 2)
    for _ in 0..<2000 {
      let count = random.next() % 40
      let words = (0..<count).map { _ in Self.words[Int(random.next() % UInt64(Self.words.count))] }
      checkTree(of: Array(words.joined(separator: " ").utf8))
    }
  }

  @Test func randomBytes() {
    var random = SplitMix64(seed: 3)
    for round in 0..<2000 {
      let count = random.next() % 100
      let bytes = (0..<count).map { _ in
        UInt8(truncatingIfNeeded: round % 2 == 0 ? random.next() : 32 + random.next() % 96)
      }
      checkTree(of: bytes)
    }
  }

  private func tokens(of source: Source) -> [Token] {
    var scanner = Scanner(source, profile: .book)
    var tokens: [Token] = []
    while tokens.last?.kind != .endOfFile { tokens.append(scanner.next()) }
    return tokens
  }

  private func checkTree(of bytes: [UInt8]) {
    let result = parse(bytes)
    result.ast.checkInvariants()
    for diagnostic in result.diagnostics { #expect(diagnostic.line >= 1 && diagnostic.column >= 1) }
    _ = ASTPrinter.print(result.ast)
  }
}

extension AST {
  /// Checks what is true of every tree, including that of a source with errors.
  fileprivate func checkInvariants() {
    let end = UInt32(source.bytes.count)
    #expect(places.count == expressions.count)
    #expect(statementSpans.count == statements.count && statementOffsets.count == statements.count)
    let spans = expressions.indices.map { span(of: ExpressionID($0)) }
    #expect((spans + statementSpans).allSatisfy { $0.start <= $0.end && $0.end <= end })
    #expect((places.map(\.operatorOffset) + statementOffsets).allSatisfy { $0 <= end })
    for index in expressions.indices {
      let children = children(of: ExpressionID(index))
      #expect(children.allSatisfy { $0.index < index }, "children come before their parent")
    }
    #expect(self[script].allSatisfy { $0.index < statements.count })
  }

  private func children(of id: ExpressionID) -> [ExpressionID] {
    children(of: .expression(id)).compactMap { if case .expression(let part) = $0 { part } else { nil } }
  }
}
