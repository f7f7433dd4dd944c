import Foundation
import Lox
import Testing

/// Lists, maps and ranges of extended Lox get what Swift has.
@Suite(.serialized, .stressedCrossings) struct CollectionEncodingTests {
  enum Color: String, ValueCodable { case red, green, blue }
  enum Level: Int, ValueCodable { case low = 1, high }
  struct Item: ValueCodable, Equatable {
    var name: String
    var prices: [Double]
    var tags: Set<String>
  }
  struct Order: ValueCodable, Equatable {
    var items: [Item]
    var counts: [String: Int]
    var levels: [Int: [String: Bool]]
    var colors: [Color: Int]
    var stages: [Level: String]
    var halves: [Double: Int]
    var range: Range<Int>
    var bounds: ClosedRange<Double>
    var note: String?
  }

  static let order = Order(
    items: [
      Item(name: "pen", prices: [1, 2.5], tags: ["b", "a"]), Item(name: "ink", prices: [], tags: []),
    ], counts: ["pen": 3, "": 4, "two words": 1], levels: [10: ["x": true], 2: [:]],
    colors: [.red: 1, .blue: 2], stages: [.high: "h", .low: "l"], halves: [0.5: 1, -1.5: 2], range: 1..<4,
    bounds: 0.5...2)

  @Test(arguments: [false, true]) func everything(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    try host.isolate.setGlobal("order", to: Self.order)
    let output = try host.run(
      """
      print order; print order.items[0].prices; print order.items[0].tags; print order.items[1].prices;
      print order.counts; print order.levels; print order.colors; print order.stages; print order.halves;
      print order.range; print order.bounds; print order.note;
      for (var i in order.range) print i;
      """)
    #expect(
      output == """
        Order instance
        [1, 2.5]
        ["a", "b"]
        []
        {"": 4, pen: 3, "two words": 1}
        {2: {}, 10: {x: true}}
        {blue: 2, red: 1}
        {1: "l", 2: "h"}
        {[-1.5]: 2, 0.5: 1}
        1..<4
        0.5...2
        nil
        1
        2
        3

        """)
    #expect(try host.isolate.global("order") == Self.order)
    let order = try #require(host.isolate["order"])
    #expect(try host.isolate.decode(Order.self, from: order) == Self.order)
    // As maps, too.
    try host.run("var map = {}; for (var name, value in fields(order)) map[name] = value;")
    #expect(try host.isolate.global("map") == Self.order)
  }

  /// What needs no coder: arguments, results, and collections of handles.
  @Test(arguments: [false, true]) func conversions(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    let isolate = host.isolate
    try isolate.define("squares") { (n: Int) in (0..<n).map { $0 * $0 } }
    try isolate.define("swap") { (m: [String: Int]) in
      Dictionary(uniqueKeysWithValues: m.map { ($0.value, $0.key) })
    }
    try isolate.define("colors") { (m: [Color: [Color]]) in Set(m.values.joined()) }
    try isolate.define("grow") { (r: Range<Int>) in r.lowerBound..<(r.upperBound + 1) }
    try isolate.define("close") { (r: Range<Double>) in r.lowerBound...r.upperBound }
    try isolate.define("twice") { (values: [Value]) in values + values }
    #expect(try host.run("print squares(4); print squares(0);") == "[0, 1, 4, 9]\n[]\n")
    #expect(try host.run("print swap({b: 2, a: 1}); print swap({});") == "{1: \"a\", 2: \"b\"}\n{}\n")
    #expect(try host.run("print colors({red: [\"blue\"], blue: []});") == "[\"blue\"]\n")
    #expect(try host.run("print grow(1..<3); print close(0.5..<2);") == "1..<4\n0.5...2\n")
    #expect(
      try host.run("var l = []; var t = twice([l, nil, \"a\"]); print t; print t[0] == t[3];")
        == "[[], nil, \"a\", [], nil, \"a\"]\ntrue\n")
    for (script, message) in [
      ("squares([]);", "Argument 1 of 'squares' must be a whole number, not a list."),
      ("swap([]);", "Argument 1 of 'swap' must be a map, not a list."),
      ("swap({1: 1});", "Argument 1 of 'swap' must be a string as a key, not a number."),
      (
        "colors({pink: []});",
        "Argument 1 of 'colors' must be Color as a key, not a string (Cannot initialize Color from invalid String value pink)."
      ),
      ("grow(1...3);", "Argument 1 of 'grow' must be a range without its end, not 1...3."),
      ("grow(1.5..<3);", "Argument 1 of 'grow' must be a whole number, not 1.5."),
      ("grow(3..<1);", "Argument 1 of 'grow' must be a range whose start is not above its end, not 3..<1."),
      ("grow(3);", "Argument 1 of 'grow' must be a range without its end, not a number."),
      ("close((0..<4).by(2));", "Argument 1 of 'close' must be a range without its end, not (0..<4).by(2)."),
    ] {
      #expect(host.message(script) == message)
    }
  }

  @Test func keysThatAreNone() throws {
    let host = try Host()
    #expect(throws: ConversionError.self) { try host.isolate.setGlobal("m", to: [Double.nan: 1]) }
    #expect(throws: ConversionError.self) { try host.isolate.setGlobal("m", to: [Int?.none: 1]) }
    struct Nothing: Codable, Hashable {
      func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encodeNil()
      }
    }
    #expect(throws: EncodingError.self) { try host.isolate.encode([Nothing(): 1]) }
    /// Different in Swift, equal in Lox.
    struct Blank: Codable, Hashable {
      var id: Int
      func encode(to encoder: any Encoder) throws { try "".encode(to: encoder) }
    }
    let error = #expect(throws: EncodingError.self) {
      try host.isolate.encode([Blank(id: 1): 1, Blank(id: 2): 2])
    }
    #expect("\(error as Any)".contains("keys that differ in Lox"))
    #expect(host.isolate["m"] == nil)
    #expect(host.isolate.machine.top == (try Isolate().machine.top))
  }

  /// Numbers keep all bits but those of nans, of which scripts have one; bits that would mean another value are no exception.
  @Test(arguments: [false, true]) func numbers(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    var numbers: [Double] = [0, -0.0, 1.5, .infinity, -.infinity, .leastNonzeroMagnitude, 1e300]
    for bits: UInt64 in [0xfff9_0000_0000_0002, 0xfffc_0000_0000_1000, .max, 0x7ff0_0000_0000_0001] {
      numbers.append(Double(bitPattern: bits))
    }
    try host.isolate.setGlobal("direct", to: numbers)
    try host.isolate.setGlobal("coded", to: try host.isolate.encode([numbers]))
    #expect(
      try host.run("print direct; print equals(List(direct), coded[0]); print direct[7] is Number;")
        == "[0, -0, 1.5, inf, -inf, 5e-324, 1e+300, nan, nan, nan, nan]\nfalse\ntrue\n")
    let direct = try #require(try host.isolate.global("direct", as: [Double].self))
    let coded = try #require(try host.isolate.global("coded", as: [[Double]].self)).first
    for index in 0..<7 {
      #expect(direct[index].bitPattern == numbers[index].bitPattern)
      #expect(coded?[index].bitPattern == numbers[index].bitPattern)
    }
    #expect(direct[7...].allSatisfy(\.isNaN) && coded?[7...].allSatisfy(\.isNaN) == true)
    // A list that once held something else.
    try host.run("direct[0] = \"a\"; direct[0] = 7;")
    #expect(try host.isolate.global("direct", as: [Double].self)?[0] == 7)
    try host.run("direct[0] = nil;")
    #expect(throws: ConversionError.self) { try host.isolate.global("direct", as: [Double].self) }
    #expect(try host.isolate.global("direct", as: [Double?].self)?[0] == nil)
    let value = try #require(host.isolate["coded"])
    try host.run("coded[0][3] = true;")
    do {
      _ = try host.isolate.decode([[Double]].self, from: value)
      Issue.record("no error")
    } catch DecodingError.typeMismatch(_, let context) {
      #expect(context.codingPath.map(\.stringValue) == ["0", "3"])
    }
  }

  @Test func manyNumbers() throws {
    let host = try Host()
    let numbers = (0..<300_000).map { Double($0) / 8 }
    try host.isolate.define("numbers") { numbers }
    try host.isolate.define("same") { (list: [Double]) in list == numbers }
    #expect(try host.run("print numbers().length; print same(numbers());") == "300000\ntrue\n")
  }

  /// The names of what is missing or wrong, with the way to it.
  @Test func paths() throws {
    let host = try Host()
    try host.isolate.define("take") { (order: Order) in order.items.count }
    let complete = """
      fun order() => {items: [{name: "a", prices: [1], tags: []}], counts: {}, levels: {}, colors: {}, stages: {}, halves: {}, range: 0..<1,
        bounds: 0...1};
      """
    #expect(try host.run(complete + "print take(order());") == "1\n")
    for (change, problem) in [
      ("o.items[0].prices.add(nil)", "items.0.prices.1: Expected a number, not nil."),
      ("o.items[0].remove(\"tags\")", "items.0: No key 'tags'."),
      ("o.items.add(2)", "items.1: Expected an instance or a map, not a number."),
      ("o.levels[1.5] = {}", "levels: Expected a whole number as a key, not 1.5."),
      ("o.levels[7] = {x: 1}", "levels.7.x: Expected a boolean, not a number."),
      ("o.colors.pink = 1", "colors.pink: Cannot initialize Color from invalid String value pink"),
      ("o.halves[4.5] = \"x\"", "halves.4.5: Expected a whole number, not a string."),
      ("o.range = 1...2", "range: Expected a range without its end, not 1...2."),
      ("o.bounds = [1, 2, 3]", "bounds: Expected a range whose start is not above its end, not [1, 2, 3]."),
      ("o.counts = [1]", "counts: Expected a map, not a list."),
    ] {
      let message = host.message(complete + "var o = order(); \(change); take(o);") ?? ""
      #expect(message.hasPrefix("Argument 1 of 'take' must be Order, not a map (\(problem)"), "\(message)")
    }
  }

  /// Containers that are filled in another order than they were requested, and a list in which they are elements.
  @Test(arguments: [false, true]) func nestedContainers(stressed: Bool) throws {
    struct Nested: Encodable {
      func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        var first = list.nestedUnkeyedContainer()
        var second = list.nestedContainer(keyedBy: CodingCorpusTests.IndexedKey.self)
        try list.encode(3)
        try second.encode("b", forKey: .init(stringValue: "b"))
        try first.encode("a")
        var inner = second.nestedUnkeyedContainer(forKey: .init(stringValue: "c"))
        try first.encode(2)
        try inner.encode(["x": 1.5])
        try 9.encode(to: list.superEncoder())
        _ = list.nestedUnkeyedContainer()
      }
    }
    let host = try Host(stressed: stressed)
    try host.isolate.setGlobal("n", to: try host.isolate.encode(Nested()))
    #expect(
      try host.run("print n; print n[1].b; print n[1].c;")
        == "[[\"a\", 2], Object instance, 3, 9, []]\nb\n[{x: 1.5}]\n")
  }

  /// Handles change what they refer to.
  @Test(arguments: [false, true]) func handles(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    try host.run("var list = [1]; var map = {a: 1};")
    let list = try #require(try host.isolate.global("list", as: ListObject.self))
    let map = try #require(try host.isolate.global("map", as: MapObject.self))
    try list.append("x" + "y")
    try list.append([1.5, 2])
    try list.append(map)
    try list.setElement(0, to: ["b": list])
    #expect(throws: RuntimeError.self) { try list.setElement(4, to: 1) }
    #expect(throws: RuntimeError.self) { try list.setElement(-1, to: 1) }
    try map.setValue("b", to: [1, 2])
    try map.setValue(2, to: Item(name: "i", prices: [], tags: []))
    try map.setValue("a", to: Int?.none)
    #expect(throws: ConversionError.self) { try map.setValue(Int?.none, to: 1) }
    #expect(throws: ConversionError.self) { try map.setValue(Double.nan, to: 1) }
    #expect(
      try host.run("print list; print map;")
        == "[{b: [...]}, \"xy\", [1.5, 2], {a: nil, b: [1, 2], 2: Item instance}]\n{a: nil, b: [1, 2], 2: Item instance}\n"
    )
    #expect(try list.element(2, as: [Double].self) == [1.5, 2])
    #expect(try list.element(7, as: Double.self) == nil)
    #expect(throws: ConversionError.self) { try list.element(1, as: Double.self) }
    #expect(try map.value("b") == [1, 2])
    #expect(try map.value("c", as: Int.self) == nil)
    #expect(try map.removeValue("a"))
    #expect(try !map.removeValue("a"))
    #expect(try !map.removeValue(Double.nan))
    #expect(map.keys == ["b", 2])
    #expect(host.isolate.machine.top == (try Isolate().machine.top))
  }
}
