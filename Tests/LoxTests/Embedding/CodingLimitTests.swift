import Foundation
import Lox
import Testing

/// What Swift takes from a script's values counts: one budget for each crossing, whatever conversions it consists of.
@Suite struct CodingLimitTests {
  struct Pair: ValueCodable { var a: [Pair] }
  struct Item: ValueCodable {
    var name: String
    var price: Double
  }
  final class Tree: ValueCodable {
    var l: Tree?
    var r: Tree?
  }
  /// A type that defines its own form in Lox, and uses values to ask for others.
  struct Plain: ValueConvertible {
    var parts: [Plain]
    static var loxType: String { "a plain one" }
    static func fromLox(_ value: Value) throws -> Plain {
      guard case .instance(let instance) = value else {
        throw ConversionError(expected: loxType, actual: value.kind)
      }
      return Plain(parts: try instance.field("parts") ?? [])
    }
    func toLox(in isolate: Isolate) throws -> Value { .nil }
  }

  private static func limits(fuel: Int? = nil, heapBytes: Int = 4 << 20) -> Limits {
    var limits = Limits()
    limits.fuel = fuel
    limits.heapBytes = heapBytes
    return limits
  }

  private static let cons = """
    class P {}
    fun cons(v, n) { var c = P(); c.value = v; c.next = n; return c; }
    fun text(bytes) { var s = "x"; while (bytes > 1) { s = s + s; bytes = bytes / 2; } return s; }

    """

  private static let types: [@Sendable (Isolate, String) throws -> Void] = [
    { isolate, name in try isolate.define(name) { (x: [Item]) in x.count } },
    { isolate, name in try isolate.define(name) { (x: [Item?]) in x.count } },
    { isolate, name in try isolate.define(name) { (x: [[String: Value?]]) in x.count } },
    { isolate, name in try isolate.define(name) { (x: [[String: Value]]) in x.count } },
    { isolate, name in try isolate.define(name) { (_: Isolate, x: [[String: Value]]?) in x?.count } },
  ]

  /// A list of nodes that share one item with a long name.
  @Test(arguments: types.indices) func sharedStrings(type: Int) throws {
    for fuel in [nil, 10_000_000] {
      let host = try Host(Self.limits(fuel: fuel))
      try Self.types[type](host.isolate, "take")
      let script = """
        var item = P(); item.name = text(262144); item.price = 1;
        var l; for (var i = 0; i < 600; i = i + 1) l = cons(item, l);
        print take(cons(item, nil));
        take(l);
        """
      let error = host.error(Self.cons + script)
      #expect(error?.kind == .outOfMemory)
      #expect(error?.trace.frames.first?.functionName == "take")
      #expect(try host.run("print take(cons(item, nil));") == "1\n")
    }
  }

  /// All arguments of a call are one crossing, including those of a variadic function.
  @Test func argumentsShareTheirBudget() throws {
    let host = try Host(Self.limits())
    try host.isolate.define("eight") {
      (a: String, b: String, c: String, d: String, e: String, f: String, g: String, h: String) in 8
    }
    try host.isolate.defineVariadic("any") { .number(Double($0.count)) }
    try host.isolate.define("one") { (a: String) in 1 }
    try host.run(Self.cons + "var s = text(524288); for (var i = 0; i < 20; i = i + 1) one(s);")
    #expect(host.error("eight(s, s, s, s, s, s, s, s);")?.kind == .outOfMemory)
    #expect(host.error("any(s, s, s, s, s, s, s, s);")?.kind == .outOfMemory)
    #expect(
      try host.run("print any(s, 1); print eight(s, s, \"\", \"\", \"\", \"\", \"\", \"\");") == "2\n8\n")
  }

  /// A small graph that is a huge tree uses the run's fuel, and ends with it.
  @Test func sharedGraphs() throws {
    let host = try Host(Self.limits(fuel: 1_000_000, heapBytes: 64 << 20))
    try host.isolate.define("tree") { (t: Tree) in 1 }
    try host.isolate.define("pair") { (t: Pair) in 1 }
    try host.isolate.define("plain") { (t: Plain) in 1 }
    try host.run(
      Self.cons + """
        var d = P(); d.l = nil; d.r = nil; d.a = nil; d.parts = nil;
        for (var k = 0; k < 40; k = k + 1) {
          var n = P(); n.l = d; n.r = d; n.a = cons(d, cons(d, nil)); n.parts = n.a; d = n;
        }
        """)
    for name in ["tree", "pair", "plain"] {
      let before = host.isolate.usedFuel
      let error = host.error("\(name)(d);")
      #expect(error?.kind == .outOfFuel, "\(name)")
      #expect(host.isolate.usedFuel - before <= 1_010_000)
    }
    // Without a run, the limits count from the beginning of the crossing.
    #expect(Self.kind { _ = try host.isolate.global("d", as: Tree.self) } == .outOfFuel)
    #expect(Self.kind { _ = try host.isolate.global("d", as: Plain.self) } == .outOfFuel)
    host.isolate.limits.fuel = nil
    host.isolate.limits.heapBytes = 4 << 20
    #expect(Self.kind { _ = try host.isolate.global("d", as: Tree.self) } == .outOfMemory)
    #expect(host.error("tree(d);")?.kind == .outOfMemory)
    host.isolate.limits.deadline = .after(.zero)
    #expect(Self.kind { _ = try host.isolate.global("d", as: Pair.self) } == .deadlineExceeded)
    host.isolate.limits = Limits()
    host.isolate.limits.cancellation = CancellationToken()
    host.isolate.limits.cancellation?.cancel()
    #expect(Self.kind { _ = try host.isolate.global("d", as: Pair.self) } == .cancelled)
  }

  private static func kind(_ body: () throws -> Void) -> RuntimeError.Kind? {
    do {
      try body()
      return nil
    } catch {
      return (error as? RuntimeError)?.kind
    }
  }

  /// A deadline that passes, and a token that is cancelled, while a value is decoded.
  @Test func interruptions() throws {
    let host = try Host()
    let token = CancellationToken()
    host.isolate.limits.cancellation = token
    struct Canceller: ValueConvertible {
      static var loxType: String { "anything" }
      @TaskLocal static var token: CancellationToken?
      static func fromLox(_ value: Value) throws -> Canceller {
        token?.cancel()
        return Canceller()
      }
      func toLox(in isolate: Isolate) throws -> Value { .nil }
    }
    try host.isolate.define("take") { (list: [Canceller]) in list.count }
    try host.run(Self.cons + "var l; for (var i = 0; i < 10000; i = i + 1) l = cons(i, l); print take(l);")
    Canceller.$token.withValue(token) { #expect(host.error("take(l);")?.kind == .cancelled) }
  }

  /// Each crossing has the same budget: earlier ones don't count.
  @Test func crossingsAreIndependent() throws {
    let host = try Host(Self.limits())
    try host.run(Self.cons + "var s = text(524288); fun f() { return s; }")
    for _ in 0..<20 {
      #expect(try host.isolate.global("s", as: String.self)?.utf8.count == 524_288)
      let text: String = try host.isolate.call("f")
      #expect(text.utf8.count == 524_288)
    }
    // Also within a run.
    try host.isolate.define("read") { (isolate: Isolate, list: [Double]) in
      for _ in 0..<20 { _ = try isolate.global("s", as: String.self) }
    }
    try host.run("read(cons(1, nil));")
  }

  @Test func depth() throws {
    let host = try Host()
    try host.isolate.define("pair") { (pair: Pair) in pair.a.count }
    try host.isolate.define("plain") { (pair: Plain) in pair.parts.count }
    try host.run(Self.cons + "var p = P(); p.a = cons(p, nil); p.parts = p.a;")
    #expect(host.message("pair(p);")?.contains("deeply") == true)
    #expect(host.message("plain(p);")?.contains("deeply") == true)
    final class Node: ValueCodable { var next: Node? }
    let node = Node()
    node.next = node
    defer { node.next = nil }
    #expect(throws: EncodingError.self) { try host.isolate.encode(node) }
    #expect(try host.run("print 1;") == "1\n")
  }

  /// Nested values need the native stack: on a small one, that is just an error.
  @Test func smallStack() throws {
    let results = Results()
    let thread = Thread {
      do {
        let host = try Host()
        let program = """
          var p; for (var i = 0; i < 45; i = i + 1) { var q = P(); q.a = p; if (p != nil) q.a = cons(p, nil); p = q; }
          """
        try host.run(Self.cons + program)
        do {
          let pair = try #require(try host.isolate.global("p", as: Pair.self))
          _ = try host.isolate.encode(pair)
          results.add(nil)
        } catch let error as RuntimeError {
          results.add(error.kind)
        }
        try host.run("print 1;")
      } catch {
        results.add(.damagedHeap)
      }
      results.done.signal()
    }
    thread.stackSize = 256 << 10
    thread.start()
    results.done.wait()
    #expect(results.kind == nil || results.kind == .stackOverflow)
  }

  private final class Results: @unchecked Sendable {
    let done = DispatchSemaphore(value: 0)
    var kind: RuntimeError.Kind?
    func add(_ kind: RuntimeError.Kind?) { self.kind = kind }
  }

  /// Decoding leaves nothing behind in the isolate.
  @Test func noHandlesStay() throws {
    let host = try Host()
    let items = (0..<20_000).map { Item(name: "\($0)", price: 1) }
    try host.isolate.setGlobal("items", to: items)
    let before = host.isolate.machine.handles.capacity
    #expect(try host.isolate.global("items", as: [Item].self)?.count == 20_000)
    #expect(host.isolate.machine.handles.capacity <= before + 4)
  }

  /// The cost of a list in a nested container is proportional to its length.
  @Test func nestedListsAreLinear() throws {
    struct Nested: Encodable {
      var n: Int
      enum K: String, CodingKey { case l }
      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: K.self)
        var list = container.nestedUnkeyedContainer(forKey: .l)
        for index in 0..<n { try list.encode(index) }
      }
    }
    let isolate = try Isolate(limits: Self.limits(heapBytes: 16 << 20))
    _ = try isolate.encode(Nested(n: 8000))
    // There would be hundreds if each element made a new list of all elements before it.
    #expect(isolate.machine.statistics.collector.minor.count < 10)
  }
}
