import LoxBytecode
import LoxCompiler
import LoxSemantics
import LoxSource
import LoxSyntax
import Testing

/// A script compiled in pieces is the same program.
@Suite struct PieceTests {
  private static let text = """
    var a = "a" + "b"; var b = "b"; { var a = b; fun f() { return a; } print f(); }
    class A { init(x) { this.x = x; } get() { return this.x; } }
    class B < A { get() { return super.get() + 1; } }
    for (var i = 0; i < 3; i = i + 1) { print i * 2 - 0.5; }
    fun g(x, y) { fun h() { x = x + y; return x; } return h; }
    print g(1, 2)() == 3 or B(1).get() == a.c and true; print "b" + "b";
    while (a == nil) { print "never"; } print B(3).get();

    """

  @Test(arguments: [true, false])
  func anySize(optimizes: Bool) throws {
    let source = Source(name: "test", text: Self.text)
    let whole = Disassembler(try compile(Self.text, optimized: optimizes)).text
    for size in 1...Self.text.utf8.count {
      var options = FrontEnd.Options()
      options.pieceSize = size
      let program = try Compiler.compile(source, profile: .book, options: options, optimizes: optimizes)
      try program.verify()
      #expect(Disassembler(program).text == whole)
    }
  }

  /// Code after an endless loop is not compiled, but checked.
  @Test func unreachablePieces() throws {
    var options = FrontEnd.Options()
    options.pieceSize = 1
    let endless = "while (true) {} print 1; print 2;"
    let program = try Compiler.compile(
      Source(name: "test", text: endless), profile: .extended, options: options)
    try program.verify()
    #expect(program.constants.isEmpty)
    #expect(throws: CompileError.self) {
      try Compiler.compile(
        Source(name: "test", text: endless + " print ;"), profile: .extended, options: options)
    }
  }

  /// The errors of all pieces are there, in the same order.
  @Test(arguments: LanguageProfile.allCases)
  func errors(profile: LanguageProfile) {
    let text = "print ; { var a; var a; } print 1; return; { var b = b; } fun f() { print 2 } a = ;"
    let source = Source(name: "test", text: text)
    let whole = FrontEnd.analyze(source: source, profile: profile).diagnostics.map(\.description)
    #expect(whole.count > 3)
    for size in 1...text.utf8.count {
      var options = FrontEnd.Options()
      options.pieceSize = size
      let error = #expect(throws: CompileError.self) {
        try Compiler.compile(source, profile: profile, options: options)
      }
      #expect(error?.diagnostics.map(\.description) == whole)
    }
  }

  /// The limits of the book apply to all pieces together.
  @Test func limits() {
    let source = Source(name: "test", text: (0..<300).map { "print \($0);\n" }.joined())
    var options = FrontEnd.Options()
    options.pieceSize = 100
    let error = #expect(throws: CompileError.self) {
      try Compiler.compile(source, profile: .book, options: options)
    }
    let whole = FrontEnd.analyze(source: source, profile: .book).diagnostics
    #expect(error?.diagnostics.map(\.description) == whole.map(\.description))
    #expect(whole.count == 44)
  }
}
