import Lox
import Testing

/// Expressions that are compiled once, and evaluated with values for the names in them.
@Suite(.serialized, .stressedCrossings) struct ExpressionTests {
  struct Order: ValueCodable {
    var total: Double
    var items: [String]
  }

  @Test(arguments: [false, true]) func values(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    let isolate = host.isolate
    let rule = try Program(expression: "order.total > limit and order.items.length < 3")
    for (total, items, expected) in [(150.0, ["a"], true), (50, [], false), (150, ["a", "b", "c"], false)] {
      let order = Order(total: total, items: items)
      #expect(try isolate.evaluate(rule, ["order": order, "limit": 100, "unused": order]) == expected)
    }
    // They change nothing in the isolate.
    #expect(isolate["order"] == nil && isolate["limit"] == nil)
    #expect(isolate.globalNames.isEmpty)
    #expect(isolate.machine.top == (try Isolate().machine.top))
    let one = try Program(expression: "1 + 2 * 3")
    #expect(try isolate.evaluate(one) == 7)
    #expect(try isolate.evaluate(one, as: Value.self) == 7)
  }

  /// Names are looked for among the values, the globals, what the host offers, and the core's names, in this order.
  @Test(arguments: [false, true]) func names(stressed: Bool) throws {
    let api = HostAPI { api in
      api.define("double") { (x: Double) in x * 2 }
      api.constant("ten", 10)
    }
    let host = try Host(api: api, stressed: stressed)
    let isolate = host.isolate
    try host.run("var x = 1; fun triple(n) => n * 3; fun readX() => x;")
    let all = try Program(
      expression: "[x, triple(2), double(2), ten, Math.max(1, 2), equals([x], [1]), readX()]")
    #expect(try isolate.evaluate(all, as: [Value].self) == [1, 6, 4, 10, 2, true, 1])
    let math = try isolate.makeFunction("equals") { (_: Value, _: Value) in "mine" }
    #expect(
      try isolate.evaluate(all, ["x": 5, "ten": 11, "equals": math], as: [Value].self)
        == [5, 6, 4, 11, 2, "mine", 1])
    try host.run("fun equals(a, b) => \"script's\";")
    #expect(try isolate.evaluate(all, as: [Value].self)[5] == "script's")
  }

  @Test(arguments: [false, true]) func functionsInThem(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    let isolate = host.isolate
    let list = try Program(
      expression: "prices.filter(p => p > limit).map(p => { var q = p * factor; return q; })")
    #expect(try isolate.evaluate(list, ["prices": [1.0, 5, 7], "limit": 2, "factor": 10]) == [50.0, 70])
    // A function that is a result keeps the values of its evaluation.
    let adder = try Program(expression: "x => x + n")
    let one: Function = try isolate.evaluate(adder, ["n": 1])
    let two: Function = try isolate.evaluate(adder, ["n": 2])
    isolate.collectGarbage()
    #expect(try one.call(1) == 2)
    #expect(try two.call(1) == 3)
    // Own names hide the free ones.
    let shadow = try Program(expression: "(n => n + 1)(n * 10)")
    #expect(try isolate.evaluate(shadow, ["n": 4]) == 41)
    let choice = try Program(
      expression: "switch (kind) { case \"a\" => 1; case \"b\" => [2]; default => kind; }")
    #expect(try isolate.evaluate(choice, ["kind": "a"]) == 1)
    #expect(try isolate.evaluate(choice, ["kind": "b"]) == [2])
    #expect(try isolate.evaluate(choice, ["kind": "c"]) == "c")
    let template = try Program(
      expression: "`${name.toUpper()}: ${prices.map(p => `${p}€`).join(\" \")}` // a comment")
    #expect(try isolate.evaluate(template, ["name": "tea", "prices": [1, 2]]) == "TEA: 1€ 2€")
  }

  @Test func compileErrors() throws {
    func message(_ text: String) -> String {
      do {
        _ = try Program(expression: text, name: "rule")
        return "none"
      } catch {
        return "\(error)"
      }
    }
    #expect(message("") == "[line 1] Error at end: Expect expression.\n")
    #expect(message("a b") == "[line 1] Error at 'b': Expect end of expression.\n")
    #expect(message("a;") == "[line 1] Error at ';': Expect end of expression.\n")
    #expect(message("1 +\n * 2") == "[line 2] Error at '*': Expect expression.\n")
    #expect(message("total = 3") == "[line 1] Error at 'total': Can't assign to constant 'total'.\n")
    #expect(
      message("f(x => { total += x; })") == "[line 1] Error at 'total': Can't assign to constant 'total'.\n")
    #expect(message("f(x => { var y = x; y = 2; return y; })") == "none")
    #expect(message("order.total = 3") == "none")
    #expect(message("this.x").contains("Can't use 'this' outside of a class."))
    #expect(message("if (a) b") == "[line 1] Error at 'if': Expect expression.\n")
    let many = (0..<256).map { "x\($0)" }.joined(separator: " + ")
    #expect(message(many).contains("Error at 'x255': Can't have more than 255 parameters."))
    #expect(message((0..<255).map { "x\($0)" }.joined(separator: " + ")) == "none")
    #expect(message(String(repeating: "(", count: 300_000)).contains("nest"))
    var book = Program.Options()
    book.language = .book
    #expect(throws: CompileErrors.self) { try Program(expression: "[1]", options: book) }
  }

  @Test func runtimeErrors() throws {
    let host = try Host()
    let isolate = host.isolate
    try host.run("fun fails() { return nil + 1; } var limit = 1;")
    func error(_ text: String, _ values: [String: any ValueConvertible] = [:]) -> RuntimeError? {
      #expect(throws: RuntimeError.self) {
        try isolate.evaluate(Program(expression: text, name: "rule"), values) as Value
      }
    }
    let undefined = error("limit > 0 or\n  total > lmit")
    #expect(undefined?.message == "Undefined variable 'total'.")
    #expect(undefined?.trace.frames.first?.line == 2)
    #expect(undefined?.trace.frames.first?.sourceName == "rule")
    #expect(undefined?.trace.frames.first?.span == 15..<20)
    let similar = error("lmit > 1")
    #expect(similar?.formatted(.rich(color: false)).contains("did you mean `limit`?") == true)
    let inside = error("order.totl > 100", ["order": ["total": 1]])
    #expect(inside?.message == "Undefined property 'totl'.")
    #expect(inside?.trace.frames.first?.span == 0..<10)
    #expect(error("1 +\n\n fails()")?.trace.text == "[line 1] in fails()\n[line 3] in expression()\n")
    #expect(throws: ConversionError.self) { try isolate.evaluate(Program(expression: "1"), as: String.self) }
    #expect(throws: ConversionError.self) { try isolate.evaluate(Program("1;")) as Value }
    #expect(throws: HandleError.self) {
      let other = try Isolate()
      try other.run(Program("var l = [];"))
      return try isolate.evaluate(Program(expression: "l"), ["l": other["l"] ?? .nil]) as Value
    }
    isolate.limits.fuel = 1000
    #expect(error("(() => { while (true) {} })()")?.kind == .outOfFuel)
    #expect(isolate.machine.top == (try Isolate().machine.top))
  }

  /// In the book's language, for which there are no lists.
  @Test func ofTheBook() throws {
    let isolate = try Isolate(language: .book)
    var options = Program.Options()
    options.language = .book
    let rule = try Program(expression: "order.total > 100 and !order.isPaid", options: options)
    #expect(try isolate.evaluate(rule, ["order": ["total": Value.number(200), "isPaid": false]]) == true)
    let join = try Program(expression: "\"a\" + x", options: options)
    #expect(throws: RuntimeError.self) { try isolate.evaluate(join, ["x": 1]) as Value }
    let core = try Program(expression: "Math", options: options)
    #expect(throws: RuntimeError.self) { try isolate.evaluate(core) as Value }
  }

  /// Evaluations within evaluations, and in several isolates; and those that wait.
  @Test(arguments: [false, true]) func combinations(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    let isolate = host.isolate
    let outer = try Program(expression: "n < 1 ? [] : [n, ...next(n - 1)]")
    try isolate.define("next") { (isolate: Isolate, n: Int) -> Value in
      isolate.collectGarbage()
      return try isolate.evaluate(outer, ["n": n])
    }
    #expect(try isolate.evaluate(outer, ["n": 6]) == [6, 5, 4, 3, 2, 1])
    let other = try Isolate()
    try other.define("next") { (n: Int) in [n] }
    #expect(try other.evaluate(outer, ["n": 6]) == [6, 5])
  }

  @Test(arguments: [false, true]) func thatWait(stressed: Bool) async throws {
    let isolate = try Host(stressed: stressed).isolate
    try isolate.defineAsync("later") { (list: [Int]) in
      await Task.yield()
      return list.map { $0 * 2 }
    }
    let waiting = try Program(expression: "later(list.map(x => later([x])[0])).sum() + n")
    let sum: Int = try await isolate.evaluate(waiting, ["list": [1, 2, 3], "n": 100])
    #expect(sum == 124)
    func now() throws -> Int { try isolate.evaluate(waiting, ["list": [1], "n": 1]) }
    #expect(throws: RuntimeError.self) { try now() }
    try await isolate.run(Program(expression: "later([1])"))
  }

  /// Programs that are gone leave nothing behind, though they were evaluated.
  @Test func manyPrograms() throws {
    let isolate = try Isolate()
    for number in 0..<500 {
      #expect(try isolate.evaluate(Program(expression: "x + \(number)"), ["x": 1]) == number + 1)
      if number % 50 == 0 { isolate.collectGarbage() }
    }
    for _ in 0..<4 { isolate.collectGarbage() }
    #expect(isolate.expressionFunctions.count <= 128)
    #expect(isolate.machine.programCount <= 2)
  }
}
