import Lox
import LoxDebugger
import Testing

@Suite struct WatchpointTests {
  /// Runs a script, watches some expressions at its first statement, and tells the changes with the lines where it then stops.
  private func changes(
    _ text: String, _ expressions: [String], condition: String? = nil, hits: HitCondition? = nil
  ) throws -> [String] {
    let isolate = try Isolate()
    let debugger = Debugger(isolate)
    var options = Program.Options()
    options.isDebuggable = true
    var told: [String] = []
    var failure: (any Error)?
    debugger.onStop = { stop in
      if case .watchpoints(let changes) = stop.reason {
        let line = stop.calls(maximum: 1).first?.line ?? 0
        told += changes.map { "\(line): \($0)" }
        return .continue
      }
      do {
        for expression in expressions {
          guard let watchable = try stop.calls()[0].watchable(expression) else {
            told.append("no \(expression)")
            continue
          }
          debugger.addWatchpoint(watchable, condition: condition, hits: hits)
        }
      } catch { failure = error }
      return .continue
    }
    let program = try Program(text, name: "test.lox", options: options)
    let stops = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().filter {
      $0.element.hasSuffix("// watch")
    }
    for (number, _) in stops { debugger.addBreakpoint(.line(number + 1, source: "test.lox")) }
    if stops.isEmpty { debugger.stopAtEntry() }
    try isolate.run(program)
    if let failure { throw failure }
    return told
  }

  @Test func globals() throws {
    let text = """
      var total = 1;
      fun add(n) {
        total = total + n;
        return total;
      }
      add(2);
      total = 3;
      total = "three";
      """
    #expect(
      try changes(text, ["total"]) == [
        "2: total: nothing -> 1", "4: total: 1 -> 3", "8: total: 3 -> \"three\"",
      ])
    #expect(try changes(text, ["total"], condition: "total == 3") == ["4: total: 1 -> 3"])
    #expect(try changes(text, ["total"], hits: HitCondition("== 2")) == ["4: total: 1 -> 3"])
  }

  @Test func partsOfValues() throws {
    let text = """
      // lox: extended
      class P { init() { this.n = 0; } }
      var p = P();
      var q = P();
      var list = [1, 2];
      var map = {"k": 1};
      print 0; // watch
      q.n = 1;
      p.n = 2;
      p = q;
      list[1] = 3;
      list[0] = 4;
      map["j"] = 5;
      map["k"] = p;
      p.late = 0 / 0;
      print "end";
      """
    #expect(
      try changes(text, ["p.n", "list[1]", "map[\"k\"]", "map[\"j\"]", "p.n.x"]) == [
        "no p.n.x", "10: p.n: 0 -> 2", "12: list[1]: 2 -> 3", "14: map[\"j\"]: nothing -> 5",
        "15: map[\"k\"]: 1 -> P {n: 1}",
      ])
    #expect(try changes(text, ["q.late"]) == ["16: q.late: nothing -> nan"])
  }

  @Test func keysWithBlanksAndBrackets() throws {
    let text = """
      // lox: extended
      var map = {"a b": 1, "ab": 2, "]": 3};
      print 0; // watch
      map["ab"] = 4;
      map["a b"] = 5;
      map["]"] = 6;
      print "end";
      """
    #expect(
      try changes(text, [" map[\"a b\"] ", "map[\"]\"]"]) == [
        "6: map[\"a b\"]: 1 -> 5", "7: map[\"]\"]: 3 -> 6",
      ])
  }

  /// What fibers change that yield, and what is changed before an error that is caught.
  @Test func fibersAndErrors() throws {
    let text = """
      // lox: extended
      var total = 0;
      fun work() {
        total = 1;
        Fiber.yield();
        total = 2;
        throw "over";
      }
      var fiber = Fiber(work);
      print 0; // watch
      fiber.resume();
      try { fiber.resume(); } catch (e) { total = 3; }
      print total;
      """
    #expect(
      try changes(text, ["total"]) == [
        "5: total: 0 -> 1", "7: total: 1 -> 2", "13: total: 2 -> 3",
      ])
  }

  @Test func localVariablesAreNotWatched() throws {
    let text = """
      fun f(a) {
        var b = a;
        return b; // watch
      }
      f(1);
      """
    #expect(try changes(text, ["a", "b", "1", "f(1)"]) == ["no a", "no b", "no 1", "no f(1)"])
  }

  /// A number that is none is no change, and objects are the same wherever a collection moves them.
  @Test func collections() throws {
    let text = """
      // lox: extended
      var object = {"a": [0 / 0]};
      var none = 0 / 0;
      print 0; // watch
      for (var i in 0..<2000) { var filler = [i, [i]]; }
      object = nil;
      """
    #expect(try changes(text, ["object", "none", "object[\"a\"]"]).count == 1)
  }

  @Test func whatTheDebuggerChangesStopsNothing() throws {
    let isolate = try Isolate()
    let debugger = Debugger(isolate)
    var options = Program.Options()
    options.isDebuggable = true
    var reasons = 0
    debugger.onStop = { stop in
      reasons += 1
      let call = stop.calls()[0]
      if let watchable = try? call.watchable("x") { debugger.addWatchpoint(watchable) }
      _ = try? call.evaluate("x = 5")
      return .continue
    }
    debugger.addBreakpoint(.line(2, source: "test.lox"))
    try isolate.run(try Program("var x = 1;\nprint x;\nprint x;\n", name: "test.lox", options: options))
    #expect(reasons == 1 && debugger.watchpoints.map(\.name) == ["x"])
    debugger.removeWatchpoints { _ in true }
    #expect(debugger.watchpoints.isEmpty)
  }
}
