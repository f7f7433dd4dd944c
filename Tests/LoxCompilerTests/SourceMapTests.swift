import LoxBytecode
import LoxCompiler
import LoxSource
import LoxSyntax
import Testing

struct SourceMapTests {
  private func compile(_ text: String, makesSourceMap: Bool = true) throws -> Program {
    try Compiler.compile(
      Source(name: "test", text: text), profile: .extended, optimizes: false, makesSourceMap: makesSourceMap)
  }

  @Test func codeIsTheSame() throws {
    let text = """
      class A { get() { return this.x; } set(y) { this.x = y; } }
      fun f(a, b) { while (a < 3 and b or !a) { if (a == b) return 1; else a = a + 1; } }
      for (var i = 0; i < 3; i = i + 1) print f(i, nil);
      """
    let (with, without) = (try compile(text), try compile(text, makesSourceMap: false))
    #expect(with.code == without.code)
    #expect(without.sourceMap == nil)
    #expect(try with.verify() == ())
  }

  @Test func statementsBeginInstructions() throws {
    let program = try compile(
      "var a = 1;\nif (a) {\n  print a;\n} else if (a) print 2;\nfun f() { return; print 3; }")
    let lines = LineTable(program.source)
    let statements = try #require(program.sourceMap).statements
    #expect(statements.map { lines.line(at: $0.offset) } == [1, 2, 3, 4, 4, 5, 5, 5])
    #expect(statements.map { $0.pc == nil } == [false, false, false, false, false, false, false, true])
    #expect(statements.map(\.function) == [0, 0, 0, 0, 0, 0, 1, 1])
  }

  @Test func branchesAreConditionalJumps() throws {
    let program = try compile("fun f(a, b) { if (a < b or !b) return a and b; while (a == 1) a = 2; }")
    let branches = try #require(program.sourceMap).branches
    let texts = branches.map { branch in
      String(decoding: program.source[branch.span.range], as: UTF8.self)
    }
    #expect(texts == ["a < b", "b", "a", "a == 1"])
    for branch in branches {
      let start = Int(program.functions[Int(branch.function)].code.start)
      let opcode = Opcode(rawValue: Instruction(word: program.code[start + Int(branch.pc)]).rawOpcode)
      #expect(opcode.map { "\($0)".hasPrefix("jumpIf") } == true)
    }
  }

  @Test func loops() throws {
    let program = try compile("fun f(a) { while (a) { while (a < 1) { print a; } } }")
    let loops = program.loops(of: program.functions[1])
    #expect(loops.count == 2)
    #expect(loops[0].lowerBound > loops[1].lowerBound)
    #expect(loops[0].upperBound < loops[1].upperBound)
  }

  @Test func namesOfMethods() throws {
    let program = try compile("class A { f() {} } fun f() {}")
    #expect(program.functions.indices.map(program.displayName) == ["script", "A.f", "f"])
    let nameless = try compile("f(x => 1);")
    #expect(nameless.functions.indices.map(nameless.displayName) == ["script", "<fn>"])
  }

  @Test func linesOfCode() throws {
    let program = try compile("fun f(a) {\n  var b = 1;\n  if (a)\n    return b;\n}\n")
    let lines = CodeLines(program)
    #expect(lines.declaration(of: 1) == 1)
    #expect(lines.lines(of: 1).contains(2))
    #expect(lines.lines(of: 1) == lines.lines(of: 1).sorted())
  }
}
