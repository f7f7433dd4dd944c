import Foundation
import Lox
import LoxFoundation
import Testing

/// The examples of the articles on host functions and on the exchange of values.
@Suite struct HostFunctionExamples {
  @Test func functions() throws {
    var printed: [String] = []
    func print(_ line: String) { printed.append(line) }
    let isolate = try Isolate { line in print(line) }

    // The example begins.
    try isolate.define("clamp") { (value: Double, low: Double, high: Double) in
      min(max(value, low), high)
    }
    try isolate.define("log") { (message: String, level: Int?) in
      print("[\(level ?? 0)] \(message)")
    }
    try isolate.run(try Program("log(\"done\"); print clamp(7, 0, 5);"))  // [0] done, 5
    // The example ends.
    #expect(printed == ["[0] done", "5"])

    // The example begins.
    struct StockError: Error, CustomStringConvertible {
      var product: String
      var description: String { "There is no product '\(product)'." }
    }
    let stock = ["pen": 12, "ink": 3]
    try isolate.define("stock") { (product: String) throws -> Int in
      guard let count = stock[product] else { throw StockError(product: product) }
      return count
    }
    // The example ends.
    printed = []
    try isolate.run(try Program("print stock(\"ink\");"))
    #expect(printed == ["3"])
    let error = #expect(throws: RuntimeError.self) { try isolate.run(try Program("stock(\"oil\");")) }
    #expect(error?.message == "There is no product 'oil'.")
    #expect((error?.underlying as? StockError)?.product == "oil")

    // The example begins.
    try isolate.defineVariadic("max") { arguments in
      var largest = -Double.infinity
      for argument in arguments { largest = max(largest, try Double.fromLox(argument)) }
      return .number(largest)
    }
    // The example ends.
    printed = []
    try isolate.run(try Program("print max(3, 8, 5);"))
    #expect(printed == ["8"])
  }

  @Test func callbacks() throws {
    var printed: [String] = []
    func print(_ line: String) { printed.append(line) }
    let isolate = try Isolate(limits: .untrusted) { line in print(line) }

    // The example begins.
    try isolate.define("each") { (list: [Value], body: Function) in
      for element in list { try body.call(element) }
    }
    try isolate.setGlobal("names", to: ["Ada", "Grace"])
    try isolate.run(
      try Program("fun hello(name) { print \"Hello, \" + name; } each(names, hello);"))
    // The example ends.
    #expect(printed == ["Hello, Ada", "Hello, Grace"])

    // The example begins.
    try isolate.define("setting") { (isolate: Isolate, name: String) -> Value in
      isolate["settings." + name] ?? .nil
    }
    // The example ends.
    try isolate.setGlobal("settings.size", to: 3)
    try isolate.run(try Program("print setting(\"size\");"))
    #expect(printed.last == "3")

    // The example begins.
    try isolate.define("attempt") { (body: Function) -> Value in
      do {
        return try body.call()
      } catch let error as RuntimeError where error.kind == .script {
        return .string("failed: " + error.message)
      }
    }
    // The example ends.
    try isolate.run(try Program("fun bad() { return -nil; } print attempt(bad);"))
    #expect(printed.last == "failed: Operand must be a number.")
  }

  @Test func apis() throws {
    final class Player: HostObject, Sendable {
      let name: String
      init(name: String) { self.name = name }
    }
    try {
      // The example begins.
      let api = HostAPI { api in
        api.define("clamp") { (value: Double, low: Double, high: Double) in
          min(max(value, low), high)
        }
        api.define("setting") { (isolate: Isolate, name: String) -> Value in
          isolate["settings." + name] ?? .nil
        }
        api.define(HostClass<Player>("Player").property("name", \.name))
        api.constant("version", 3)
      }
      let isolate = try Isolate(limits: .untrusted, api: api)
      try isolate.setGlobal("player", to: Player(name: "Ada"))
      try isolate.run(try Program("var name = player.name; var size = clamp(version, 0, 2);"))
      // The example ends.
      #expect(isolate["name"] == "Ada")
      #expect(isolate["size"] == 2)
      try isolate.setGlobal("settings.size", to: 3)
      #expect(try isolate.call("setting", "size") == 3)
    }()
    try {
      // The example begins.
      let api = HostAPI { api in
        api.define("clamp") { (value: Double, low: Double, high: Double) in min(max(value, low), high) }
        api.define(HostClass<Player>("Player").property("name", \.name))
        api.constant("version", 3)
      }
      let isolate = try Isolate(limits: .untrusted, api: api)
      // The example ends.
      #expect(try isolate.call("clamp", 7, 0, 5) == 5)
    }()
    // The example begins.
    final class Game {
      var score = 0
    }
    let api = HostAPI { api in
      api.define("win") { (isolate: Isolate, points: Int) in
        try isolate.context(as: Game.self).score += points
      }
    }
    let game = Game()
    let isolate = try Isolate(api: api)
    isolate.context = game
    try isolate.run(try Program("win(3);"))  // game.score is 3
    // The example ends.
    #expect(game.score == 3)
  }

  @Test func codable() throws {
    var printed: [String] = []
    func print(_ line: String) { printed.append(line) }
    let isolate = try Isolate(limits: .untrusted) { line in print(line) }

    // The example begins.
    struct Item: ValueCodable {
      var name: String
      var price: Double
    }
    struct Order: ValueCodable {
      enum Status: String, Codable { case open, paid }
      var customer: String
      var status: Status
      var items: [Item]
    }

    let order = Order(
      customer: "Ada", status: .paid,
      items: [Item(name: "pen", price: 2.5), Item(name: "ink", price: 4)])
    try isolate.setGlobal("order", to: order)
    try isolate.run(
      try Program(
        """
        fun total(order) => order.items.map(item => item.price).sum();
        print `${order.customer} pays ${total(order)}`;
        order.status = "open";
        order.items.add({name: "cup", price: 7});
        """))
    let changed = try isolate.global("order", as: Order.self)  // its status is open, and it has three items
    // The example ends.
    #expect(printed == ["Ada pays 6.5"])
    #expect(changed?.status == .open)
    #expect(changed?.items.count == 3)

    // The example begins.
    try isolate.define("cheapest") { (items: [Item]) in items.min { $0.price < $1.price } }
    try isolate.define("stock") { ["pen": [3, 4], "ink": []] }
    try isolate.run(
      try Program(
        """
        class Item {
          init(name, price) { this.name = name; this.price = price; }
          label() => `<${this.name}>`;
        }
        print cheapest([Item("cup", 7), {name: "tea", price: 3}]).label();  // <tea>
        for (var name, counts in stock()) print `${name}: ${counts.sum()}`;  // ink: 0, pen: 7
        """))
    // The example ends.
    #expect(printed.suffix(3) == ["<tea>", "ink: 0", "pen: 7"])

    // The example begins.
    try isolate.run(try Program("var scores = {Ada: [3]}; fun best(name) => scores[name].max();"))
    let scores = try isolate.global("scores", as: MapObject.self)
    try scores?.value("Ada", as: ListObject.self)?.append(9)
    try scores?.setValue("Grace", to: [5, 7])
    let best: [Int] = try [isolate.call("best", "Ada"), isolate.call("best", "Grace")]  // [9, 7]
    // The example ends.
    #expect(best == [9, 7])
  }

  @Test func madeFunctions() throws {
    let isolate = try Isolate()
    try isolate.run(try Program("fun apply(list, function) => list.map(function);"))
    // The example begins.
    let double = try isolate.makeFunction("double") { (x: Double) in x * 2 }
    let doubled: [Double] = try isolate.call("apply", [1, 2, 3], double)
    // The example ends.
    #expect(doubled == [2, 4, 6])
  }

  @Test func comment() throws {
    let isolate = try Isolate()
    // The example begins.
    struct Order: ValueCodable {
      var customer: String
      var total: Double
    }
    try isolate.define("discount") { (order: Order) in order.total > 100 ? 0.1 : 0 }
    // The example ends.
    try isolate.setGlobal("order", to: Order(customer: "Ada", total: 200))
    try isolate.run(try Program("var d = discount(order);"))
    #expect(isolate["d"] == 0.1)
  }

  @Test func ownConversions() throws {
    var printed: [String] = []
    func print(_ line: String) { printed.append(line) }
    let isolate = try Isolate(limits: .untrusted) { line in print(line) }

    // The example begins.
    /// Money goes to Lox as a number of cents.
    struct Money: ValueConvertible {
      var cents: Int

      static var loxType: String { "an amount of money" }
      static func fromLox(_ value: Value) throws -> Money {
        guard case .number = value else {
          throw ConversionError(expected: loxType, actual: value.kind)
        }
        return Money(cents: try Int.fromLox(value))
      }
      func toLox(in isolate: Isolate) throws -> Value { try cents.toLox(in: isolate) }
    }
    try isolate.define("withTax") { (price: Money) in Money(cents: price.cents * 119 / 100) }
    // The example ends.
    try isolate.run(try Program("print withTax(200);"))
    #expect(printed == ["238"])
    let error = #expect(throws: RuntimeError.self) { try isolate.run(try Program("withTax(nil);")) }
    #expect(error?.message == "Argument 1 of 'withTax' must be an amount of money, not nil.")
  }

  @Test func codingOptions() throws {
    var printed: [String] = []
    func print(_ date: Date, _ number: Double) { printed.append("\(date.timeIntervalSince1970) \(number)") }
    let isolate = try Isolate(limits: Limits(), output: .discarded)
    let error = #expect(throws: RuntimeError.self) {
      // The example begins.
      struct Invoice: ValueCodable {
        var dueDate: Date
        var totalAmount: Double
        var message: String?
      }
      isolate.codingOptions.keys = .snakeCase
      isolate.codingOptions.unknownFields = .rejected
      isolate.codingOptions.represent(
        Date.self, as: Double.self,
        encode: { $0.timeIntervalSince1970 }, decode: { Date(timeIntervalSince1970: $0) })
      try isolate.define("send") { (invoice: Invoice) in print(invoice.dueDate, invoice.totalAmount) }
      try isolate.run(
        try Program(
          """
          class Invoice {}
          var invoice = Invoice();
          invoice.due_date = 1760000000;
          invoice.total_amount = 12;
          invoice.mesage = "thanks";
          send(invoice);  // Unknown field 'mesage'; did you mean 'message'?
          """))
      // The example ends.
    }
    #expect(error?.message.contains("Unknown field 'mesage'; did you mean 'message'?") == true)
    try isolate.run(try Program("var i = Invoice(); i.due_date = 1760000000; i.total_amount = 12; send(i);"))
    #expect(printed == ["1760000000.0 12.0"])

    // The example begins.
    isolate.codingOptions = .foundation
    isolate.codingOptions.representFoundationTypes(dates: .iso8601, data: .bytes)
    // The example ends.
    #expect(try isolate.encode(Date(timeIntervalSince1970: 0)) == .string("1970-01-01T00:00:00Z"))
  }
}
