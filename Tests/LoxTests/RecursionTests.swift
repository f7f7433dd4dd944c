import Lox
import Testing

/// Scripts that call without end.
@Suite struct RecursionTests {
  #if DEBUG
    private static let depth = 20_000
  #else
    private static let depth = 100_000
  #endif

  private static let scripts = [
    "fun f() { f(); } f();",
    "fun f(n) { return f(n + 1) + 1; } f(0);",
    "fun f() { g(); } fun g() { f(); } f();",
    "class A { m() { this.m(); } } A().m();",
    "class A { init() { A(); } } A();",
    "class A { m() { var f = this.m; f(); } } A().m();",
    "class A { m() { this.n(); } } class B < A { m() { super.m(); } n() { this.m(); } } B().m();",
    "fun f() { fun g() { f(); } g(); } f();",
    "fun f(a, b, c) { { var d; var e; var x; f(d, e, x); } } f(1, 2, 3);",
  ]

  @Test(arguments: scripts, Mode.allCases) func stackEnds(script: String, mode: Mode) async throws {
    let (outcome, next) = await LargeStack.run(size: 512 << 10) {
      // Under stress the frames are walked at each allocation.
      let run = try? ScriptRun(mode, maximumDepth: mode.isStressed ? 300 : Self.depth)
      return (run?.run(script), run?.run(MemoryTests.probe))
    }
    #expect(outcome?.ending == .runtimeError(.stackOverflow))
    let errors = try #require(outcome?.errorText)
    #expect(errors.hasPrefix("Stack overflow.\n[line 1] in "))
    #expect(errors.hasSuffix("[line 1] in script\n"))
    #expect(errors.contains(" calls left out]\n"))
    #expect(errors.split(separator: "\n").count < 80)
    #expect(next?.outputText == "probed 3\n")
  }

  /// Without a limit of the host, the value stack is the limit.
  @Test func defaultDepth() async throws {
    let outcome = await LargeStack.run(size: 512 << 10) {
      try? ScriptRun().run("fun f(a) { var b; var c; var d; f(b); } f(1);")
    }
    #expect(outcome?.ending == .runtimeError(.stackOverflow))
  }

  /// Deep recursion that ends is not an error, and the isolate continues with the larger stacks.
  @Test func deepRecursion() async throws {
    let script = "fun sum(n) { if (n == 0) return 0; return n + sum(n - 1); } print sum(50000);"
    let outputs = await LargeStack.run(size: 512 << 10) {
      let run = try? ScriptRun()
      return (0..<3).map { _ in run?.run(script).outputText }
    }
    #expect(outputs == ["1.25002e+09\n", "1.25002e+09\n", "1.25002e+09\n"])
  }
}
