import Lox
import Testing

/// Operators, elements, loops and texts of host classes.
@Suite(.stressedCrossings) struct HostOperatorTests {
  struct Vector: HostObject, Equatable {
    var x: Double
    var y: Double
    var parts: [Double] { [x, y] }

    static func + (a: Vector, b: Vector) -> Vector { Vector(x: a.x + b.x, y: a.y + b.y) }
    static func - (a: Vector, b: Vector) -> Vector { Vector(x: a.x - b.x, y: a.y - b.y) }
    static func * (a: Vector, factor: Double) -> Vector { Vector(x: a.x * factor, y: a.y * factor) }
    static prefix func - (a: Vector) -> Vector { a * -1 }

    subscript(index: Int) -> Double {
      get { index == 0 ? x : y }
      set { if index == 0 { x = newValue } else { y = newValue } }
    }
  }
  struct OutOfRange: Error, CustomStringConvertible {
    var description: String { "There is no such part." }
  }

  static let vector = HostClass<Vector>("Vector")
    .initializer { (x: Double, y: Double) in Vector(x: x, y: y) }
    .operator("+") { $0 + $1 }
    .operator("-") { $0 - $1 }
    .operator("-") { -$0 }
    .operator("*") { (a, factor: Double) in a * factor }
    .operator("/") { (a, divisor: Double) in a * (1 / divisor) }
    .operator("%") { (a, _: Value) in a.x }
    .operator("<") { $0.x < $1.x }
    .subscript(
      get: { (a, index: Int) in
        guard 0...1 ~= index else { throw OutOfRange() }
        return a[index]
      },
      set: { (a, index: Int, part: Double) in
        guard 0...1 ~= index else { throw OutOfRange() }
        a[index] = part
      }
    )
    .iterable { $0.parts }
    .contains { (a, part: Double) in a.parts.contains(part) }
    .description { "(\(Int($0.x)), \(Int($0.y)))" }

  private func makeHost(_ limits: Limits = Limits(), stressed: Bool = false) throws -> Host {
    let host = try Host(limits, stressed: stressed)
    try host.isolate.define(Self.vector)
    return host
  }

  @Test(arguments: [false, true]) func allOfThem(stressed: Bool) throws {
    let host = try makeHost(stressed: stressed)
    let output = try host.run(
      """
      var v = Vector(3, 4);
      var w = Vector(1, 2);
      print v + w; print v - w; print -v; print v * 2; print v / 2; print v % nil;
      print v < w; print v > w; print v <= w; print v >= w; print v == v; print v == Vector(3, 4);
      if (w < v) print "less"; if (v < w) print "wrong"; if (!(v < w)) print "not less";
      var n = 0;
      while (w * n < v) n++;
      print n;
      print v[0] + v[1];
      v[0] = 10; v[1] += 1;
      print v; print `${v}!`; print "v: " + v; print v + " is v"; print [v, {w: w}];
      for (var part in v) print part;
      for (var i, part in v) print i * part;
      const [a, b] = v.iterate();
      print [...v, a, b];
      print Math.max(...v);
      print 5 in v; print 6 in v; print v.contains(10);
      print v?.[0]; print nil?.[0];
      print [Vector(3, 0), Vector(1, 5), Vector(2, 0)].sorted();
      var list = [Vector(2, 1), Vector(1, 1)]; list.sort(); print list; print list.min();
      v += w; print v;
      """)
    #expect(
      output == """
        (4, 6)
        (2, 2)
        (-3, -4)
        (6, 8)
        (1, 2)
        3
        false
        true
        false
        true
        true
        false
        less
        not less
        3
        7
        (10, 5)
        (10, 5)!
        v: (10, 5)
        (10, 5) is v
        [(10, 5), {w: (1, 2)}]
        10
        5
        0
        5
        [10, 5, 10, 5]
        10
        true
        false
        true
        10
        nil
        [(1, 5), (2, 0), (3, 0)]
        [(1, 1), (2, 1)]
        (1, 1)
        (11, 7)

        """)
    #expect(try host.isolate.global("v", as: Vector.self) == Vector(x: 11, y: 7))
  }

  /// What a script does wrong is its own error, and what the host throws a `HostError`.
  @Test(arguments: [false, true]) func errors(stressed: Bool) throws {
    let host = try makeHost(stressed: stressed)
    try host.run("var v = Vector(3, 4);")
    for (body, message) in [
      ("v + 1", "Right operand of '+' must be a Vector, not a number."),
      ("v - nil", "Right operand of '-' must be a Vector, not nil."),
      ("v * v", "Right operand of '*' must be a number, not a Vector instance."),
      ("v < 1", "Right operand of '<' must be a Vector, not a number."),
      ("v[1.5]", "An index of 'Vector' must be a whole number, not 1.5."),
      ("v[nil]", "An index of 'Vector' must be a whole number, not nil."),
      ("v[0] = \"a\"", "An element of 'Vector' must be a number, not a string."),
      ("v[7]", "There is no such part."),
      ("v?.[7]", "There is no such part."),
      ("v[7] = 1", "There is no such part."),
      ("1 + v", "Operands must be two numbers or two strings."),
      ("1 < v", "Operands must be numbers."),
      ("\"a\" in v", "Argument 1 of 'Vector.contains' must be a number, not a string."),
      ("v.iterate(1)", "'Vector.iterate' expected 0 arguments but got 1."),
    ] {
      let error = host.error("\n\(body);")
      #expect(error?.message == message, "\(body)")
      #expect(error?.trace.text.hasSuffix("[line 2] in script\n") == true, "\(body)")
      #expect(
        try host.run("try { \(body); } catch (e) { print e is HostError; print e.message; }")
          == "\(error?.kind == .host)\n\(message)\n")
    }
    #expect(host.error("v[7];")?.trace.text.hasPrefix("[host] in Vector.operator []()\n") == true)
    // The book's language has none of this.
    try host.run("var b = Vector(1, 2);")
    #expect(
      host.error("// lox: book\nprint b + b;")?.message == "Operands must be two numbers or two strings.")
    #expect(try host.run("// lox: book\nprint b;") == "Vector instance\n")
  }

  /// Classes of scripts inherit them, may define their own, and call those of the host.
  @Test(arguments: [false, true]) func subclasses(stressed: Bool) throws {
    let host = try makeHost(stressed: stressed)
    let output = try host.run(
      """
      class Named < Vector {
        init(name, x, y) { super.init(x, y); this.name = name; }
        description => `${this.name} ${super.description}`;
        operator *(factor) => Named(this.name, this[0] * factor, this[1] * factor);
        iterate() => [this.name, ...super.iterate()];
      }
      const v = Named("v", 1, 2);
      print v; print v + v; print -v; print v * 3; print v[1];
      v[1] = 5; print v;
      for (var x in v) print x;
      print [...v];
      print 5 in v; print v < Vector(2, 0); print v is Vector;
      class Loud < Named { contains(x) { return true; } operator [](i) => "!"; }
      const loud = Loud("l", 1, 1);
      print 99 in loud; print loud[4]; print loud;
      """)
    #expect(
      output
        == "v (1, 2)\n(2, 4)\n(-1, -2)\nv (3, 6)\n2\nv (1, 5)\nv\n1\n5\n[\"v\", 1, 5]\ntrue\ntrue\ntrue\ntrue\n!\nl (1, 1)\n"
    )
    #expect(
      host.message("class Bad < Vector { init() {} } -Bad();")
        == "This Vector was not initialized: 'super.init' was not called.")
  }

  class Shape: HostObject {
    let sides: Int
    init(sides: Int) { self.sides = sides }
  }
  final class Square: Shape {}

  /// Host classes inherit them from each other; what a host function gives has them, whether or not a script mentions the class.
  @Test func inheritance() throws {
    let shape = HostClass<Shape>("Shape")
      .operator("<") { (a, b: Shape) in a.sides < b.sides }
      .description { "shape with \($0.sides) sides" }
    let square = HostClass<Square>("Square", inheriting: shape).operator("+") { (a, n: Int) in a.sides + n }
    let api = HostAPI { api in
      api.define(shape)
      api.define(square)
      api.define("make") { () -> Shape in Square(sides: 4) }
      api.define("triangle") { () -> Shape in Shape(sides: 3) }
    }
    let host = try Host(api: api)
    #expect(
      try host.run(
        "print make(); print make() + 3; print triangle() < make(); print [make(), triangle()].sorted();")
        == "shape with 4 sides\n7\ntrue\n[shape with 3 sides, shape with 4 sides]\n")
    #expect(host.message("triangle() + 1;") == "Operands must be two numbers or two strings.")
  }

  /// A property of this name is the text, too; it must be a string. What `iterate` gives must be something to go through.
  @Test func wrongResults() throws {
    let host = try Host()
    try host.isolate.define(
      HostClass<Shape>("Shape").initializer { Shape(sides: 3) }.property("description", get: { $0.sides })
        .iterable { $0.sides })
    #expect(try host.run("print Shape().description;") == "3\n")
    #expect(host.message("print Shape();") == "'description' must be a string.")
    #expect(host.message("print [Shape()];") == "'description' must be a string.")
    #expect(
      host.message("for (var x in Shape()) {}")
        == "Only lists, maps, strings, ranges and fibers can be iterated.")
    try host.isolate.define(
      HostClass<Shape>("Shape").initializer { Shape(sides: 3) }.iterable { $0 }
        .description { _ in throw OutOfRange() })
    #expect(
      host.message("for (var x in Shape()) {}")
        == "'iterate()' must return a list, map, string, range or fiber.")
    #expect(
      host.message("print [...Shape()];") == "'iterate()' must return a list, map, string, range or fiber.")
    #expect(host.message("print `${Shape()}`;") == "There is no such part.")
    #expect(try host.run("try { print Shape(); } catch (e) { print e is HostError; }") == "true\n")
  }

  /// They call back as methods do, within the limits of the run, which are never caught.
  @Test func limits() throws {
    let host = try Host()
    final class Node: HostObject {}
    try host.isolate.define(
      HostClass<Node>("Node").initializer { Node() }
        .operator("+") { (node, f: Function) -> Value in try f.call(node) }
        .operator("*") { (_, f: Function) -> Value in try f.call() })
    #expect(try host.run("const node = Node(); print node + (n => n == node);") == "true\n")
    #expect(host.error("const n = Node(); fun f(x) { return x + f; } n + f;")?.kind == .stackOverflow)
    #expect(
      host.error("const n = Node(); fun f(x) { try { return x + f; } finally { print 1; } } n + f;")?.kind
        == .stackOverflow)
    #expect(host.error("Node() * (() => { throw \"deep\"; });")?.message == "deep")
    #expect(
      try host.run("try { Node() * (() => nil.x); } catch (e) { print e.message; }")
        == "Only instances have properties.\n")
    host.isolate.limits.fuel = 100_000
    #expect(
      host.error("try { Node() * (() => { while (true) {} }); } catch (e) { print e; }")?.kind == .outOfFuel)
    #expect(host.error("const n = Node(); while (true) n * (() => 1);")?.kind == .outOfFuel)
  }

  /// An operator costs what a method of the host costs.
  @Test func fuel() throws {
    let host = try makeHost()
    try host.isolate.define(
      HostClass<Shape>("Shape").initializer { Shape(sides: 3) }
        .operator("*") { (a, n: Double) in n }
        .method("times") { (a: inout Shape, n: Double) in n })
    func fuel(_ body: String) throws -> Int {
      let before = host.isolate.usedFuel
      try host.run("const s = Shape(); \(body)")
      return host.isolate.usedFuel - before
    }
    let (none, ten) = (try fuel("s * 1;"), try fuel(String(repeating: "s * 1;", count: 11)))
    let (noMethod, tenMethods) = (
      try fuel("s.times(1);"), try fuel(String(repeating: "s.times(1);", count: 11))
    )
    #expect((ten - none) / 10 >= 64 && abs((ten - none) - (tenMethods - noMethod)) <= 40)
  }

  /// They can't wait, but other tasks may take the place of the run around them.
  @Test func asynchronousRuns() async throws {
    let host = try makeHost()
    try host.isolate.defineAsync("wait") { () async -> Double in 2 }
    try await host.isolate.run(
      try Program("var v = Vector(1, 2) * wait() + Vector(wait(), 0); var text = `${v}`;"))
    #expect(host.isolate["text"] == .string("(4, 4)"))
    try host.isolate.define(
      HostClass<Shape>("Shape").initializer { Shape(sides: 3) }
        .operator("+") { (_, f: Function) -> Value in try f.call() })
    await #expect(throws: RuntimeError.self) {
      try await host.isolate.run(try Program("Shape() + wait;"))
    }
  }

  @Test func declarations() throws {
    let text = HostAPI { $0.define(Self.vector) }.apiDeclaration
    #expect(
      text.contains(#"{"name":"+","parameters":[{"name":"argument1","type":"Vector"}],"returns":"Vector"}"#))
    #expect(text.contains(#"{"name":"-()","parameters":[],"returns":"Vector"}"#))
    #expect(
      text.contains(#"{"name":"[]","parameters":[{"name":"argument1","type":"number"}],"returns":"number"}"#))
    #expect(text.contains(#"{"name":"[]=","#))
    #expect(text.contains(#"{"name":"iterate","parameters":[],"returns":"list"}"#))
    #expect(text.contains(#"{"name":"description","type":"string","readOnly":true}"#))
    #expect(!text.contains("operator "))
  }

  /// Instances made before a class had operators, and others beside them, are what they were.
  @Test func othersAreNotTouched() throws {
    let host = try Host()
    try host.run("class A { init() { this.x = 1; } } const a = A(); fun add() { return a + a; }")
    try host.isolate.define(Self.vector)
    #expect(host.message("add();") == "Operands must be two numbers or two strings.")
    #expect(try host.run("print a; print a.x + 1;") == "A instance\n2\n")
  }
}
