import Lox
import LoxDebugger
import LoxRuntime
import Testing

/// Debugging of functions in machine code.
@Suite struct MachineCodeDebuggerTests {
  /// A variable of a call under way is changed: one that had the same value, and was known to, keeps its own.
  @Test(arguments: [MachineCodeMode.off, .everything]) func changesVariablesOfCallers(mode: MachineCodeMode)
    throws
  {
    var options = Isolate.Options()
    options.machineCode = mode
    let isolate = try Isolate(options: options)
    var compilation = Program.Options()
    compilation.isDebuggable = true
    try isolate.run(
      try Program(
        """
        class O {
          init(x) { this.x = x; }
          operator +(other) {
            return this;
          }
        }
        fun f(o) {
          var a; var b;
          a = b = o.x;
          var c = o + o;
          return a * 100 + b;
        }
        """, name: "test.lox", options: compilation))
    let debugger = Debugger(isolate)
    debugger.addBreakpoint(.line(4, source: "test.lox"))
    let o = try isolate.call("O", 3) as Value
    for (name, result) in [("a", 703), ("b", 307)] {
      var failure: (any Error)?
      debugger.onStop = { stop in
        do { _ = try stop.calls()[1].evaluate("\(name) = 7") } catch { failure = error }
        return .continue
      }
      let actual: Int = try isolate.call("f", o)
      if let failure { throw failure }
      #expect(actual == result)
    }
  }
}
