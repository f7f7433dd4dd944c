import Lox
import Testing

/// Whatever callbacks do with collections that are on their way, and wherever a collection happens.
@Suite(.serialized, .stressedCrossings) struct CollectionSafetyTests {
  /// An element whose conversion calls back, in both directions.
  struct Trigger: ValueConvertible {
    @TaskLocal static var action: (@Sendable (Value) throws -> Void)?
    static var loxType: String { "anything" }
    static func fromLox(_ value: Value) throws -> Trigger {
      try action?(value)
      return Trigger()
    }
    func toLox(in isolate: Isolate) throws -> Value {
      isolate.collectGarbage()
      try isolate.call("change", 0)
      return .string("made")
    }
  }
  struct Coded: ValueCodable {
    var value: Double
    init(from decoder: any Decoder) throws {
      try Trigger.action?(.nil)
      value = try decoder.singleValueContainer().decode(Double.self)
      try Trigger.action?(.nil)
    }
    func encode(to encoder: any Encoder) throws {
      try Trigger.action?(.nil)
      var container = encoder.singleValueContainer()
      try container.encode(value)
    }
  }
  /// An object with a property that is read while it is decoded.
  final class Cell: HostObject {
    var read: Function?
  }

  private final class Box: @unchecked Sendable {
    let isolate: Isolate
    init(_ isolate: Isolate) { self.isolate = isolate }
  }

  private static func makeHost(_ stressed: Bool) throws -> Host {
    let host = try Host(stressed: stressed)
    try host.isolate.define(
      HostClass<Cell>("Cell").initializer { (read: Function) -> Cell in
        let cell = Cell()
        cell.read = read
        return cell
      }.property("value", get: { (cell: Cell) -> Value in try cell.read?.call() ?? .nil }))
    try host.isolate.define("triggers") { (list: [Trigger]) in list.count }
    try host.isolate.define("triggerMap") { (map: [String: Trigger]) in map.count }
    try host.isolate.define("coded") { (list: [Coded]) in list.map(\.value) }
    try host.isolate.define("codedMap") { (map: [String: Coded]) in map.mapValues(\.value) }
    return host
  }

  static let changes = [
    "list.clear(); map.clear();", "list.removeLast(); map.remove(\"k3\");",
    "list.add(\"x\" + \"y\"); map.extra = [];",
    "list = [1]; map = {};", "for (var i in 0..<500) { list.add(i); map[i] = [i]; }",
    "list[1] = list; map.k1 = map;",
  ]

  /// A debug build takes too long for all.
  #if DEBUG
    private static let decodedChanges = Array(changes.prefix(3))
  #else
    private static let decodedChanges = changes
  #endif

  /// Lists and maps that change while they are decoded: an error, or what was there, but never anything else.
  @Test(arguments: decodedChanges, [false, true]) func decoding(change: String, stressed: Bool) throws {
    let host = try Self.makeHost(stressed)
    try host.run(
      """
      var list; var map; var calls = 0;
      fun change(x) { calls += 1; if (calls == 3) { \(change) } }
      fun reset() {
        calls = 0; list = []; map = {};
        for (var i in 0..<6) { list.add(i); map[`k${i}`] = i; }
      }
      reset();
      """)
    let isolate = host.isolate
    let box = Box(isolate)
    try Trigger.$action.withValue({ _ in try box.isolate.call("change", 0) }) {
      for script in [
        "triggers(list);", "triggerMap(map);", "coded(list);", "codedMap(map);",
        "var l = list; coded(l); l.length;",
      ] {
        try isolate.call("reset")
        if let error = host.error(script) {
          #expect(error.kind == .script, "\(error)")
          #expect(error.id != .damagedHeap)
        }
        try isolate.call("reset")
        let list = try #require(isolate["list"])
        _ = try? isolate.decode([Coded].self, from: list)
        try isolate.call("reset")
        let map = try #require(isolate["map"])
        _ = try? isolate.decode([String: Coded].self, from: map)
        try isolate.call("reset")
        _ = try? isolate.global("list", as: Set<Double>.self)
      }
    }
    // Properties of host objects in a list.
    try host.run(
      """
      class C {}
      fun cells() {
        reset();
        var cells = [];
        for (var i in 0..<6) { var c = Cell(() => { change(0); list.add([i]); cells.removeLast(); return "v" + "w"; }); cells.add(c); }
        return cells;
      }
      """)
    try isolate.define("cellsOf") { (list: [[String: Value]]) in list.count }
    try isolate.define("maps") { (list: [Content]) in list.map(\.value) }
    for script in ["cellsOf(cells());", "maps(cells());"] {
      if let error = host.error(script) { #expect(error.kind == .script, "\(error)") }
    }
    #expect(try host.run("print 1;") == "1\n")
  }
  struct Content: ValueCodable { var value: String }

  /// Collections that scripts see while they are made.
  @Test(arguments: [false, true]) func encoding(stressed: Bool) throws {
    let host = try Self.makeHost(stressed)
    let isolate = host.isolate
    try host.run(
      "var calls = 0; var junk; fun change(x) { calls += 1; junk = []; for (var i in 0..<50) junk.add([i]); }"
    )
    try isolate.setGlobal("list", to: [Trigger(), Trigger(), Trigger()])
    try isolate.setGlobal("map", to: ["a": [Trigger()], "b": []])
    #expect(
      try host.run("print list; print map; print calls;")
        == "[\"made\", \"made\", \"made\"]\n{a: [\"made\"], b: []}\n4\n")
    let box = Box(isolate)
    try Trigger.$action.withValue({ _ in
      box.isolate.collectGarbage()
      try box.isolate.call("change", 0)
    }) {
      let value = try isolate.encode(
        ["x": [1.5, 2], "y": []].mapValues { $0.map { CodedNumber(value: $0) } })
      try isolate.setGlobal("value", to: value)
    }
    #expect(try host.run("print value;") == "{x: [1.5, 2], y: []}\n")
  }
  struct CodedNumber: Encodable {
    var value: Double
    func encode(to encoder: any Encoder) throws {
      try Trigger.action?(.nil)
      var list = encoder.singleValueContainer()
      try Trigger.action?(.nil)
      try list.encode(value)
    }
  }

  /// Handles and values of other isolates are errors wherever they are, and those of isolates that are gone are useless.
  @Test func otherIsolates() throws {
    let first = try Isolate()
    try first.run(Program("var list = [1]; var map = {a: list}; var range = 1..<3;"))
    let list = try #require(try first.global("list", as: ListObject.self))
    let map = try #require(try first.global("map", as: MapObject.self))
    let range = try #require(try first.global("range", as: RangeObject.self))
    var second: Isolate? = try Isolate()
    try second?.run(Program("var l = []; var m = {}; var r = 0...2; fun id(x) => x;"))
    let l = try #require(try second?.global("l", as: ListObject.self))
    let m = try #require(try second?.global("m", as: MapObject.self))
    let r = try #require(try second?.global("r", as: RangeObject.self))
    #expect(throws: HandleError.self) { try l.append(list) }
    #expect(throws: HandleError.self) { try l.append([1: [list]]) }
    #expect(throws: HandleError.self) { try m.setValue(map, to: 1) }
    #expect(throws: HandleError.self) { try m.setValue("a", to: range) }
    #expect(throws: HandleError.self) { try m.value(list, as: Int.self) }
    #expect(throws: HandleError.self) { try m.removeValue(list) }
    #expect(m[list] == nil)
    #expect(throws: HandleError.self) { try second?.call("id", ["a": [Value.list(list)]]) }
    #expect(throws: HandleError.self) {
      try second?.setGlobal("x", to: Set([1, 2]).map { _ in Value.map(map) })
    }
    #expect(l.count == 0 && m.count == 0)
    #expect(list != l && Value.list(list) != .list(l))
    #expect(try second?.machine.top == Isolate().machine.top)
    second = nil
    #expect(l.count == 0 && l[0] == nil && m.count == 0 && m["a"] == nil && m.keys.isEmpty)
    #expect(r.start.isNaN && r.end.isNaN && !r.isClosed)
    #expect(throws: HandleError.self) { try l.append(1) }
    #expect(throws: HandleError.self) { try l.setElement(0, to: 1) }
    #expect(throws: HandleError.self) { try l.element(0, as: Int.self) }
    #expect(throws: HandleError.self) { try l.decode(as: [Int].self) }
    #expect(throws: HandleError.self) { try m.setValue(1, to: 1) }
    #expect(throws: HandleError.self) { try m.removeValue(1) }
    #expect(throws: HandleError.self) { try m.decode(as: [Int: Int].self) }
    #expect(throws: HandleError.self) { try r.decode(as: ClosedRange<Int>.self) }
    #expect(throws: HandleError.self) { try [Double].fromLox(.list(l)) }
    #expect(Value.list(l).description == "nil")
  }

  final class Nest: ValueCodable {
    var parts: [Nest]
    var map: [String: Nest]?
    init(parts: [Nest]) { self.parts = parts }
  }

  /// What contains itself has an end, in each way of decoding; so has what is too deep for encoding.
  @Test(arguments: [false, true]) func cycles(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    let isolate = host.isolate
    try isolate.define("nest") { (_: Nest) in 1 }
    try isolate.define("lists") { (_: [[[Value]]]) in 1 }
    try isolate.define("maps") { (_: [String: [String: [String: Value]]]) in 1 }
    try isolate.define("numbers") { (_: [[Double]]) in 1 }
    try host.run(
      "var l = []; l.add(l); l.add(l); var m = {}; m.m = m; m.parts = [m]; var n = {parts: l, map: {}};")
    #expect(try host.run("print lists(l); print maps({m: {m: {m: m}}});") == "1\n1\n")
    #expect(host.message("nest(m);")?.contains("Nested too deeply.") == true)
    #expect(host.message("numbers(l);") == "Argument 1 of 'numbers' must be a number, not a list.")
    #expect(host.message("nest(n);")?.contains("parts.0") == true)
    let nest = Nest(parts: [])
    nest.parts = [nest]
    defer { nest.parts = [] }
    #expect(throws: EncodingError.self) { try isolate.encode(nest) }
    #expect(throws: EncodingError.self) { try isolate.setGlobal("x", to: nest) }
    #expect(isolate.machine.top == (try Isolate().machine.top))
    #expect(try host.run("print 1;") == "1\n")
  }

  /// A deadline that comes, and a token that is cancelled, while a list is decoded or made.
  @Test func interruptions() throws {
    let host = try Self.makeHost(false)
    let token = CancellationToken()
    host.isolate.limits.cancellation = token
    try host.run(
      "var list = List(0..<10000); var map = {}; for (var i in list) map[`k${i}`] = i; fun change(x) {}")
    try host.isolate.define("make") { (n: Int) in
      [CodedNumber](repeating: CodedNumber(value: 1), count: n).map(\.value)
    }
    Trigger.$action.withValue({ _ in token.cancel() }) {
      for script in ["triggers(list);", "triggerMap(map);", "coded(list);", "codedMap(map);"] {
        host.isolate.limits.cancellation = token
        #expect(host.error(script)?.kind == .cancelled)
      }
    }
  }
}

/// Large collections, which take memory and fuel.
@Suite struct CollectionLimitTests {
  /// A large map, which takes memory and fuel.
  @Test func limits() throws {
    var limits = Limits()
    limits.heapBytes = 32 << 20
    let host = try Host(limits)
    let isolate = host.isolate
    let large = Dictionary(uniqueKeysWithValues: (0..<100_000).map { ("key\($0)", Double($0)) })
    try isolate.define("large") { large }
    try isolate.define("sum") { (map: [String: Double]) in map.values.reduce(0, +) }
    #expect(try host.run("var m = large(); print m.size(); print sum(m);") == "100000\n4.99995e+09\n")
    #expect(try isolate.global("m") == large)
    #expect(try isolate.decode([String: Double].self, from: #require(isolate["m"])) == large)
    let before = isolate.usedFuel
    try host.run("sum(m);")
    let fuel = isolate.usedFuel - before
    isolate.limits.fuel = fuel / 2
    #expect(host.error("sum(m);")?.kind == .outOfFuel)
    #expect(host.error("large();")?.kind == .outOfFuel)
    #expect(throws: RuntimeError.self) { try isolate.global("m", as: [String: Double].self) }
    isolate.limits.fuel = nil
    isolate.limits.deadline = .after(.zero)
    #expect(host.error("sum(m);")?.kind == .deadlineExceeded)
    #expect(host.error("large();")?.kind == .deadlineExceeded)
    #expect(throws: RuntimeError.self) { try isolate.global("m", as: [String: Double].self) }
    isolate.limits.deadline = nil
    // In a heap that has no room for it.
    let small = try Host(
      {
        var limits = Limits()
        limits.heapBytes = 2 << 20
        return limits
      }())
    #expect(throws: RuntimeError.self) { try small.isolate.setGlobal("m", to: large) }
    #expect(throws: RuntimeError.self) {
      try small.isolate.setGlobal("m", to: [Double](repeating: 1, count: 1 << 20))
    }
    #expect(throws: RuntimeError.self) { try small.isolate.encode(large) }
    try small.isolate.define("large") { large }
    try small.isolate.define("numbers") { [Double](repeating: 1, count: 1 << 20) }
    #expect(small.error("large();")?.kind == .outOfMemory)
    #expect(small.error("numbers();")?.kind == .outOfMemory)
    #expect(small.isolate.machine.top == (try Isolate().machine.top))
    #expect(try small.run("var l = []; for (var i in 0..<1000) l.add([i]); print l.length;") == "1000\n")
    // Of numbers, Swift can't have more than there is memory.
    try small.isolate.define("take") { (lists: [[Double]]) in lists.count }
    #expect(
      small.error("var n = List.filled(100000, 1); take(List.filled(1000, n));")?.kind == .outOfMemory)
  }
}
