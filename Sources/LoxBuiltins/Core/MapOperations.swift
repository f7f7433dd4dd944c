extension CoreOperation {
  private static let perEntry = "1 for each entry"

  static let ofMaps: [CoreOperation] = [
    .method(.mapSize, of: .map, "size", [], "Number", "How many entries it has."),
    .method(.mapIsEmpty, of: .map, "isEmpty", [], "Boolean", "Whether it has no entries."),
    .method(
      .mapHas, of: .map, "has", [.required("key", .any)], "Boolean", cost: 2,
      "Whether it has an entry for a key."),
    .method(
      .mapGet, of: .map, "get", [.required("key", .any), .optional("default", .any)], "Any", cost: 2,
      "The value for a key, or another value if there is no entry for it."),
    .method(
      .mapRemove, of: .map, "remove", [.required("key", .any)], "Any", cost: 2,
      "Removes the entry for a key, and gives its value; nil if there was none."),
    .method(.mapClear, of: .map, "clear", [], "nil", "Removes all entries."),
    .method(
      .mapKeys, of: .map, "keys", [], "List", scaling: perEntry,
      "The keys, in the order in which they were added."),
    .method(
      .mapValues, of: .map, "values", [], "List", scaling: perEntry, "The values, in the order of their keys."
    ),
    .method(
      .mapEntries, of: .map, "entries", [], "List", scaling: perEntry, "Pairs of each key and its value."),
    .method(.mapCopy, of: .map, "copy", [], "Map", scaling: perEntry, "A map with the same entries."),
    .method(
      .mapFilter, of: .map, "filter", [.required("fn", .function)], "Map", scaling: "what the calls cost",
      "A map of the entries for which a function of the key and the value gives true."),
    .method(
      .mapMapValues, of: .map, "mapValues", [.required("fn", .function)], "Map",
      scaling: "what the calls cost",
      "A map with the same keys, and what a function of each key and value gives."),
  ]

  static let ofRanges: [CoreOperation] = [
    .property(.rangeStart, of: .range, "start", "Number", "Its first bound."),
    .property(.rangeEnd, of: .range, "end", "Number", "Its second bound."),
    .property(.rangeStep, of: .range, "step", "Number", "The difference between a number and the next one."),
    .property(.rangeLength, of: .range, "length", "Number", "How many numbers it has."),
    .property(.rangeIsEmpty, of: .range, "isEmpty", "Boolean", "Whether it has no numbers."),
    .method(
      .rangeBy, of: .range, "by", [.required("step", .number)], "Range",
      "The same range with another step; a negative one goes down from the start."),
    .method(
      .rangeReversed, of: .range, "reversed", [], "Range", "The same numbers from last to first."),
    .method(
      .rangeMap, of: .range, "map", [.required("fn", .function)], "List", scaling: "what the calls cost",
      "A list of what a function gives for each number."),
    .method(
      .rangeFilter, of: .range, "filter", [.required("fn", .function)], "List",
      scaling: "what the calls cost",
      "A list of the numbers for which a function gives true."),
  ]
}
