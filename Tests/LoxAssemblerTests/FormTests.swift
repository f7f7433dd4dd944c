import Testing

/// All forms of all instructions. `LOX_WRITE_FORMS=1` writes the files of expected bytes, which is right only where the comparison with
/// another assembler has passed.
@Suite struct FormTests {
  @Test func x86IsAsExpected() throws { try ExpectedForms("x86-64").check(X86Forms.all) }
  @Test func arm64IsAsExpected() throws { try ExpectedForms("arm64").check(ARM64Forms.all) }

  @Test(.enabled(if: ReferenceAssembler.x86 != nil)) func x86IsWhatAnotherAssemblerSays() throws {
    try ReferenceAssembler.x86?.check(X86Forms.all)
  }

  @Test(.enabled(if: ReferenceAssembler.arm64 != nil)) func arm64IsWhatAnotherAssemblerSays() throws {
    try ReferenceAssembler.arm64?.check(ARM64Forms.all)
  }
}
