import Lox

/// A shop on the server, with the rules that its owner has written.
struct Shop: Sendable {
  let name: String
  private let rules: Program

  /// Compiles the rules once; they then serve any number of orders on any threads.
  init(name: String, script: String) throws {
    self.name = name
    rules = try Program(script, name: "\(name).lox")
  }

  /// What a shop may use for an order.
  private static let limits: Limits = {
    var limits = Limits.untrusted
    limits.fuel = 200_000
    limits.heapBytes = 1 << 20
    limits.callDepth = 200
    // Fuel ends anything that takes too long, at the same place on every machine; the deadline is for what host functions might do.
    limits.deadline = .after(.seconds(10))
    return limits
  }()

  /// The functions of the server.
  private static let api = HostAPI { api in
    api.define("countOf") { (order: Order, product: String) in
      order.items.filter { $0.product == product }.reduce(0) { $0 + $1.count }
    }
  }

  /// What every script can use: the server's own part of the language of rules.
  private static let prelude: Program? = try? Program(
    """
    class Discount {
      init(percent, reason) {
        this.percent = percent;
        this.reason = reason;
      }
    }

    fun total(order) => order.items.map(item => item.count * item.price).sum();
    """, name: "prelude")

  /// Asks the rules. Each order gets an isolate of its own, so no order can leave anything behind for the next one.
  func discount(for order: Order, note: @escaping (String) -> Void) throws -> Discount? {
    let isolate = try Isolate(limits: Self.limits, api: Self.api, lines: note)
    if let prelude = Self.prelude { try isolate.run(prelude) }
    try isolate.run(rules)
    guard let discount = try isolate.call("discount", order, as: Discount?.self) else { return nil }
    guard (0...100).contains(discount.percent) else {
      throw ConversionError(expected: "a percentage from 0 to 100", actual: "\(discount.percent)")
    }
    return discount
  }
}
