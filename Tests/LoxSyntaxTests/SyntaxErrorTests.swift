import LoxSource
import LoxSyntax
import Testing

@Suite struct SyntaxErrorTests {
  @Test(arguments: ErrorTable.statements) func statements(_ error: ErrorCase) { check(error) }
  @Test(arguments: ErrorTable.declarations) func declarations(_ error: ErrorCase) { check(error) }
  @Test(arguments: ErrorTable.expressions) func expressions(_ error: ErrorCase) { check(error) }
  @Test(arguments: ErrorTable.characters) func characters(_ error: ErrorCase) { check(error) }
  @Test(arguments: ErrorTable.synchronization) func synchronization(_ error: ErrorCase) { check(error) }

  private func check(_ error: ErrorCase) {
    #expect(parse(error.source).messages == error.messages)
  }

  @Test func parameters() {
    func declaration(_ count: Int) -> String {
      let names = (1...count).map { "p\($0)" }
      return "fun f(\(names.joined(separator: ", "))) { print 1 2; }"
    }
    #expect(parse(declaration(255)).messages == ["[line 1] Error at '2': Expect ';' after value."])
    // The first declaration inside the body ends the panic.
    #expect(
      parse(declaration(256)).messages == ["[line 1] Error at 'p256': Can't have more than 255 parameters."])
    #expect(
      parse(declaration(300)).messages == ["[line 1] Error at 'p256': Can't have more than 255 parameters."])
  }

  @Test func arguments() {
    func call(_ count: Int) -> String {
      "f(" + (1...count).map(String.init).joined(separator: ",\n") + ");"
    }
    #expect(parse(call(255)).messages == [])
    #expect(parse(call(256)).messages == ["[line 256] Error at '256': Can't have more than 255 arguments."])
    #expect(parse(call(1000)).messages == ["[line 256] Error at '256': Can't have more than 255 arguments."])
  }

  @Test func zeroBytes() {
    #expect(
      parse([0x31, 0x3B, 0, 0x32]).messages == [
        "[line 1] Error: Unexpected character.",
        "[line 1] Error at end: Expect ';' after expression.",
      ])
  }

  @Test func tooLargeSource() {
    var options = Parser.Options()
    options.maximumSourceSize = 3
    #expect(parse("1;\n", options: options).messages == [])
    let refused = parse("1;2;", options: options)
    #expect(refused.messages == ["[line 1] Error at end: Source is too large."])
    #expect(refused.ast.script.count == 0)
  }

  /// The errors of all pieces are kept, and each piece continues where the one before it ended.
  @Test func pieces() {
    let text = "print 1 2; { a; } fun f() { return \"s\"; }\nvar b = f(a) ? 3; class C { m() {} }"
    let whole = parse(text)
    for size in 1...text.utf8.count {
      var parser = Parser(source: Source(name: "test", text: text), profile: .book)
      var printed = ""
      repeat {
        parser.parsePiece(size: size)
        printed += ASTPrinter.print(parser.ast)
      } while !parser.isAtEnd
      #expect(printed == ASTPrinter.print(whole.ast))
      #expect(parser.diagnostics().map(\.description) == whole.messages)
    }
  }
}
