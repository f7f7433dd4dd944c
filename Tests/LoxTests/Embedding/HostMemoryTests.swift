import Lox
import LoxRuntime
import Testing

/// The system has no memory for what is outside the heap: the records of functions.
@Suite struct HostMemoryTests {
  @Test func linkingFailsAsAWhole() throws {
    let isolate = try Isolate()
    try isolate.run(try Lox.Program("var x = 1; fun f() { return x; }"))
    let text = (0..<40).map { "fun g\($0)() { return x + \($0); }" }.joined(separator: "\n") + "x = g39();"
    let program = try Lox.Program(text)
    for count in 0..<3 {
      HostMemory.$failure.withValue(HostMemory.Countdown(count)) {
        do {
          try isolate.run(program)
          #expect(count > 0)
        } catch {
          #expect((error as? Lox.RuntimeError)?.kind == .outOfMemory)
        }
      }
      #expect(try isolate.call("f") as Int >= 1)
    }
    try isolate.run(program)
    #expect(isolate.machine.heapProblems.isEmpty)
  }

  @Test func isolatesNeedIt() throws {
    HostMemory.$failure.withValue(HostMemory.Countdown(0)) {
      #expect(throws: IsolateCreationError.self) { try Isolate() }
    }
    try Isolate().run(try Lox.Program("1;"))
  }
}
