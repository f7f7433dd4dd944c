import Foundation
import Lox
import LoxFoundation
import Testing

@Suite(.stressedCrossings) struct CodingOptionsTests {
  struct Price: ValueCodable, Equatable {
    var unitPrice: Double
    var currencyCode: String?
    var byRegion: [String: Double] = [:]
  }

  @Test func snakeCase() throws {
    let host = try Host()
    host.isolate.codingOptions.keys = .snakeCase
    let price = Price(unitPrice: 2, currencyCode: "EUR", byRegion: ["northWest": 3])
    try host.isolate.setGlobal("price", to: price)
    #expect(try host.run("print price.unit_price; print price.by_region.northWest;") == "2\n3\n")
    #expect(try host.isolate.global("price") == price)
    try host.run("price.unit_price = 5;")
    #expect(try host.isolate.global("price", as: Price.self)?.unitPrice == 5)
    #expect(try host.isolate.global("price", as: [String: Value].self)?.count == 3)
    // Options for one call.
    let plain = try host.isolate.encode(price, options: CodingOptions())
    #expect(throws: DecodingError.self) { try host.isolate.decode(Price.self, from: plain) }
    #expect(try host.isolate.decode(Price.self, from: plain, options: CodingOptions()) == price)
    struct Names: Codable {
      var myURL: Int
      var myURLString: Int
      var a1B: Int
      var _hidden: Int
      var plain: Int
    }
    guard
      case .instance(let names) = try host.isolate.encode(
        Names(myURL: 1, myURLString: 2, a1B: 3, _hidden: 4, plain: 5))
    else {
      Issue.record("no instance")
      return
    }
    #expect(names.fieldNames == ["my_url", "my_url_string", "a1_b", "_hidden", "plain"])
  }

  @Test func customKeys() throws {
    let isolate = try Isolate(limits: Limits())
    isolate.codingOptions.keys = .custom(field: { "f_" + $0 }, key: { String($0.dropFirst(2)) })
    enum Shape: Codable, Equatable { case circle(radius: Double), point }
    let value = try isolate.encode([Shape.circle(radius: 2), .point])
    #expect(try isolate.decode([Shape].self, from: value) == [.circle(radius: 2), .point])
  }

  @Test func unknownFields() throws {
    let host = try Host()
    struct Mail: ValueCodable {
      var to: String
      var message: String?
      var parts: [Part]?
      struct Part: Codable { var name: String }
    }
    try host.isolate.define("send") { (mail: Mail) in mail.message ?? "no message" }
    try host.run("class Mail { init() { this.to = \"Ada\"; } } class List {} class Part {}")
    let typo = "var m = Mail(); m.mesage = \"hi\"; "
    #expect(try host.run(typo + "print send(m);") == "no message\n")
    host.isolate.codingOptions.unknownFields = .rejected
    #expect(
      host.message(typo + "send(m);")
        == "Argument 1 of 'send' must be Mail, not a Mail instance (Unknown field 'mesage'; did you mean 'message'?)."
    )
    #expect(
      host.message("var m = Mail(); m.colour = 1; send(m);")?.contains("(Unknown field 'colour'.)") == true)
    #expect(try host.run("var m = Mail(); m.message = \"hi\"; print send(m);") == "hi\n")
    #expect(
      host.message(
        """
        m.parts = List(); m.parts.next = nil; m.parts.value = Part(); m.parts.value.name = "a"; send(m);
        m.parts.value.nam = 1; send(m);
        """)?.contains("parts.0: Unknown field 'nam'; did you mean 'name'?") == true)
    // The keys of a dictionary are data.
    try host.isolate.define("count") { (all: [[String: Int]]) in all[0].count }
    #expect(
      try host.run("var l = List(); l.next = nil; l.value = Part(); l.value.x = 1; print count(l);") == "1\n")
  }

  @Test func representations() throws {
    struct Money: Codable, Equatable { var cents: Int }
    struct Account: ValueCodable, Equatable {
      var balance: Money
      var history: [Money]
      var limit: Money?
    }
    let host = try Host()
    host.isolate.codingOptions.represent(Money.self, as: Double.self) {
      Double($0.cents) / 100
    } decode: { number in
      guard number >= 0 else { throw ConversionError(expected: "an amount of money", actual: "\(number)") }
      return Money(cents: Int(number * 100))
    }
    let account = Account(balance: Money(cents: 250), history: [Money(cents: 100)], limit: Money(cents: 5))
    try host.isolate.setGlobal("account", to: account)
    #expect(try host.run("print account.balance; print account.history[0];") == "2.5\n1\n")
    #expect(try host.isolate.global("account") == account)
    try host.isolate.define("take") { (account: Account) in account.balance.cents }
    #expect(
      host.message("account.balance = -1; take(account);")
        == "Argument 1 of 'take' must be Account, not an Account instance (balance: Expected an amount of money, not -1.0.)."
    )
    #expect(
      host.message("account.balance = nil; take(account);")?.contains("balance: Expected a number, not nil.")
        == true)
  }

  @Test func foundation() throws {
    struct Event: ValueCodable, Equatable {
      var date: Date
      var link: URL?
      var data: Data
      var price: Decimal
      var id: UUID
    }
    let event = Event(
      date: Date(timeIntervalSince1970: 1_760_000_000), link: URL(string: "https://a.b/c"),
      data: Data([1, 255]),
      price: Decimal(string: "12.1") ?? 0, id: UUID())
    let host = try Host()
    host.isolate.codingOptions = .foundation
    try host.isolate.setGlobal("e", to: event)
    let print = "print e.date; print e.link; print e.data; print e.price;"
    #expect(try host.run(print) == "1.76e+09\nhttps://a.b/c\nAf8=\n12.1\n")
    #expect(try host.run("print e.id;") == event.id.uuidString + "\n")
    #expect(try host.isolate.global("e") == event)
    try host.isolate.define("take") { (event: Event) in event.link?.absoluteString }
    #expect(host.message("e.link = \"\"; take(e);")?.contains("link: Expected a URL, not ''.") == true)
    #expect(
      host.message("e.link = nil; e.date = true; take(e);")?.contains(
        "date: Expected a number, not a boolean.") == true)
    for (dates, text) in [
      (CodingOptions.DateStrategy.iso8601, "2025-10-09T08:53:20Z"), (.millisecondsSince1970, "1.76e+12"),
      (.deferredToDate, "7.81693e+08"),
    ] {
      host.isolate.codingOptions = CodingOptions()
      host.isolate.codingOptions.representFoundationTypes(dates: dates, data: .bytes)
      try host.isolate.setGlobal("e", to: event)
      #expect(try host.run("print e.date;") == text + "\n")
      #expect(try host.isolate.global("e") == event)
    }
    #expect(throws: EncodingError.self) {
      try host.isolate.encode(Decimal(string: "12345678901234567890.12345"))
    }
    #expect(try host.isolate.encode(Data([0xff]), options: host.isolate.codingOptions) == .bytes([0xff]))
  }

  /// The form of collections can be chosen for an isolate, and for one call.
  @Test func languages() throws {
    let host = try Host()
    let lists = ["a": [1, 2], "b": []]
    let linked = CodingOptions(language: .book)
    try host.isolate.setGlobal("own", to: lists)
    try host.isolate.setGlobal("linked", to: try host.isolate.encode(lists, options: linked))
    host.isolate.codingOptions.language = .book
    try host.isolate.setGlobal("later", to: lists)
    #expect(
      try host.run("print own; print linked.a.next.value; print later.a.next.value; print later.b;")
        == "{a: [1, 2], b: []}\n2\n2\nnil\n")
    for name in ["own", "linked", "later"] {
      #expect(try host.isolate.global(name) == lists)
      let value = try #require(host.isolate[name])
      #expect(try host.isolate.decode([String: [Int]].self, from: value) == lists)
    }
    let book = try Isolate(language: .book)
    book.codingOptions = CodingOptions(language: .extended)
    guard case .list = try book.encode([1]), case .map = try book.encode(["a": 1]) else {
      Issue.record("no list and map")
      return
    }
    book.codingOptions = CodingOptions()
    guard case .instance = try book.encode([1]), case .instance = try book.encode(["a": 1]) else {
      Issue.record("no instances")
      return
    }
    #expect(try book.decode(Range<Int>.self, from: book.encode(1..<3)) == 1..<3)
    try book.setGlobal("r", to: 1...2.5)
    #expect(try book.global("r", as: ClosedRange<Double>.self) == 1...2.5)
    try book.run(try Program("print r.value + r.next.value;"))
  }

  @Test func userInfo() throws {
    struct Versioned: Codable {
      static let key = CodingUserInfoKey(rawValue: "version")
      var version: Int
      init() { version = 0 }
      init(from decoder: any Decoder) throws {
        version = Self.key.flatMap { decoder.userInfo[$0] as? Int } ?? -1
      }
      func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Self.key.flatMap { encoder.userInfo[$0] as? Int } ?? -1)
      }
    }
    let isolate = try Isolate(limits: Limits())
    if let key = Versioned.key { isolate.codingOptions.userInfo[key] = 7 }
    #expect(try isolate.encode([Versioned()]) != .nil)
    #expect(try isolate.encode(Versioned()) == .number(7))
    #expect(try isolate.decode(Versioned.self, from: .number(1)).version == 7)
  }
}
