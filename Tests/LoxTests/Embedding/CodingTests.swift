import Lox
import Testing

/// In isolates of the book's language, arrays are linked lists, and dictionaries instances.
@Suite(.serialized, .stressedCrossings) struct CodingTests {
  struct Item: ValueCodable, Equatable {
    var name: String
    var price: Double
    var tags: [String]
    var discount: Double?
  }
  struct Order: ValueCodable, Equatable {
    enum Status: String, Codable { case open, paid }
    var id: Int
    var status: Status
    var items: [Item]
    var attributes: [String: Bool]
    var first: Item?
  }

  static let order = Order(
    id: 7, status: .paid,
    items: [
      Item(name: "pen", price: 2.5, tags: ["a", "b"], discount: nil),
      Item(name: "ink", price: 1, tags: [], discount: 0.5),
    ], attributes: ["gift": true], first: nil)

  @Test(arguments: [false, true]) func roundTrip(stressed: Bool) throws {
    let host = try Host(language: .book, stressed: stressed)
    try host.isolate.setGlobal("order", to: Self.order)
    let output = try host.run(
      """
      print order; print order.id; print order.status; print order.attributes.gift; print order.first;
      var total = 0;
      for (var list = order.items; list != nil; list = list.next) {
        total = total + list.value.price;
        print list.value.name;
        for (var tags = list.value.tags; tags != nil; tags = tags.next) print tags.value;
      }
      print total;
      """)
    #expect(output == "Order instance\n7\npaid\ntrue\nnil\npen\na\nb\nink\n3.5\n")
    #expect(try host.isolate.global("order", as: Order.self) == Self.order)
    #expect(try host.isolate.decode(Order.self, from: try #require(host.isolate["order"])) == Self.order)
  }

  @Test func scriptsMakeThem() throws {
    let host = try Host(language: .book)
    try host.isolate.define("check") { (item: Item) in item.name + "/" + item.tags.joined() }
    let output = try host.run(
      """
      class Cons { init(value, next) { this.value = value; this.next = next; } }
      class Item { init(name) { this.name = name; this.price = 1; this.tags = Cons("x", Cons("y", nil)); } twice() { return this.price * 2; } }
      print check(Item("pen"));
      """)
    #expect(output == "pen/xy\n")
    // The script's own class is used for what comes from the host.
    try host.isolate.setGlobal("item", to: Item(name: "n", price: 3, tags: []))
    #expect(try host.run("print item.twice();") == "6\n")
    #expect(
      host.message("var i = Item(\"a\"); i.price = \"1\"; check(i);")
        == "Argument 1 of 'check' must be Item, not an Item instance (price: Expected a number, not a string.)."
    )
    #expect(host.message("check(1);")?.hasPrefix("Argument 1 of 'check' must be Item, not a number") == true)
    #expect(host.message("class E {} check(E());")?.contains("No field 'name'") == true)
  }

  @Test func listsAndDictionaries() throws {
    let host = try Host(language: .book)
    try host.isolate.define("sum") { (numbers: [Double]) in numbers.reduce(0, +) }
    try host.isolate.define("range") { (n: Int) in Array(0..<n) }
    try host.isolate.define("keys") { (d: [String: Value]) in d.keys.sorted().joined(separator: ",") }
    #expect(try host.run("print sum(range(5)); print range(0); print sum(nil);") == "10\nnil\n0\n")
    #expect(try host.run("class D {} var d = D(); d.b = 1; d.a = d; print keys(d);") == "a,b\n")
    #expect(
      host.message("var l = range(3); l.next.next.next = l; sum(l);")?.contains("a list that ends") == true)
    #expect(host.message("sum(3);") == "Argument 1 of 'sum' must be a list, not a number.")
  }

  /// An empty dictionary is an instance, which scripts can fill.
  @Test(arguments: [false, true]) func emptyValues(stressed: Bool) throws {
    struct Bag: ValueCodable, Equatable {
      struct Empty: Codable, Equatable {}
      var options: [String: String]
      var empty = Empty()
      var list: [Int] = []
    }
    let host = try Host(language: .book, stressed: stressed)
    try host.isolate.setGlobal("bag", to: Bag(options: [:]))
    #expect(try host.isolate.global("bag") == Bag(options: [:]))
    let output = try host.run("print bag.options; print bag.empty; print bag.list; bag.options.a = \"b\";")
    #expect(output == "Object instance\nEmpty instance\nnil\n")
    #expect(try host.isolate.global("bag") == Bag(options: ["a": "b"]))
    #expect(
      try host.isolate.global("bag", as: [String: Value].self)?.keys.sorted() == ["empty", "list", "options"])
  }

  /// The same without an isolate: a value of an enumeration, and an empty list.
  @Test func valuesOfNoIsolate() throws {
    enum Status: String, ValueCodable { case open, paid }
    #expect(try Status.fromLox(.string("paid")) == .paid)
    #expect(try [Double].fromLox(.nil) == [])
    #expect(throws: ConversionError.self) { try Status.fromLox(.string("lost")) }
    #expect(throws: ConversionError.self) { try [String: Double].fromLox(.number(1)) }
  }

  @Test func tooLargeIntegers() throws {
    struct Row: ValueCodable { var id: Int64 }
    let host = try Host(language: .book)
    #expect(throws: EncodingError.self) { try host.isolate.encode(Row(id: 1 << 53 + 1)) }
    do {
      try host.isolate.setGlobal("row", to: [Row(id: 9_007_199_254_740_993)])
      Issue.record("no error")
    } catch let error as ConversionError {
      #expect(error.description == "Expected an integer that a double can hold, not 9007199254740993 (id).")
    }
  }

  /// Lists of the script's own class and of one with computed properties, and fields of host objects.
  @Test(arguments: [false, true]) func unusualLists(stressed: Bool) throws {
    struct Row: ValueCodable, Equatable { var id: Int }
    final class Node: HostObject {
      var value = 0
      var next: Node?
      init(_ value: Int) { self.value = value }
    }
    let host = try Host(language: .book, stressed: stressed)
    try host.isolate.define(
      HostClass<Node>("Node").initializer { (value: Int) in Node(value) }
        .property("value", \.value).property("next", \.next))
    try host.isolate.define("sum") { (list: [Int]) in list.reduce(0, +) }
    try host.isolate.define("rows") { (rows: [Row]) in rows.map(\.id) }
    try host.run("class List < Node { init() {} size() { return 1; } }")
    #expect(host.message("class Other {} sum(Other());")?.contains("a list, not an Other instance") == true)
    #expect(try host.run("var n = Node(1); n.next = Node(2); print sum(n);") == "3\n")
    try host.run(
      "class List { init(value, next) { this.value = value; this.next = next; } size() { if (this.next == nil) return 1; return 1 + this.next.size(); } }"
    )
    try host.isolate.setGlobal("list", to: [1, 2, 3])
    #expect(
      try host.run("print list.size(); print sum(list); list.next.extra = 1; print sum(list);") == "3\n6\n6\n"
    )
    try host.isolate.setGlobal("rows2", to: (0..<10).map { Row(id: $0) })
    #expect(try host.run("print rows2.size(); print sum(rows(rows2));") == "10\n45\n")
    #expect(host.message("sum(List(1, 2));")?.contains("a list, not a number") == true)
  }
}
