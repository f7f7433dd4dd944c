import Foundation
import Lox

/// The answer to an order, as text for the transcript.
func answer(_ shop: Shop, _ order: Order) -> String {
  var notes: [String] = []
  var text: String
  do {
    if let discount = try shop.discount(for: order, note: { notes.append($0) }) {
      let price = order.total * (1 - discount.percent / 100)
      text = String(format: "%.2f instead of %.2f: %@", price, order.total, discount.reason)
    } else {
      text = String(format: "%.2f", order.total)
    }
  } catch {
    // The customer pays the full price, and the owner learns why.
    text = String(format: "%.2f, since the rules have failed; to the owner:\n", order.total)
    text += messageForOwner(error)
  }
  for note in notes { text += "\n    (\(note))" }
  return text
}

/// What is wrong with the rules, for their author.
func messageForOwner(_ error: any Error) -> String {
  let message =
    switch error {
    case let errors as CompileErrors: errors.formatted(.rich(color: false))
    case let error as RuntimeError: error.formatted(.rich(color: false))
    case let error as ConversionError: "error: The function `discount` has a wrong result. \(error)"
    default: "error: \(error)"
    }
  return message.split(separator: "\n").map { "    | \($0)" }.joined(separator: "\n")
}
