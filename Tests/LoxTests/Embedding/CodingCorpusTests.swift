import Foundation
import Lox
import LoxFoundation
import Testing

/// Whatever goes through JSON unchanged goes through Lox unchanged.
@Suite(.stressedCrossings) struct CodingCorpusTests {
  private static func throughJSON<T: Codable>(_ value: T) -> T? {
    try? JSONDecoder().decode(T.self, from: try JSONEncoder().encode(value))
  }

  private static func check<T: Codable & Equatable>(
    _ values: T..., location: Testing.SourceLocation = #_sourceLocation
  ) throws {
    let isolate = try Isolate(limits: Limits())
    var foundation = CodingOptions.foundation
    foundation.keys = .snakeCase
    foundation.unknownFields = .rejected
    for value in values {
      let expected = throughJSON(value)
      for options in [CodingOptions(), CodingOptions(language: .book), foundation] {
        do {
          let actual = try isolate.decode(
            T.self, from: isolate.encode(value, options: options), options: options)
          #expect(actual == expected ?? value, "\(value)", sourceLocation: location)
        } catch {
          #expect(expected == nil, "\(value): \(error)", sourceLocation: location)
        }
      }
    }
    #expect(isolate.machine.top == (try Isolate(limits: Limits()).machine.top), sourceLocation: location)
  }

  struct Empty: Codable, Equatable {}
  struct Holder<T: Codable & Equatable>: Codable, Equatable { var value: T }
  enum Color: String, Codable, CodingKeyRepresentable { case red, darkBlue }
  enum Level: Int, Codable { case low = 1, high }
  enum Shape: Codable, Equatable {
    case circle(radius: Double)
    case square(Double)
    case line(Int, String, closed: Bool)
    case point
  }
  indirect enum Tree: Codable, Equatable { case leaf, node(left: Tree, right: Tree, value: Int) }
  final class Chain: Codable, Equatable {
    var value: Int
    var next: Chain?
    init(_ value: Int, _ next: Chain?) { (self.value, self.next) = (value, next) }
    static func == (a: Chain, b: Chain) -> Bool { a.value == b.value && a.next == b.next }
  }
  struct Many: Codable, Equatable {
    var a = true
    var b: Int8 = -8
    var c: Int16 = -16
    var d: Int32 = -32
    var e: Int64 = -(1 << 53)
    var f: UInt = 1
    var g: UInt8 = 255
    var h: UInt16 = 65535
    var i: UInt32 = .max
    var j: UInt64 = 1 << 60
    var k: Float = 0.1
    var l: Double = 0.1
    var m = "\u{1F600}e\u{301}\0 end"
    var n: Bool?
    var o: Int8?
    var p: Int16? = 3
    var q: Int32?
    var r: Int64? = 5
    var s: UInt?
    var t: UInt8? = 7
    var u: UInt16?
    var v: UInt32? = 1
    var w: UInt64?
    var x: Float? = 1.5
    var y: Double?
    var z: String?
  }
  struct Names: Codable, Equatable {
    var unitPrice = 1.5
    var aURL = "x"
    // The name is the point.
    // swift-format-ignore: AlwaysUseLowerCamelCase
    var already_snake = 2
    var _private = 3
    var x1Y2 = 4
  }

  @Test func plainTypes() throws {
    try Self.check(Empty())
    try Self.check(Many(), Many(n: true, o: 1, q: 2, s: 4, u: 6, w: 8, y: 1.25, z: "z"))
    try Self.check(Holder(value: Empty()))
    try Self.check(Holder<Int?>(value: nil), Holder<Int?>(value: 3))
    try Self.check(Holder(value: [Int]()), Holder(value: [1, 2, 3]))
    try Self.check(Holder(value: [[1], [], [2, 3]]))
    try Self.check(Holder(value: [Int?]([1, nil, 3, nil])))
    try Self.check(Holder(value: ["a", "", "b"]))
    try Self.check(Holder(value: Set(["a", "b", "c"])), Holder(value: Set<String>()))
    try Self.check(Holder(value: [Set([1]), Set<Int>()]))
    try Self.check(Holder<String?>(value: nil), Holder<String?>(value: ""))
    try Self.check(Holder(value: Holder(value: Holder(value: true))))
    try Self.check(Holder(value: [Empty(), Empty()]))
    try Self.check([Many(), Many()], [])
    try Self.check(5, -1, 1 << 53)
    try Self.check("text", "")
    try Self.check(true, false)
    try Self.check(1.5, -0.0, 1e300)
    try Self.check(Names())
    try Self.check(["nested": ["list": [1, 2], "empty": []], "none": [:]] as [String: [String: [Int]]])
  }

  @Test func dictionaries() throws {
    try Self.check([String: String](), ["a": "b", "camelCase": "c", "with space": "d"])
    try Self.check(Holder(value: [String: Int]()), Holder(value: ["x": 1]))
    try Self.check([Int: String](), [3: "x", -5: "y"])
    try Self.check(Holder<[Int: [String: Int]]>(value: [3: ["a": 1]]), Holder(value: [:]))
    try Self.check([Color.red: 1, .darkBlue: 2] as [Color: Int], [:])
    try Self.check([Level.low: 1, .high: 2] as [Level: Int], [:])
    try Self.check([1.5: "x"], [:])
    try Self.check([true: "x", false: "y"])
    try Self.check([Holder(value: 1): "x"] as [Holder<Int>: String])
    try Self.check(["a": 1] as [String: Int?], ["a": nil])
    try Self.check(["a": [:]] as [String: [String: String]], ["a": ["b": "c"]])
    try Self.check(["a": Shape.point, "b": .square(1)])
  }

  @Test func enumerations() throws {
    try Self.check(Color.red, .darkBlue)
    try Self.check([Level.low, .high])
    try Self.check(Shape.circle(radius: 2), .square(3), .line(1, "x", closed: true), .point)
    try Self.check([Shape.point, .circle(radius: 1)], [])
    try Self.check(Holder<Shape?>(value: nil), Holder<Shape?>(value: .point))
    try Self.check(
      Tree.leaf,
      .node(left: .leaf, right: .node(left: .leaf, right: .leaf, value: 2), value: 1))
    try Self.check(Chain(1, Chain(2, Chain(3, nil))))
    try Self.check(1..<4, 0..<0)
    try Self.check(1...4)
    try Self.check(Duration.seconds(3))
  }

  @Test func foundationTypes() throws {
    try Self.check(Date(timeIntervalSince1970: 1_760_000_000), Date(timeIntervalSinceReferenceDate: 0))
    try Self.check([URL(string: "https://a.b/c?d=e#f")], [])
    try Self.check(Data([1, 2, 3]), Data())
    try Self.check([UUID(), UUID()])
    try Self.check(Decimal(string: "12.5"), Decimal(-3))
    try Self.check(Holder(value: [Data([1]), Data()]), Holder(value: []))
    try Self.check(DateComponents(year: 2026, month: 2))
    try Self.check(IndexPath(indexes: [1, 2]))
    try Self.check(IndexSet([1, 2, 5]))
    try Self.check(Locale(identifier: "en_US"))
  }

  // MARK: - Types that code themselves

  /// Nested containers that are filled in another order than they were requested.
  struct Nested: Codable, Equatable {
    var points: [(Double, String)] = [(1, "a"), (2, "b")]
    var rows = [[1, 2], [], [3]]
    var deep = 5
    enum K: String, CodingKey { case points, x, n, rows, first, second, third }
    init() {}
    static func == (a: Nested, b: Nested) -> Bool {
      a.points.elementsEqual(b.points, by: ==) && a.rows == b.rows && a.deep == b.deep
    }
    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: K.self)
      var list = try container.nestedUnkeyedContainer(forKey: .points)
      var rowList = try container.nestedUnkeyedContainer(forKey: .rows)
      points = []
      while !list.isAtEnd {
        let point = try list.nestedContainer(keyedBy: K.self)
        points.append((try point.decode(Double.self, forKey: .x), try point.decode(String.self, forKey: .n)))
      }
      #expect(rowList.count == 3)
      rows = []
      while !rowList.isAtEnd {
        var row = try rowList.nestedUnkeyedContainer()
        var values: [Int] = []
        while !row.isAtEnd { values.append(try row.decode(Int.self)) }
        rows.append(values)
      }
      deep = try container.nestedContainer(keyedBy: K.self, forKey: .first)
        .nestedContainer(keyedBy: K.self, forKey: .second).decode(Int.self, forKey: .third)
    }
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: K.self)
      var list = container.nestedUnkeyedContainer(forKey: .points)
      var rowList = container.nestedUnkeyedContainer(forKey: .rows)
      var first = container.nestedContainer(keyedBy: K.self, forKey: .first)
      var second = first.nestedContainer(keyedBy: K.self, forKey: .second)
      var pointContainers = points.map { _ in list.nestedContainer(keyedBy: K.self) }
      for row in rows {
        var rowContainer = rowList.nestedUnkeyedContainer()
        for value in row { try rowContainer.encode(value) }
      }
      try second.encode(deep, forKey: .third)
      for (index, point) in points.enumerated().reversed() {
        try pointContainers[index].encode(point.0, forKey: .x)
        try pointContainers[index].encode(point.1, forKey: .n)
      }
    }
  }

  class Base: Codable, Equatable {
    var a = 1
    init() {}
    static func == (x: Base, y: Base) -> Bool { x.isEqual(y) }
    func isEqual(_ other: Base) -> Bool { a == other.a }
  }
  final class Keyed: Base {
    var b = 2
    enum K: String, CodingKey { case b, parent }
    override init() { super.init() }
    required init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: K.self)
      b = try container.decode(Int.self, forKey: .b)
      try super.init(from: try container.superDecoder(forKey: .parent))
    }
    override func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: K.self)
      try super.encode(to: container.superEncoder(forKey: .parent))
      try container.encode(b, forKey: .b)
    }
  }
  final class Unnamed: Base {
    var b = 2
    enum K: String, CodingKey { case b }
    override init() { super.init() }
    required init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: K.self)
      b = try container.decode(Int.self, forKey: .b)
      try super.init(from: try container.superDecoder())
    }
    override func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: K.self)
      try container.encode(b, forKey: .b)
      try super.encode(to: container.superEncoder())
    }
  }
  /// One container for both classes.
  final class Shared: Base {
    var b = 2
    enum K: String, CodingKey { case b }
    override init() { super.init() }
    required init(from decoder: any Decoder) throws {
      b = try decoder.container(keyedBy: K.self).decode(Int.self, forKey: .b)
      try super.init(from: decoder)
    }
    override func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: K.self)
      try container.encode(b, forKey: .b)
      try super.encode(to: encoder)
    }
  }
  /// A value that is coded as another one.
  struct Wrapper<T: Codable & Equatable>: Codable, Equatable {
    var value: T
    init(_ value: T) { self.value = value }
    init(from decoder: any Decoder) throws { value = try decoder.singleValueContainer().decode(T.self) }
    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode(value)
    }
  }
  /// Elements of several types, with a superclass among them.
  struct Mixed: Codable, Equatable {
    init() {}
    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      #expect(list.count == 5)
      #expect(try list.decode(Int.self) == 1)
      #expect(try list.decodeNil())
      #expect(try !list.decodeNil())
      #expect(try list.decode(String.self) == "two")
      #expect(try list.decodeIfPresent(Int.self) == nil)
      #expect(list.currentIndex == 4)
      var copy = list
      #expect(try copy.decode(Base.self).a == 1)
      #expect(copy.isAtEnd)
      #expect(try Base(from: list.superDecoder()).a == 1)
      #expect(list.isAtEnd)
      #expect(throws: DecodingError.self) { try list.decode(Int.self) }
    }
    func encode(to encoder: any Encoder) throws {
      var list = encoder.unkeyedContainer()
      try list.encode(1)
      try list.encodeNil()
      try list.encode("two")
      try list.encode(Int?.none)
      try Base().encode(to: list.superEncoder())
      #expect(list.count == 5)
    }
  }
  /// A type that asks what is there.
  struct Curious: Codable, Equatable {
    var rest: [String: Int]
    enum K: String, CodingKey { case present, absent, null }
    init() { rest = ["present": 1, "more": 2] }
    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: K.self)
      #expect(container.contains(.present))
      #expect(!container.contains(.absent))
      #expect(container.contains(.null))
      #expect(try container.decodeNil(forKey: .null))
      #expect(try container.decodeIfPresent(Int.self, forKey: .absent) == nil)
      #expect(try container.decodeIfPresent([Int].self, forKey: .null) == nil)
      #expect(throws: DecodingError.self) { try container.decode(Int.self, forKey: .absent) }
      #expect(throws: DecodingError.self) { try container.decode(String.self, forKey: .present) }
      #expect(Set(container.allKeys.map(\.stringValue)) == ["present", "null"])
      var rest: [String: Int] = [:]
      for (key, value) in try [String: Int?](from: decoder) { if let value { rest[key] = value } }
      self.rest = rest
    }
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: K.self)
      try container.encodeNil(forKey: .null)
      try container.encodeConditional(Base(), forKey: .null)
      try container.encodeNil(forKey: .null)
      try rest.encode(to: encoder)
    }
  }
  struct Lazy: Codable, Equatable {
    init() {}
    init(from decoder: any Decoder) throws {}
    func encode(to encoder: any Encoder) throws { _ = encoder.unkeyedContainer() }
  }

  @Test func typesThatCodeThemselves() throws {
    try Self.check(Nested())
    try Self.check([Nested(), Nested()])
    try Self.check(Keyed())
    try Self.check(Unnamed())
    try Self.check(Shared())
    try Self.check(Wrapper(1), Wrapper(2))
    try Self.check(Wrapper("x"))
    try Self.check(Wrapper(Many()))
    try Self.check(Wrapper(Wrapper([1, 2])))
    try Self.check([Wrapper(Holder(value: 1))])
    try Self.check(Wrapper(["a": 1]))
    try Self.check(Mixed())
    try Self.check([Mixed()])
    try Self.check(Curious())
    try Self.check(Lazy())
  }

  @Test func codingPaths() throws {
    struct Inner: Codable { var list: [[String: Int]] }
    let isolate = try Isolate(limits: Limits())
    let value = try isolate.encode(["inner": ["list": [["a": "text"]]]])
    func path(_ body: () throws -> Void) -> [String] {
      do { try body() } catch DecodingError.typeMismatch(_, let context) {
        return context.codingPath.map(\.stringValue)
      } catch {}
      return []
    }
    #expect(
      path { _ = try isolate.decode([String: Inner].self, from: value) } == ["inner", "list", "0", "a"])
    let data = try JSONEncoder().encode(["inner": ["list": [["a": "text"]]]])
    #expect(
      path { _ = try JSONDecoder().decode([String: Inner].self, from: data) }
        == ["inner", "list", "Index 0", "a"])
    do {
      _ = try isolate.encode(["x": [Int64(1), Int64.max]])
      Issue.record("no error")
    } catch EncodingError.invalidValue(let value, let context) {
      #expect(value as? Int64 == .max)
      #expect(context.codingPath.map(\.stringValue) == ["x", "1"])
    }
    // The path of a coder, when it is asked for.
    struct Path: Encodable {
      func encode(to encoder: any Encoder) throws {
        #expect(encoder.codingPath.map(\.stringValue) == ["p", "0"])
        var container = encoder.container(keyedBy: IndexedKey.self)
        let nested = container.nestedContainer(keyedBy: IndexedKey.self, forKey: IndexedKey(stringValue: "n"))
        #expect(nested.codingPath.map(\.stringValue) == ["p", "0", "n"])
      }
    }
    _ = try isolate.encode(["p": [Path()]])
  }
  struct IndexedKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// What coders leave behind is useless, but harmless.
  @Test func containersThatOutliveTheirValue() throws {
    final class Box: @unchecked Sendable {
      var encoding: KeyedEncodingContainer<IndexedKey>?
      var list: (any UnkeyedEncodingContainer)?
      var decoder: (any Decoder)?
    }
    struct Leaky: Codable {
      @TaskLocal static var box = Box()
      init() {}
      init(from decoder: any Decoder) throws { Self.box.decoder = decoder }
      func encode(to encoder: any Encoder) throws {
        Self.box.encoding = encoder.container(keyedBy: IndexedKey.self)
      }
    }
    struct User: Codable {
      init() {}
      init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        _ = try list.decode(Leaky.self)
        _ = try Leaky.box.decoder?.container(keyedBy: IndexedKey.self)
      }
      func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        try list.encode(Leaky())
        try Leaky.box.encoding?.encode(1, forKey: IndexedKey(stringValue: "x"))
      }
    }
    let isolate = try Isolate(limits: Limits())
    let box = Box()
    try Leaky.$box.withValue(box) {
      #expect(throws: EncodingError.self) { try isolate.encode(User()) }
      let value = try isolate.encode([Leaky()])
      #expect(throws: EncodingError.self) {
        try box.encoding?.encode(1, forKey: IndexedKey(stringValue: "x"))
      }
      #expect(throws: DecodingError.self) { try isolate.decode(User.self, from: value) }
      #expect(throws: DecodingError.self) { try box.decoder?.singleValueContainer() }
    }
    /// A type that wants to be two things.
    struct Undecided: Encodable {
      func encode(to encoder: any Encoder) throws {
        _ = encoder.unkeyedContainer()
        _ = encoder.container(keyedBy: IndexedKey.self)
      }
    }
    #expect(throws: EncodingError.self) { try isolate.encode(Undecided()) }
    #expect(throws: EncodingError.self) { try isolate.encode([Undecided()]) }
    #expect(throws: EncodingError.self) {
      try isolate.encode(["": 1], options: CodingOptions(language: .book))
    }
  }
}

extension CodingCorpusTests.Holder: Hashable where T: Hashable {}
