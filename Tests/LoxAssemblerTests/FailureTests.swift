import LoxAssembler
import Testing

/// What cannot be encoded is refused, and stops nothing.
@Suite struct FailureTests {
  @Test func unboundLabel() {
    var assembler = X86.Assembler()
    assembler.jmp(assembler.makeLabel())
    #expect(throws: AssemblyError.unboundLabel) { try assembler.finish() }
  }
}
