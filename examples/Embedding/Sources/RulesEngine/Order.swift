import Lox

/// What a customer wants to buy. Scripts get it as an instance with these fields; `items` is a list.
struct Order: ValueCodable, Sendable {
  struct Customer: Codable, Sendable {
    var name: String
    var isMember: Bool
  }

  struct Item: Codable, Sendable {
    var product: String
    var count: Int
    var price: Double
  }

  var customer: Customer
  var items: [Item]

  var total: Double { items.reduce(0) { $0 + Double($1.count) * $1.price } }
}

/// The answer of a shop's script: an instance of the class `Discount`, which every script can use, or a map with the same keys.
struct Discount: ValueCodable, Sendable {
  var percent: Double
  var reason: String
}
