extension CoreOperation {
  static let ofRandom: [CoreOperation] = [
    .method(.randomNext, of: .random, "next", [], "Number", "The next number, 0 or above and below 1."),
    .method(
      .randomInt, of: .random, "int", [.required("range", .range)], "Number",
      "One of the numbers of a range, each as likely as the others."),
    .method(
      .randomPick, of: .random, "pick", [.required("list", .list)], "Any",
      "One of the elements of a list, each as likely as the others; of an empty list, nil."),
    .method(
      .randomShuffle, of: .random, "shuffle", [.required("list", .list)], "nil",
      scaling: "1 for each element",
      "Puts the elements of a list into another order, each order as likely as the others."),
  ]
}
