extension CoreOperation {
  static let ofRandom: [CoreOperation] = [
    .method(.randomNext, of: .random, "next", [], "Number", "The next number, at least 0 and below 1."),
    .method(
      .randomInt, of: .random, "int", [.required("range", .range)], "Number",
      "One of the numbers of a range, each as likely as the others.",
      errors: [("Random().int(5..<5);", "The range is empty.")],
      example: "print Random(42).int(1...6); // expect: 1"),
    .method(
      .randomPick, of: .random, "pick", [.required("list", .list)], "Any",
      "One of the elements of a list, each as likely as the others; nil if the list is empty.",
      example: #"print Random(42).pick(["a", "b", "c"]); // expect: a"#),
    .method(
      .randomShuffle, of: .random, "shuffle", [.required("list", .list)], "nil",
      scaling: "1 for each element",
      "Puts the elements of the list itself into another order, each order as likely as the others.",
      example: """
        const cards = [1, 2, 3, 4];
        Random(1).shuffle(cards);
        print cards.sorted(); // expect: [1, 2, 3, 4]
        """),
  ]
}
