import Lox

/// What a customer wants to buy. Scripts get it as an instance with these fields; `items` is a linked list.
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

/// What a shop's script answers: an instance of the class `Discount` that every script finds.
struct Discount: ValueCodable, Sendable {
  var percent: Double
  var reason: String
}
