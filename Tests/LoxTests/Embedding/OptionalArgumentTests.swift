import Lox
import Testing

/// Arguments that scripts leave out, and functions that are made as values.
@Suite(.serialized, .stressedCrossings) struct OptionalArgumentTests {
  final class Account: HostObject {
    var name: String
    init(_ name: String) { self.name = name }
  }

  @Test(arguments: [false, true]) func leftOut(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    let isolate = host.isolate
    try isolate.define("one") { (a: Int?) in a ?? -1 }
    try isolate.define("two") { (a: String, b: [Int]?) in a + "\(b ?? [])" }
    try isolate.define("three") { (a: Int?, b: Int, c: Int?) in [a ?? -1, b, c ?? -3] }
    try isolate.define("five") { (a: Int, b: Int?, c: Int?, d: String?, e: Value?) in
      "\(a) \(b ?? -2) \(c ?? -3) \(d ?? "-") \(e?.description ?? "none")"
    }
    try isolate.define(
      HostClass<Account>("Account").initializer { (name: String?) in Account(name ?? "nobody") }
        .property("name", \.name)
        .method("rename") { (account, name: String?) in account.name = name ?? "again" }
        .staticMethod("named") { (a: String, b: String?) in Account(a + (b ?? "!")) })
    let output = try host.run(
      """
      fun call(f) { var a = "a" + "b"; var r = f("x" + "y"); return [r, a]; }
      print one(); print one(1); print one(nil);
      print two("a"); print two("a", [1]);
      print three(1, 2); print three(nil, 2, 3);
      print five(1); print five(1, 2, nil); print five(1, 2, 3, "d", []);
      print call(two);
      var a = Account(); print a.name; a.rename("b"); print a.name; a.rename(); print a.name;
      print Account("c").name; print Account.named("d").name;
      print one.arity; print three.arity; print call.arity;
      var m = a.rename; m(); print a.name;
      """)
    #expect(
      output == """
        -1
        1
        -1
        a[]
        a[1]
        [1, 2, -3]
        [-1, 2, 3]
        1 -2 -3 - none
        1 2 -3 - none
        1 2 3 d []
        ["xy[]", "ab"]
        nobody
        b
        again
        c
        d!
        0
        2
        1
        again

        """)
    for (script, message) in [
      ("two();", "'two' expected 1 to 2 arguments but got 0."),
      ("two(1, 2, 3);", "'two' expected 1 to 2 arguments but got 3."),
      ("one(1, 2);", "'one' expected 0 to 1 argument but got 2."),
      ("three(1);", "'three' expected 2 to 3 arguments but got 1."),
      ("Account(1, 2);", "'Account.init' expected 0 to 1 argument but got 2."),
    ] {
      #expect(host.message(script) == message)
    }
    let function = try #require(try isolate.global("five", as: Function.self))
    #expect(function.arity == 1)
    #expect(try function.call(1) == "1 -2 -3 - none")
    #expect(try isolate.call("three", 1, 2) == [1, 2, -3])
    let text = isolate.apiDeclaration
    #expect(
      text.contains(
        #"{"name":"two","parameters":[{"name":"argument1","type":"string"},{"name":"argument2","type":"list?","optional":true}]"#
      ))
    #expect(text.contains(#""initializer":[{"name":"argument1","type":"string?","optional":true}]"#))
  }

  /// Deep in the stack, where the missing ones are the first values in a place.
  @Test func atTheEndOfTheStack() throws {
    var limits = Limits()
    limits.callDepth = 600
    let host = try Host(limits)
    try host.isolate.define("f") { (a: Int, b: Int?, c: Int?, d: Int?, e: Int?, f: Int?, g: Int?) in
      a + (g ?? 1)
    }
    #expect(try host.run("fun deep(n) => n == 0 ? f(1) : deep(n - 1) + 1; print deep(500);") == "502\n")
    #expect(host.error("fun endless(n) => f(n) + endless(n + 1); endless(0);")?.kind == .stackOverflow)
  }

  @Test(arguments: [false, true]) func madeFunctions(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    let isolate = host.isolate
    let double = try isolate.makeFunction("double") { (x: Double) in x * 2 }
    try host.run(
      "fun apply(list, f) => list.map(f); var kept; fun keep(f) { kept = f; } fun all(fs, x) => fs.map(f => f(x));"
    )
    #expect(try isolate.call("apply", [1, 2, 3], double) == [2.0, 4, 6])
    #expect(try double.call(4) == 8)
    #expect(double.name == "double" && double.arity == 1)
    #expect(isolate["double"] == nil)
    var notes: [String] = []
    let note = try isolate.makeFunction("note") { (text: String, level: Int?) in
      notes.append("\(text)\(level ?? 0)")
    }
    let global = try isolate.makeFunction("global") { (isolate: Isolate, name: String) in
      isolate[name] ?? .nil
    }
    let collect = try isolate.makeFunction("collect") { (isolate: Isolate) in isolate.collectGarbage() }
    try isolate.call("all", [note, note], "a")
    #expect(notes == ["a0", "a0"])
    try isolate.setGlobal("tools", to: ["global": global, "collect": collect, "double": double])
    #expect(
      try host.run("var y = [1]; tools.collect(); print tools.global(\"y\"); print tools.double(2);")
        == "[1]\n4\n")
    #expect(host.message("tools.double(\"a\");") == "Argument 1 of 'double' must be a number, not a string.")
    // The closure goes with its function.
    final class Token {}
    weak var remaining: Token?
    do {
      let token = Token()
      remaining = token
      try isolate.call("keep", try isolate.makeFunction("token") { ObjectIdentifier(token).hashValue & 1 })
    }
    isolate.collectGarbage()
    #expect(remaining != nil)
    try host.run("kept = nil;")
    for _ in 0..<3 { isolate.collectGarbage() }
    #expect(remaining == nil)
    #expect(throws: HandleError.self) { try Isolate().setGlobal("f", to: double) }
  }

  @Test(arguments: [false, true]) func thatWait(stressed: Bool) async throws {
    let host = try Host(stressed: stressed)
    let isolate = host.isolate
    try isolate.defineAsync("later") { (a: Int, b: Int?) in
      await Task.yield()
      return a + (b ?? 10)
    }
    try await isolate.run(
      Program(
        "var l = [later(1), later(1, 1)]; fun f(x) => later(x); var g = [1, 2].map(f); fun apply(list, f) => list.map(f);"
      ))
    #expect(try isolate.global("l") == [11, 2])
    #expect(try isolate.global("g") == [11, 12])
    let made = try isolate.makeAsyncFunction("made") { (x: Int) in
      await Task.yield()
      return [x, x + 1]
    }
    let lists: [[Int]] = try await isolate.call("apply", [1, 2], made)
    #expect(lists == [[1, 2], [2, 3]])
  }
}
