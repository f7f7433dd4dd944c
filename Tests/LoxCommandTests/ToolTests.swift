import Foundation
import Testing

/// `lox check` and `lox disasm`.
@Suite(.needsLox) struct ToolTests {
  @Test func checkRunsNothing() throws {
    let run = try ScriptFolder(["a.lox": "print 1; nil.x;"]).lox("check", "a.lox")
    #expect(run.output == "")
    #expect(run.errors == "")
    #expect(run.status == 0)
  }

  @Test func checkOfOneFile() throws {
    let run = try ScriptFolder(["a.lox": "print;"]).lox("check", "a.lox")
    #expect(run.errors == "[line 1] Error at ';': Expect expression.\n")
    #expect(run.status == 65)
  }

  @Test func checkOfSeveralFilesNamesThem() throws {
    let folder = try ScriptFolder(["a.lox": "print;", "b.lox": "print 1;", "c.lox": "}"])
    let run = try folder.lox("check", "a.lox", "b.lox", "c.lox")
    #expect(
      run.errors == """
        a.lox:
        [line 1] Error at ';': Expect expression.
        c.lox:
        [line 1] Error at '}': Expect expression.

        """)
    #expect(run.status == 65)
    let missing = try folder.lox("check", "a.lox", "no.lox", "c.lox")
    #expect(missing.errors.contains("Could not open file \"no.lox\".\nc.lox:"))
    #expect(missing.status == 74)
  }

  @Test func checkOfAFolder() throws {
    let folder = try ScriptFolder(["a/a.lox": "print;", "a/c.txt": "}"])
    let run = try folder.lox("check", "a")
    #expect(run.errors == "[line 1] Error at ';': Expect expression.\n")
    #expect(run.status == 65)
    try folder.add("a/b/b.lox", Data("print 1;".utf8))
    #expect(try folder.lox("check", "a").errors == "a/a.lox:\n[line 1] Error at ';': Expect expression.\n")
  }

  @Test func disassembly() throws {
    let script = "fun add(a, b) {\n  return a + b;\n}\nprint add(1, 2);\n"
    let run = try ScriptFolder(["a.lox": script]).lox("disasm", "a.lox")
    for part in ["script: a.lox", "function 1: add", "constants", "caches", "; 2: return a + b;", "print"] {
      #expect(run.output.contains(part), "\(part)")
    }
    #expect(run.errors == "")
    #expect(run.status == 0)
  }

  /// Machine code can be shown for each processor, on any.
  @Test func machineCode() throws {
    let folder = try ScriptFolder(["a.lox": "fun add(a, b) {\n  return a + b;\n}\n"])
    let arm64 = try folder.lox("disasm", "--native", "--target", "arm64", "a.lox").output
    let x86 = try folder.lox("disasm", "--native", "--target", "x86-64", "a.lox").output
    for text in [arm64, x86] {
      for part in ["add: ", " bytes", "return", "rare cases"] { #expect(text.contains(part), "\(part)") }
    }
    // Stores the result in register 3: str d2, [x19, #24]; movsd [rbx + 24], xmm2.
    #expect(arm64.contains("62 0e 00 fd"))
    #expect(x86.contains("f2 0f 11 53 18"))
    #expect(try folder.lox("disasm", "--native", "--target", "m68k", "a.lox").status == 64)
  }

  @Test func disassemblyOfErrors() throws {
    let folder = try ScriptFolder(["a.lox": "print;"])
    #expect(try folder.lox("disasm", "a.lox").status == 65)
    #expect(try folder.lox("disasm", "no.lox").status == 74)
  }
}
