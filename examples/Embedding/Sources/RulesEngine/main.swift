import Foundation
import Lox

let orders = [
  Order(
    customer: .init(name: "Ada", isMember: true),
    items: [.init(product: "bread", count: 2, price: 4.5), .init(product: "roll", count: 12, price: 0.6)]),
  Order(
    customer: .init(name: "Bob", isMember: false),
    items: [.init(product: "cake", count: 1, price: 28)]),
]

// Reads and compiles what the owners have written. An owner who made mistakes is told about all of them.
let folder = Bundle.module.resourceURL?.appending(path: "Shops") ?? URL(filePath: ".")
let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
var shops: [Shop] = []
for file in files.sorted(by: { $0.lastPathComponent < $1.lastPathComponent }) {
  let name = file.deletingPathExtension().lastPathComponent
  do {
    shops.append(try Shop(name: name, script: try String(contentsOf: file, encoding: .utf8)))
  } catch {
    print("\(name): the rules can't be used; to the owner:\n\(messageForOwner(error))\n")
  }
}

// All shops serve their customers at once.
let answers = await withTaskGroup(of: (Int, [String]).self) { group in
  for (index, shop) in shops.enumerated() {
    group.addTask { (index, orders.map { answer(shop, $0) }) }
  }
  var answers: [Int: [String]] = [:]
  for await (index, texts) in group { answers[index] = texts }
  return answers
}
for (index, shop) in shops.enumerated() {
  print("\(shop.name):")
  for (order, answer) in zip(orders, answers[index] ?? []) {
    print("  \(order.customer.name) pays \(answer)")
  }
  print()
}
