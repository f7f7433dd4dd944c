import Lox
import Testing

/// The examples of the README and of the article on getting started.
@Suite struct GettingStartedExamples {
  @Test func readme() throws {
    var printed = ""
    func print(_ line: String) { printed += line + "\n" }

    // The example begins.
    let program = try Program(
      """
      fun greet(name) { return "Hello, " + name + "!"; }
      print greet(user());
      """, name: "greeting")

    let isolate = try Isolate(limits: .untrusted) { line in print(line) }
    try isolate.define("user") { "Ada" }
    try isolate.run(program)  // Hello, Ada!
    let greeting: String = try isolate.call("greet", "Swift")
    print(greeting)  // Hello, Swift!
    // The example ends.

    #expect(printed == "Hello, Ada!\nHello, Swift!\n")
  }

  @Test func firstProgram() throws {
    var printed: [String] = []
    func print(_ line: String) { printed.append(line) }

    // The example begins.
    let program = try Program(
      """
      var count = 0;
      fun greet(name) {
        count = count + 1;
        return "Hello, " + name + "!";
      }
      print "ready";
      """, name: "greeting.lox")

    let isolate = try Isolate(limits: .untrusted) { line in print(line) }
    try isolate.run(program)  // ready
    // The example ends.
    #expect(printed == ["ready"])

    // The example begins.
    let greeting: String = try isolate.call("greet", "Ada")
    print(greeting)  // Hello, Ada!

    let count = try isolate.global("count", as: Int.self)  // 1
    try isolate.setGlobal("count", to: 10)
    try isolate.run(try Program("print count + 1;"))  // 11
    // The example ends.
    #expect(printed == ["ready", "Hello, Ada!", "11"])
    #expect(count == 1)

    // The example begins.
    for name in isolate.globalNames.sorted() {
      print("\(name) is \(isolate[name]?.kind ?? "undefined")")
    }
    // count is a number
    // greet is a function
    // The example ends.
    #expect(printed.suffix(2) == ["count is a number", "greet is a function"])

    // The example begins.
    try isolate.define("average") { (a: Double, b: Double) in (a + b) / 2 }
    try isolate.run(try Program("print average(1, 4);"))  // 2.5
    // The example ends.
    #expect(printed.last == "2.5")

    // The example begins.
    do {
      try isolate.run(try Program("print average(1, nil);", name: "rule.lox"))
    } catch let errors as CompileErrors {
      print(errors.formatted(.rich(color: false)))
    } catch let error as RuntimeError {
      print(error.formatted(.rich(color: false)))
    }
    // The example ends.
    #expect(
      printed.last == """
        error[misuse-of-host]: Argument 2 of 'average' must be a number, not nil.
         --> rule.lox:1:7
          |
        1 | print average(1, nil);
          |       ^^^^^^^^^^^^^^^
        trace:
          in host function average
          in script at rule.lox:1:7

        """)
  }

  @Test func handles() throws {
    let isolate = try Isolate()
    // The example begins.
    try isolate.run(
      try Program(
        """
        class Circle {
          init(radius) { this.radius = radius; }
          area() { return 3.14 * this.radius * this.radius; }
        }
        fun scaled(circle, factor) { return Circle(circle.radius * factor); }
        """))

    let circle: Instance = try isolate.call("Circle", 2)
    try circle.setField("name", to: "small")
    let area: Double = try circle.call("area")  // 12.56
    let large: Instance = try isolate.call("scaled", circle, 10)
    let radius = try large.field("radius", as: Int.self)  // 20
    // The example ends.
    #expect(area == 12.56)
    #expect(radius == 20)
    #expect(circle["name"] == "small")

    // The example begins.
    switch isolate["scaled"] {
    case .function(let function):
      let larger = try function.call(circle, 2)
      print(larger, function.arity ?? 0)  // Circle instance 2
    case nil: print("not defined")
    case let other?: print("not a function, but \(other.kind)")
    }
    // The example ends.
    #expect(try isolate.global("scaled", as: Function.self)?.call(circle, 2).description == "Circle instance")
    #expect(try isolate.global("scaled", as: Function.self)?.arity == 2)
  }

  @Test func output() throws {
    // The example begins.
    var transcript = ""
    let isolate = try Isolate(limits: .untrusted) { line in transcript += line + "\n" }
    try isolate.run(try Program("print 1; print nil;"))
    // transcript is "1\nnil\n"
    // The example ends.
    #expect(transcript == "1\nnil\n")

    // The example begins.
    let output = Output.text { text in print(text, terminator: "") }
    try Isolate(output: output).run(try Program("print 1;"))
    // The example ends.
  }

  @Test func rules() throws {
    let isolate = try Isolate()
    // The example begins.
    let rule = try Program(expression: "order.total > limit and order.items.length < 10", name: "rule")
    struct Order: ValueCodable {
      var total: Double
      var items: [String]
    }
    let order = Order(total: 120, items: ["pen", "ink"])
    let isLarge: Bool = try isolate.evaluate(rule, ["order": order, "limit": 100])  // true
    // The example ends.
    #expect(isLarge)

    // The example begins.
    let larger = try Program(expression: "Math.max(width, height)")
    let size: Double = try isolate.evaluate(larger, ["width": 3, "height": 4])  // 4
    // The example ends.
    #expect(size == 4)
  }
}
