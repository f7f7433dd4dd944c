extension CoreOperation {
  private static let perEntry = "1 for each entry"

  static let ofMaps: [CoreOperation] = [
    .method(
      .mapSize, of: .map, "size", [], "Number", "How many entries it has.",
      example: "print {a: 1, b: 2}.size(); // expect: 2"),
    .method(.mapIsEmpty, of: .map, "isEmpty", [], "Boolean", "Whether it has no entries."),
    .method(
      .mapHas, of: .map, "has", [.required("key", .any)], "Boolean", cost: 2,
      "Whether it has an entry for a key. The same as `key in map`.",
      example: #"print {a: nil}.has("a"); // expect: true"#),
    .method(
      .mapGet, of: .map, "get", [.required("key", .any), .optional("default", .any)], "Any", cost: 2,
      "The value for a key, or `default` if there is no entry for it.",
      example: #"print {a: 1}.get("b", 0); // expect: 0"#),
    .method(
      .mapRemove, of: .map, "remove", [.required("key", .any)], "Any", cost: 2,
      "Removes the entry for a key, and gives its value; nil if there was none.",
      example: """
        const ages = {Ada: 36, Alan: 41};
        print ages.remove("Ada"); // expect: 36
        print ages;               // expect: {Alan: 41}
        """),
    .method(.mapClear, of: .map, "clear", [], "nil", "Removes all entries."),
    .method(
      .mapKeys, of: .map, "keys", [], "List", scaling: perEntry,
      "The keys, in the order in which they were added.",
      example: #"print {b: 1, a: 2}.keys(); // expect: ["b", "a"]"#),
    .method(
      .mapValues, of: .map, "values", [], "List", scaling: perEntry,
      "The values, in the order of their keys.",
      example: "print {b: 1, a: 2}.values(); // expect: [1, 2]"
    ),
    .method(
      .mapEntries, of: .map, "entries", [], "List", scaling: perEntry,
      "A list of pairs, each a list of a key and its value.",
      example: #"print {a: 1, b: 2}.entries(); // expect: [["a", 1], ["b", 2]]"#),
    .method(.mapCopy, of: .map, "copy", [], "Map", scaling: perEntry, "A new map with the same entries."),
    .method(
      .mapFilter, of: .map, "filter", [.required("fn", .function)], "Map", scaling: "what the calls cost",
      "A map of the entries for which a function of key and value gives true.",
      example: "print {a: 1, b: 2}.filter((key, value) => value > 1); // expect: {b: 2}"),
    .method(
      .mapMapValues, of: .map, "mapValues", [.required("fn", .function)], "Map",
      scaling: "what the calls cost",
      "A map with the same keys, and the results of a function of key and value.",
      example: "print {a: 1, b: 2}.mapValues((key, value) => value * 10); // expect: {a: 10, b: 20}"),
  ]

  static let ofRanges: [CoreOperation] = [
    .property(
      .rangeStart, of: .range, "start", "Number", "The bound before the dots.",
      example: "print (2..<5).start; // expect: 2"),
    .property(
      .rangeEnd, of: .range, "end", "Number", "The bound after the dots.",
      example: "print (2..<5).end; // expect: 5"),
    .property(
      .rangeStep, of: .range, "step", "Number",
      "The difference between a number and the next one: 1, or what `by` was given."),
    .property(
      .rangeLength, of: .range, "length", "Number", "How many numbers it has.",
      example: """
        print (2..<5).length; // expect: 3
        print (2...5).length; // expect: 4
        """),
    .property(
      .rangeIsEmpty, of: .range, "isEmpty", "Boolean",
      "Whether it has no numbers, as a range has whose start is above its end."),
    .method(
      .rangeBy, of: .range, "by", [.required("step", .number)], "Range",
      "The same range with another step. A negative step goes down from the start, so the start must be the greater one.",
      errors: [("(0..<5).by(0);", "Argument 1 of 'by' must be a finite number other than 0, not 0.")],
      example: """
        print List((0...10).by(5)); // expect: [0, 5, 10]
        print List((3...1).by(-1)); // expect: [3, 2, 1]
        """),
    .method(
      .rangeReversed, of: .range, "reversed", [], "Range", "The same numbers from last to first.",
      example: """
        for (var i in (0..<3).reversed()) print i;
        // expect: 2
        // expect: 1
        // expect: 0
        """),
    .method(
      .rangeMap, of: .range, "map", [.required("fn", .function)], "List", scaling: "what the calls cost",
      "A list of what a function gives for each number.",
      example: "print (1...3).map(n => n * n); // expect: [1, 4, 9]"),
    .method(
      .rangeFilter, of: .range, "filter", [.required("fn", .function)], "List",
      scaling: "what the calls cost",
      "A list of the numbers for which a function gives true.",
      example: "print (1...6).filter(n => n % 3 == 0); // expect: [3, 6]"),
  ]
}
