import Lox
import Testing

/// What scripts catch of their host's errors, and what Swift sees of theirs.
@Suite(.stressedCrossings) struct CatchingTests {
  private struct Refused: Error, CustomStringConvertible {
    var description: String { "The order is refused." }
  }
  private struct Broken: UncatchableError {}

  @Test(arguments: [false, true]) func hostErrors(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    try host.isolate.define("refuse") { () throws in throw Refused() }
    try host.isolate.define("takesNumber") { (_: Double) in }
    let output = try host.run(
      """
      try { refuse(); } catch (e) { print e is HostError; print e is Error; print e.message; print e.details; }
      try { takesNumber("a"); } catch (e) { print e is HostError; print e.message; }
      fun f() { try { refuse(); } finally { print "finally"; } }
      try { f(); } catch (e is HostError) { print `${e}`; }
      """)
    #expect(
      output
        == "true\ntrue\nThe order is refused.\nnil\nfalse\nArgument 1 of 'takesNumber' must be a number, not a string.\n"
        + "finally\nHostError: The order is refused.\n")
  }

  private struct OutOfStock: Error, ValueCodable, CustomStringConvertible {
    struct Item: Codable, Equatable {
      var name: String
      var missing: Int
    }
    var items: [Item]
    var places = ["shop": 1.0]
    var description: String { "Out of stock." }
  }
  private final class Failure: Error, HostObject, Sendable {
    let code = 7
  }

  /// What an error can tell of itself is its `details`, wherever it comes from.
  @Test(arguments: [false, true]) func details(stressed: Bool) async throws {
    let host = try Host(stressed: stressed)
    let error = OutOfStock(items: [.init(name: "pear", missing: 2), .init(name: "fig", missing: 1)])
    final class Shop: Sendable {}
    try host.isolate.define("take") { () throws in throw error }
    try host.isolate.defineAsync("order") { () async throws -> Int in
      await Task.yield()
      throw error
    }
    try host.isolate.define("apply") { (f: Function) in try f.call() }
    try host.isolate.define("fail") { () throws in throw Failure() }
    try host.isolate.define(HostClass<Failure>("Failure").property("code", \.code))
    try host.isolate.define(
      HostClass<Shop>("Shop")
        .initializer { Shop() }
        .method("take") { (_: inout Shop) throws in throw error }
        .property("open", get: { (_: Shop) throws -> Bool in throw error }, set: { _, _ in throw error })
        .staticMethod("find") { () throws in throw error }
        .asyncMethod("order") { (_: Shop) async throws in throw error })
    try await host.isolate.run(
      try Program(
        """
        const shop = Shop();
        const log = [];
        fun f(n) { if (n == 0) take(); f(n - 1); }
        const calls = [
          take, order, () => f(3), () => apply(take), () => apply(() => apply(() => f(2))), () => shop.take(),
          () => shop.open, () => { shop.open = true; }, () => Shop.find(), () => shop.order()
        ];
        for (var i, call in calls) {
          try {
            call();
          } catch (e is HostError) {
            log.add(`${i} ${e}: ${e.details.items.map(x => `${x.missing} ${x.name}`)} ${e.details.places}`);
          }
        }
        try { fail(); } catch (e) { log.add(e.details.code); }
        var text = log.join("\n");
        """))
    var expected = (0..<10).map {
      "\($0) HostError: Out of stock.: [\"2 pear\", \"1 fig\"] {shop: 1}"
    }
    expected.append("7")
    #expect(host.isolate["text"] == .string(expected.joined(separator: "\n")))
  }

  /// A script's error that carries them, and the caught error itself, come out with all that they have.
  @Test(arguments: [false, true]) func detailsComeBack(stressed: Bool) throws {
    struct Caught: Decodable {
      var message: String
      var details: OutOfStock
    }
    let host = try Host(stressed: stressed)
    let items = [OutOfStock.Item(name: "pear", missing: 2)]
    try host.isolate.define("take") { () throws in throw OutOfStock(items: items) }
    try host.isolate.define("apply") { (f: Function) in try f.call() }
    let again = try #require(host.error("try { take(); } catch (e) { e.seen = 1; throw e; }"))
    #expect(again.kind == .host && again.underlying is OutOfStock && again.message == "Out of stock.")
    let thrown = try #require(host.isolate.thrown(by: again))
    let caught = try host.isolate.decode(Caught.self, from: thrown)
    #expect(caught.message == "Out of stock." && caught.details.items == items)
    let wrapped = try #require(host.error("try { take(); } catch (e) { throw {stock: e.details}; }"))
    let map = try host.isolate.decode(
      [String: OutOfStock].self, from: try #require(host.isolate.thrown(by: wrapped)))
    #expect(map["stock"]?.items == items)
    let uncaught = try #require(host.error("take();"))
    #expect(host.isolate.thrown(by: uncaught) == nil && uncaught.underlying is OutOfStock)
    // It is the same object on the other side of Swift.
    #expect(
      try host.run(
        """
        try {
          apply(() => { try { take(); } catch (e) { e.seen = 5; throw e; } });
        } catch (e) { print e.seen; print e.details.items.length; }
        """) == "5\n1\n")
  }

  /// Details that can't be converted are nil; what the conversion does has the limits of the run, which it may exceed.
  @Test(arguments: [false, true]) func detailsWithinLimits(stressed: Bool) throws {
    struct Custom: Error, ValueConvertible {
      static let loxType = "a custom error"
      var body: @Sendable (Isolate) throws -> Value
      static func fromLox(_ value: Value) throws -> Custom {
        throw ConversionError(expected: loxType, actual: "")
      }
      func toLox(in isolate: Isolate) throws -> Value { try body(isolate) }
    }
    struct Inexact: Error, ValueCodable { var number = (1 << 53) + 1 }
    struct Nested: Error, ValueCodable { var next: [Nested] = [] }
    struct Large: Error, ValueCodable { var texts: [String] }

    let host = try Host(stressed: stressed)
    let foreign = try Isolate()
    try foreign.run(try Program("fun f() {}"))
    let function = try #require(foreign["f"])
    nonisolated(unsafe) let handle = function
    var error: any Error = Refused()
    try host.isolate.define("fail") { () throws in throw error }
    let script = "fun get() { try { fail(); } catch (e) { return e.details; } } print get();"

    func details(_ thrown: any Error) throws -> String {
      error = thrown
      return try host.run(script)
    }
    #expect(try details(Custom { _ in .number(5) }) == "5\n")
    let foreignDetails = try details(Custom { _ in unsafe handle })
    #expect(foreignDetails == "nil\n")
    #expect(try details(Custom { _ in throw Refused() }) == "nil\n")
    #expect(try details(Inexact()) == "nil\n")
    var nested = Nested()
    for _ in 0..<200 { nested = Nested(next: [nested]) }
    #expect(try details(nested) == "nil\n")
    // It may call back, and what fails there is not what was caught.
    try host.run(
      "fun half(n) { return n / 2; } fun bad() { throw [1]; } fun deep() { try { nil(); } catch (e) { return e; } }"
    )
    #expect(try details(Custom { try $0.call("half", 5) }) == "2.5\n")
    #expect(try details(Custom { try $0.call("bad") }) == "nil\n")
    #expect(try details(Custom { try $0.call("deep") }) == "Error: Can only call functions and classes.\n")

    error = Custom { try $0.call("get") }
    #expect(host.error(script)?.kind == .stackOverflow)
    error = Custom { _ in throw CancellationError() }
    #expect(host.error(script)?.kind == .cancelled)
    error = Custom { isolate in
      isolate.charge(fuel: 1_000_000)
      return .nil
    }
    host.isolate.limits.fuel = 100_000
    #expect(host.error(script)?.kind == .outOfFuel)
    error = Nested(next: Array(repeating: Nested(), count: 10_000))
    #expect(host.error(script)?.kind == .outOfFuel)
    host.isolate.limits.fuel = nil
    host.isolate.limits.heapBytes = 1 << 20
    error = Large(texts: (0..<100).map { String(repeating: "\($0)", count: 100_000) })
    #expect(host.error(script)?.kind == .outOfMemory)
    host.isolate.collectGarbage()
    #expect(try details(Custom { _ in .boolean(true) }) == "true\n")
  }

  /// An error that passes through Swift is the same on the other side.
  @Test(arguments: [false, true]) func throughCallbacks(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    try host.isolate.define("apply") { (f: Function) in try f.call() }
    try host.isolate.define("swallow") { (f: Function) in try? f.call() }
    let output = try host.run(
      """
      class Oops < Error { init(n) { super.init("oops"); this.n = n; } }
      try { apply(() => { throw Oops(5); }); } catch (e is Oops) { print e.n; }
      try { apply(() => apply(() => { throw [1, 2]; })); } catch (e) { print e; }
      try { apply(() => nil.x); } catch (e) { print e.message; }
      swallow(() => { throw 1; });
      apply(() => { try { throw 2; } catch (e) { print e; } });
      fun f(n) { try { if (n == 0) throw "deep"; apply(() => f(n - 1)); } finally { print n; } }
      try { f(2); } catch (e) { print e; }
      """)
    #expect(output == "5\n[1, 2]\nOnly instances have properties.\n2\n0\n1\n2\ndeep\n")
  }

  /// Neither `catch` nor `finally` sees a limit, or what the host says must not be caught.
  @Test func limitsAreNotCaught() throws {
    let host = try Host()
    try host.isolate.define("break_") { () throws in throw Broken() }
    try host.isolate.define("cancel") { () throws in throw CancellationError() }
    func kind(_ body: String) -> RuntimeError.Kind? {
      host.error("try { \(body) } catch (e) { print \"caught\"; } finally { print \"finally\"; }")?.kind
    }
    #expect(kind("break_();") == .host)
    #expect(kind("cancel();") == .cancelled)
    #expect(kind("fun f() { f(); } f();") == .stackOverflow)
    host.isolate.limits.fuel = 100_000
    #expect(kind("while (true) {}") == .outOfFuel)
    host.isolate.limits.fuel = nil
    host.isolate.limits.heapBytes = 4 << 20
    #expect(kind("var l = []; while (true) l.add([l.length]);") == .outOfMemory)
    #expect(try host.run("print 1;") == "1\n")
  }

  @Test func swiftSeesWhatWasThrown() throws {
    struct OrderError: Decodable, Equatable {
      var message: String
      var code: Int
    }
    let host = try Host()
    _ = try host.run(
      "class OrderError < Error { init(m, code) { super.init(m); this.code = code; } }")
    let error = try #require(host.error("throw OrderError(\"No stock.\", 7);"))
    #expect(error.message == "OrderError: No stock." && error.id == .thrown && error.kind == .script)
    let thrown = try #require(host.isolate.thrown(by: error))
    let decoded = try host.isolate.decode(OrderError.self, from: thrown)
    #expect(decoded == OrderError(message: "No stock.", code: 7))
    let number = try #require(host.error("throw 5;"))
    #expect(host.isolate.thrown(by: number) == .number(5))
    let other = try #require(host.error("nil.x;"))
    #expect(host.isolate.thrown(by: other) == nil)
    #expect(try Host().isolate.thrown(by: number) == nil)
    for index in 0..<20 { _ = host.error("throw \(index);") }
    #expect(host.isolate.thrown(by: number) == nil, "Only the last few are kept.")
  }

  @Test(arguments: [false, true]) func whileWaiting(stressed: Bool) async throws {
    let host = try Host(stressed: stressed)
    try host.isolate.defineAsync("fail") { () async throws -> Int in
      try await Task.sleep(for: .milliseconds(1))
      throw Refused()
    }
    try host.isolate.defineAsync("value") { () async -> Int in 3 }
    try await host.isolate.run(
      try Program(
        """
        class Box { amount => value() * 2; operator +(other) => this.amount + other.amount + value(); }
        var log = [];
        fun f(n) { if (n == 0) return fail(); return f(n - 1); }
        for (var i in 0..<3) {
          try { f(i); } catch (e is HostError) { log.add(`${i} ${e.message}`); } finally { log.add(value()); }
        }
        log.add(Box() + Box());
        var text = log.join();
        """))
    #expect(
      host.isolate["text"]
        == .string("0 The order is refused.31 The order is refused.32 The order is refused.315"))
  }

  /// What was waited for, and caught, is not in later traces.
  @Test func tracesAfterWaiting() async throws {
    let host = try Host()
    try host.isolate.defineAsync("fail") { () async throws -> Int in throw Refused() }
    try host.isolate.define("apply") { (f: Function) in try f.call() }
    let program = try Program("try { fail(); } catch {}\nfun f() { nil.x; }\napply(f);")
    do {
      try await host.isolate.run(program)
      Issue.record("no error")
    } catch let error as RuntimeError {
      #expect(error.trace.text == "[line 2] in f()\n[host] in apply()\n[line 3] in script\n")
    }
  }

  /// An operator is the middle of an instruction, so a method of the host can't wait in it.
  @Test func operatorsDoNotWait() async throws {
    final class Store: Sendable {}
    let host = try Host()
    try host.isolate.define(
      HostClass<Store>("Store").initializer { Store() }
        .asyncMethod("contains") { (_: Store, _: Double) async in true }
        .asyncMethod("operator <") { (_: Store, _: Double) async in true })
    try await host.isolate.run(
      try Program(
        """
        class Members { x => 1; }
        var log = [];
        try { log.add(1 in Store()); } catch (e) { log.add(e.message); }
        try { if (Store() < 2) log.add("less"); } catch (e) { log.add(e.message); }
        log.add(Store().contains(1));
        var text = log.join("\n");
        """))
    #expect(
      host.isolate["text"]
        == .string(
          "'Store.contains' is asynchronous and can't be called here.\n"
            + "'Store.operator <' is asynchronous and can't be called here.\ntrue"))
  }

  /// Accessors and operators of scripts, as Swift uses them.
  @Test(arguments: [false, true]) func members(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    _ = try host.run(
      """
      class Square {
        init(side) { this.side = side; }
        area => this.side * this.side;
        set area(value) { this.side = value.sqrt(); }
        bad => nil.x;
      }
      var s = Square(3);
      """)
    guard case .instance(let square)? = host.isolate["s"] else {
      Issue.record("no instance")
      return
    }
    #expect(square["area"] == 9)
    try square.setField("area", to: 16)
    #expect(square["side"] == 4)
    #expect(throws: RuntimeError.self) { try square.field("bad", as: Double.self) }
  }
}
