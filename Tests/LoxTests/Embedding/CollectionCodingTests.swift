import Lox
import Testing

/// Swift takes lists, maps and ranges of extended Lox.
@Suite(.serialized, .stressedCrossings) struct CollectionCodingTests {
  struct Item: ValueCodable, Equatable {
    var name: String
    var price: Double
    var tags: [String] = []
    var note: String?
  }
  struct Order: ValueCodable, Equatable {
    var items: [Item]
    var counts: [String: Int]
    var levels: [Int: [Double]]
  }

  @Test(arguments: [false, true]) func lists(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    try host.isolate.define("sum") { (numbers: [Double]) in numbers.reduce(0, +) }
    try host.isolate.define("distinct") { (texts: Set<String>) in texts.count }
    #expect(try host.run("print sum([1, 2, 3.5]); print sum([]);") == "6.5\n0\n")
    #expect(try host.run("print distinct([\"a\", \"b\", \"a\"]);") == "2\n")
    try host.run("var nested = [[1, 2], [], [3]]; var none = [nil, 1];")
    #expect(try host.isolate.global("nested", as: [[Int]].self) == [[1, 2], [], [3]])
    #expect(try host.isolate.global("none", as: [Int?].self) == [nil, 1])
    let nested = try #require(host.isolate["nested"])
    #expect(try host.isolate.decode([[Int]].self, from: nested) == [[1, 2], [], [3]])
    #expect(try host.isolate.decode(Set<[Int]>.self, from: nested) == [[1, 2], [], [3]])
    #expect(host.message("sum(1);") == "Argument 1 of 'sum' must be a list, not a number.")
    #expect(host.message("sum({a: 1});") == "Argument 1 of 'sum' must be a list, not a map.")
  }

  @Test(arguments: [false, true]) func maps(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    try host.run(
      """
      var word = "pr" + "ice";
      var order = {
        items: [{name: "pen", [word]: 2, tags: ["a", "b"]}, {name: "ink", price: 1, tags: [], note: "x"}],
        counts: {pen: 3, "": 4},
        levels: {1: [0.5], 20: []},
      };
      """)
    let expected = Order(
      items: [
        Item(name: "pen", price: 2, tags: ["a", "b"]), Item(name: "ink", price: 1, note: "x"),
      ], counts: ["pen": 3, "": 4], levels: [1: [0.5], 20: []])
    #expect(try host.isolate.global("order", as: Order.self) == expected)
    try host.run("var halves = {[0.5]: 1, [1.5]: 2}; var counts = order.counts;")
    let halves = try #require(host.isolate["halves"])
    #expect(try host.isolate.decode([Double: Int].self, from: halves) == [0.5: 1, 1.5: 2])
    #expect(try host.isolate.global("counts", as: [String: Int].self) == ["pen": 3, "": 4])
  }

  /// Lists in instances, instances in lists, and linked lists in maps.
  @Test(arguments: [false, true]) func mixtures(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    try host.isolate.define("names") { (items: [Item]) in items.map { $0.name + $0.tags.joined() }.joined() }
    let output = try host.run(
      """
      class Cons { init(value, next) { this.value = value; this.next = next; } }
      class Item { init(name, tags) { this.name = name; this.price = 1; this.tags = tags; } }
      print names([Item("a", ["b"]), {name: "c", price: 1, tags: Cons("d", Cons("e", nil))}]);
      print names(Cons({name: "f", price: 1, tags: nil}, nil));
      """)
    #expect(output == "abcde\nf\n")
  }

  @Test(arguments: [false, true]) func ranges(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    try host.run("var r = 1..<5; var c = 0.5...2; var s = (0..<10).by(2); var w = 5..<1;")
    let isolate = host.isolate
    let r = try #require(isolate["r"])
    let c = try #require(isolate["c"])
    #expect(try isolate.decode(Range<Int>.self, from: r) == 1..<5)
    #expect(try isolate.decode(ClosedRange<Double>.self, from: c) == 0.5...2)
    for name in ["c", "s", "w"] {
      let value = try #require(isolate[name])
      #expect(throws: DecodingError.self) { try isolate.decode(Range<Int>.self, from: value) }
    }
    guard case .range(let range) = r else { throw ConversionError(expected: "a range", actual: r.kind) }
    #expect(range.start == 1 && range.end == 5 && range.step == 1 && !range.isClosed)
    #expect(r.description == "1..<5" && r.kind == "a range")
  }

  @Test(arguments: [false, true]) func handles(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    try host.run("var list = [1, \"a\", nil]; var map = {a: list, 2: true};")
    let list = try host.isolate.global("list", as: ListObject.self)
    let map = try host.isolate.global("map", as: MapObject.self)
    host.isolate.collectGarbage()
    #expect(list?.count == 3 && map?.count == 2)
    #expect(list?[1] == "a")
    #expect(list?[3] == nil && list?[-1] == nil)
    #expect(map?["a"] == list.map { .list($0) })
    #expect(map?[2] == true)
    #expect(map?["none"] == nil)
    #expect(map?.keys == ["a", 2])
    #expect(throws: DecodingError.self) { try list?.decode(as: [Int?].self) }
    try host.run("map = {a: 1}; list = [1, 2];")
    guard case .map(let other) = host.isolate["map"] else { return }
    #expect(try other.decode(as: [String: Int].self) == ["a": 1])
  }

  @Test(arguments: [false, true]) func descriptions(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    try host.run("var list = [1, \"a\", {b: nil}]; var own = []; own.add(own);")
    #expect(host.isolate["list"]?.description == #"[1, "a", {b: nil}]"#)
    #expect(host.isolate["list"]?.kind == "a list")
    #expect(host.isolate["own"]?.description == "[[...]]")
    // Exponentially long: only the beginning is shown.
    try host.run("var big = [\"\u{e9}\"]; for (var i = 0; i < 90; i = i + 1) big = [big, big];")
    let text = try #require(host.isolate["big"]?.description)
    #expect(text.hasPrefix("[[[") && text.hasSuffix("...") && text.utf8.count <= 1 << 20 + 3)
  }

  @Test func errorsNameThePath() throws {
    let host = try Host()
    try host.isolate.define("take") { (order: Order) in order.items.count }
    let prefix = "Argument 1 of 'take' must be Order, not a map "
    #expect(
      host.message("take({items: [{name: \"a\", price: true}], counts: {}, levels: {}});")
        == prefix + "(items.0.price: Expected a number, not a boolean.).")
    #expect(host.message("take({});") == prefix + "(No key 'items'.).")
    #expect(
      host.message("take({items: [], counts: {1: 1}, levels: {}});")
        == prefix + "(counts: Expected a string as a key, not 1.).")
    #expect(
      host.message("take({items: [], counts: {}, levels: {[true]: []}});")
        == prefix + "(levels: Expected a whole number as a key, not a boolean.).")
    host.isolate.codingOptions.unknownFields = .rejected
    #expect(
      host.message("take({item: [], items: [], counts: {}, levels: {}});")
        == prefix + "(Unknown key 'item'; did you mean 'items'?).")
  }

  final class Nest: Codable {
    var parts: [Nest] = []
    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      while !container.isAtEnd { parts.append(try container.decode(Nest.self)) }
    }
  }
  final class Link: ValueCodable { var next: Link? }

  /// What contains itself is nested too deeply, and what is shared too often takes too many bytes.
  @Test(arguments: [false, true]) func cyclesEnd(stressed: Bool) throws {
    var limits = Limits()
    limits.heapBytes = 8 << 20
    let host = try Host(limits, stressed: stressed)
    try host.isolate.define("link") { (_: Link) in 1 }
    try host.run("var list = []; list.add(list); var map = {}; map.next = map;")
    let list = try #require(host.isolate["list"])
    #expect(throws: DecodingError.self) { try host.isolate.decode(Nest.self, from: list) }
    #expect(host.message("link(map);")?.contains("Nested too deeply.") == true)
    try host.run("var big = []; for (var i = 0; i < 60; i = i + 1) big = [big, big];")
    let big = try #require(host.isolate["big"])
    let error = #expect(throws: RuntimeError.self) { try host.isolate.decode(Nest.self, from: big) }
    #expect(error?.kind == .outOfMemory)
  }
}
