import Foundation
import Lox
import LoxDebugger
import Testing

/// A program that is debugged, with what is noted at its stops.
final class Session {
  let isolate: Isolate
  let debugger: Debugger
  var output: [String] { lines.all }
  private let lines = Lines()
  private final class Lines { var all: [String] = [] }

  init(_ limits: Limits = Limits()) throws {
    let lines = lines
    isolate = try Isolate(limits: limits) { lines.all.append($0) }
    debugger = Debugger(isolate)
  }

  func program(_ text: String, name: String = "test.lox") throws -> Program {
    var options = Program.Options()
    options.isDebuggable = true
    return try Program(text, name: name, options: options)
  }

  func run(_ text: String) throws { try isolate.run(try program(text)) }

  /// Runs a script with breakpoints on the lines that end with `// stop`, and calls `body` at each stop.
  func run(_ text: String, _ body: @escaping (Stop) throws -> Debugger.Resumption) throws {
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where line.hasSuffix("// stop") {
      debugger.addBreakpoint(.line(number + 1, source: "test.lox"))
    }
    var failure: (any Error)?
    debugger.onStop = { stop in
      do { return try body(stop) } catch {
        failure = error
        return .terminate
      }
    }
    defer { debugger.onStop = nil }
    do { try run(text) } catch { throw failure ?? error }
  }
}

@Suite struct DebuggerTests {
  /// What runs in machine code can be debugged, in fibers too, and goes on in it afterwards.
  @Test func machineCode() throws {
    var options = Isolate.Options()
    options.usesMachineCode = true
    let isolate = try Isolate(options: options)
    var compilation = Program.Options()
    compilation.isDebuggable = true
    try isolate.run(
      try Program(
        """
        fun work(n) {
          var sum = 0;
          for (var i in 0..<n) sum += i;
          return sum;
        }
        fun each(n) => Fiber(() => { for (var k in 0..<3) Fiber.yield(work(n)); });
        fun total(n) { var t = 0; for (var x in each(n)) t += x; return t; }
        """, name: "test.lox", options: compilation))
    let total: Int = try isolate.call("total", 20_000)
    let debugger = Debugger(isolate)
    debugger.addBreakpoint(.line(4, source: "test.lox"))
    var seen: [String] = []
    debugger.onStop = { stop in
      let calls = stop.calls()
      seen.append(calls[0].locals.map { "\($0.name)=\($0.text)" }.joined(separator: " "))
      #expect(calls.map(\.name) == ["work", "<fn>", "total"])
      return .continue
    }
    #expect(try isolate.call("total", 10) as Int == 135)
    #expect(seen == Array(repeating: "n=10 sum=45", count: 3))
    debugger.detach()
    #expect(try isolate.call("total", 20_000) as Int == total)
    #expect(seen.count == 3)
  }

  @Test func breakpointAndVariables() throws {
    let session = try Session()
    var seen: [String] = []
    try session.run(
      """
      var top = "global";
      fun f(a, b) {
        var c = [a, b];
        {
          var d = {x: c};
          print d; // stop
        }
        var e = 1;
        return c; // stop
      }
      f(1, "two");
      """
    ) { stop throws in
      let call = stop.calls()[0]
      seen.append(
        "\(call.name):\(call.line) " + call.locals.map { "\($0.name)=\($0.text)" }.joined(separator: " "))
      #expect(stop.calls().map(\.name) == ["f", "script"])
      #expect(stop.calls()[1].line == 11)
      #expect(call.globals().map(\.name) == ["f", "top"])
      return .continue
    }
    #expect(
      seen == [
        "f:6 a=1 b=\"two\" c=[1, \"two\"] d={x: [1, \"two\"]}", "f:9 a=1 b=\"two\" c=[1, \"two\"] e=1",
      ])
  }

  @Test func steps() throws {
    let session = try Session()
    let text = """
      fun g(x) {
        var y = x + 1;
        return y;
      }
      fun f() {
        var a = g(1);
        var b = g(a);
        return b;
      }
      f();
      print "end";
      """
    func lines(_ steps: [Debugger.Resumption]) throws -> [Int] {
      var lines: [Int] = []
      session.debugger.stopAtEntry()
      try session.run(text) { stop throws in
        lines.append(stop.calls()[0].line)
        return lines.count <= steps.count ? steps[lines.count - 1] : .continue
      }
      return lines
    }
    #expect(try lines([.stepOver, .stepOver, .stepOver, .stepOver]) == [1, 5, 10, 11])
    #expect(
      try lines([.stepOver, .stepOver, .stepInto, .stepInto, .stepInto, .stepOver, .stepOver])
        == [1, 5, 10, 6, 2, 3, 7, 8])
    #expect(
      try lines([.stepOver, .stepOver, .stepInto, .stepInto, .stepOut, .stepOut]) == [1, 5, 10, 6, 2, 7, 11])
  }

  @Test func evaluatesAndSetsInEachCall() throws {
    let session = try Session()
    try session.run(
      """
      class P { init(n) { this.n = n; } twice(k) {
          var shared = k;
          var add = () => shared + 1;
          shared = 10;
          return helper(this.n * k, add); // no
        } }
      fun helper(v, f) {
        print f(); // stop
        return v;
      }
      var count = 1;
      var p = P(4);
      print p.twice(2);
      print count;
      """
    ) { stop throws in
      let calls = stop.calls()
      #expect(calls.map(\.name) == ["helper", "P.twice", "script"])
      #expect(try calls[0].evaluate("v * 2 + count").text == "17")
      #expect(try calls[1].evaluate("this.n + k + shared").text == "16")
      #expect(try calls[1].evaluate("shared = shared + 5").text == "15")
      #expect(try calls[0].evaluate("v = 99").text == "99")
      #expect(try calls[2].evaluate("count += 41;").text == "42")
      #expect(try calls[0].evaluate("f()").text == "16")
      _ = try calls[1].locals.first { $0.name == "this" }?.field("n")?.set(to: "7", in: calls[1])
      #expect(try calls[2].evaluate("p.n").text == "7")
      #expect(throws: RuntimeError.self) { try calls[0].evaluate("nowhere") }
      #expect(throws: CompileErrors.self) { try calls[0].evaluate("1 +") }
      return .continue
    }
    #expect(session.output == ["16", "99", "42"])
  }

  @Test func captures() throws {
    let session = try Session()
    try session.run(
      """
      fun make() {
        var n = 0;
        var step = 2;
        return () => {
          n = n + step; // stop
          return n;
        };
      }
      var f = make();
      f();
      print f();
      """
    ) { stop throws in
      let call = stop.calls()[0]
      #expect(call.captures.map(\.name) == ["n", "step"])
      if call.captures[0].text == "0" { try call.captures[0].set(to: "100", in: call) }
      return .continue
    }
    #expect(session.output == ["104"])
  }

  @Test func partsOfValues() throws {
    let session = try Session()
    try session.run(
      """
      var list = [1, [2, 3], "x"];
      var map = {a: 1, "b c": [4]};
      print list; // stop
      print map;
      """
    ) { stop throws in
      let call = stop.calls()[0]
      let list = try #require(call.variable("list"))
      #expect(list.indexedCount == 3)
      #expect(list.elements(from: 1, maximum: 1).map(\.text) == ["[2, 3]"])
      try list.elements()[1].elements()[0].set(to: "20", in: call)
      let map = try #require(call.variable("map"))
      #expect(map.elements().map(\.name) == ["a", "\"b c\""])
      try map.elements()[0].set(to: "list[0] + 1", in: call)
      return .continue
    }
    #expect(session.output == ["[1, [20, 3], \"x\"]", "{a: 2, \"b c\": [4]}"])
  }

  @Test func conditionsHitCountsAndLogPoints() throws {
    let session = try Session()
    var log: [String] = []
    var stops: [String] = []
    session.debugger.onLog = { log.append($0) }
    session.debugger.addBreakpoint(.line(2, source: "test.lox"), condition: "i == 3")
    session.debugger.addBreakpoint(.line(2, source: "test.lox"), hits: HitCondition("% 4"))
    session.debugger.addBreakpoint(
      .line(2, source: "test.lox"), condition: "i > 3", logMessage: "i is {i}, {i + oops}")
    try session.run("for (var i = 1; i < 6; i = i + 1) {\n  print i;\n}") { stop throws in
      stops.append(try stop.calls()[0].evaluate("i").text)
      return .continue
    }
    #expect(stops == ["3", "4"])
    #expect(log.count == 2)
    #expect(log[0].hasPrefix("i is 4, {Undefined variable 'oops'"))
  }

  @Test func functionBreakpoints() throws {
    let session = try Session()
    session.debugger.addBreakpoint(.function("A.go"))
    var names: [String] = []
    try session.run("class A { go() { return 1; } }\nfun go() { return 2; }\nA().go(); go();") {
      stop throws in
      names.append(stop.calls()[0].name)
      return .continue
    }
    #expect(names == ["A.go"])
  }

  @Test func errors() throws {
    let text = """
      fun bad() { return nil + 1; }
      try { bad(); } catch (e) { print "caught"; }
      try { throw "mine"; } catch (e) { print e; }
      try { throw "again"; } finally { print "finally"; }
      """
    func stops(_ caught: Bool, _ uncaught: Bool) throws -> [String] {
      let session = try Session()
      session.debugger.stopsAtCaughtErrors = caught
      session.debugger.stopsAtUncaughtErrors = uncaught
      var found: [String] = []
      #expect(throws: RuntimeError.self) {
        try session.run(text) { stop throws in
          if case .error(let message, let isCaught) = stop.reason {
            found.append("\(stop.calls()[0].line) \(message) \(isCaught) \(stop.thrown?.text ?? "-")")
          }
          return .continue
        }
      }
      #expect(session.output == ["caught", "mine", "finally"])
      return found
    }
    #expect(
      try stops(true, false) == [
        "1 Operands must be two numbers or two strings. true -", "3 mine true \"mine\"",
        "4 again true \"again\"",
      ])
    #expect(try stops(false, true) == ["4 again false \"again\""])
  }

  @Test func fibersTellWhoResumedWhom() throws {
    let session = try Session()
    try session.run(
      """
      fun work() {
        var inner = 1;
        Fiber.yield(inner);
        inner = 2; // stop
        Fiber.yield(inner);
      }
      fun drive() {
        var fiber = Fiber(work);
        fiber.resume();
        fiber.resume();
      }
      drive();
      """
    ) { stop throws in
      let calls = stop.calls()
      #expect(calls.map(\.name) == ["work", "drive", "script"])
      #expect(calls.map(\.beginsFiber) == [true, false, false])
      #expect(try calls[0].evaluate("inner").text == "1")
      #expect(try calls[1].evaluate("fiber").kind == "a fiber")
      return .continue
    }
  }

  @Test func callbacksOfTheHost() throws {
    let session = try Session()
    try session.isolate.define("each") { (f: Function) throws -> Double in
      let number: Double = try f.call(5)
      return number + 1
    }
    try session.run(
      """
      fun outer(m) {
        return each((x) => {
          return x * m; // stop
        });
      }
      print outer(3);
      """
    ) { stop throws in
      let calls = stop.calls()
      #expect(calls.map(\.name) == ["(fun)", "each", "outer", "script"] || calls.count == 4)
      #expect(calls.map(\.isHost) == [false, true, false, false])
      #expect(calls[2].locals.map(\.text) == ["3"])
      #expect(try calls[2].evaluate("m = 4").text == "4")
      #expect(try calls[0].evaluate("x + m").text == "8")
      return .continue
    }
  }

  @Test func pauseOfAnEndlessLoop() throws {
    let session = try Session()
    session.debugger.control.pause()
    var count = 0
    #expect(throws: RuntimeError.self) {
      try session.run("while (true) {}") { stop throws in
        if case .pause = stop.reason { count += 1 }
        return .terminate
      }
    }
    #expect(count == 1)
  }

  @Test func pauseFromAnotherThread() throws {
    let session = try Session()
    let control = session.debugger.control
    // A task might have to wait for the thread of this test.
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 0.02)
      control.pause()
    }
    var lines: [Int] = []
    #expect(throws: RuntimeError.self) {
      try session.run("var i = 0;\nwhile (true) {\n  i = i + 1;\n}") { stop in
        lines.append(stop.calls()[0].line)
        return .terminate
      }
    }
    #expect(lines.count == 1 && (1...3).contains(lines[0]))
  }

  @Test func evaluationsCanBeEnded() throws {
    let session = try Session()
    let control = session.debugger.control
    try session.run("fun endless() {\n  while (true) {}\n}\nprint 1; // stop\nprint 2;") { stop throws in
      Thread.detachNewThread {
        Thread.sleep(forTimeInterval: 0.02)
        control.pause()
      }
      #expect(throws: RuntimeError.self) { try stop.calls()[0].evaluate("endless()") }
      #expect(try stop.calls()[0].evaluate("1 + 1").text == "2")
      return .continue
    }
    #expect(session.output == ["1", "2"])
  }

  @Test func limitsStandStill() throws {
    var limits = Limits()
    limits.deadline = .after(.milliseconds(400))
    let session = try Session(limits)
    let plain = try Session()
    let text = "var i = 0; // stop\nwhile (i < 1000) i = i + 1;\nprint i;"
    try plain.run(text)
    try session.run(text) { stop throws in
      let start = ContinuousClock.now
      while start.duration(to: .now) < .milliseconds(500) {}
      _ = try stop.calls()[0].evaluate("[1, 2, 3].map((x) => x * 2)")
      return .continue
    }
    #expect(session.output == ["1000"])
    #expect(session.isolate.usedFuel == plain.isolate.usedFuel)
  }

  @Test func modules() throws {
    let session = try Session()
    let program = try session.program(
      "var secret = 5;\nfun twice(x) {\n  return x * secret;\n}", name: "lib.lox")
    session.isolate.modules = ModuleLoader { name, _ in name == "lib" ? program : nil }
    session.debugger.addBreakpoint(.line(3, source: "lib.lox"))
    var seen = false
    try session.run("import \"lib\" as lib;\nprint lib.twice(2);") { stop throws in
      let call = stop.calls()[0]
      seen = true
      #expect(call.moduleName == "lib" && call.sourceName == "lib.lox")
      #expect(call.globals().map(\.name) == ["secret", "twice"])
      #expect(try call.evaluate("secret = 7").text == "7")
      return .continue
    }
    #expect(seen && session.output == ["14"])
  }

  @Test func asynchronousFunctions() async throws {
    let session = try Session()
    try session.isolate.defineAsync("later") { (x: Double) async throws -> Double in
      await Task.yield()
      return x + 1
    }
    var lines: [Int] = []
    session.debugger.addBreakpoint(.line(2, source: "test.lox"))
    session.debugger.onStop = { stop in
      lines.append(stop.calls()[0].line)
      return .stepOver
    }
    try await session.isolate.run(
      try session.program("fun f(x) {\n  var y = later(x);\n  return y;\n}\nprint f(1);"))
    #expect(lines == [2, 3])
    #expect(session.output == ["2"])
  }

  @Test func nothingStaysOfADebugger() throws {
    let isolate = try Isolate()
    weak var gone: Debugger?
    var kept: Stop?
    try {
      let debugger = Debugger(isolate)
      gone = debugger
      debugger.stopAtEntry()
      var options = Program.Options()
      options.isDebuggable = true
      debugger.onStop = { stop in
        kept = stop
        return .continue
      }
      try isolate.run(try Program("var a = [1];", options: options))
      debugger.onStop = nil
    }()
    #expect(kept?.isOver == true && kept?.calls().isEmpty == true)
    kept = nil
    #expect(gone == nil)
    try isolate.run(try Program("var b = 1;"))
    #expect(!isolate.machine.isObserved)
  }
}
