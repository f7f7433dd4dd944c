extension CoreOperation {
  private static let perElement = "1 for each element"
  private static let perTwo = "1 for each two elements"
  private static let calls = "what the calls cost"

  static let ofLists: [CoreOperation] = [
    .property(.listLength, of: .list, "length", "Number", "How many elements it has."),
    .property(.listIsEmpty, of: .list, "isEmpty", "Boolean", "Whether it has no elements."),
    .property(.listFirst, of: .list, "first", "Any", "The first element; nil if there is none."),
    .property(.listLast, of: .list, "last", "Any", "The last element; nil if there is none."),
    .method(.listAdd, of: .list, "add", [.required("x", .any)], "nil", "Adds an element at the end."),
    .method(
      .listAddAll, of: .list, "addAll", [.required("elements", .iterable)], "nil", scaling: perElement,
      "Adds at the end all that a list, map, string or range gives when it is iterated."),
    .method(
      .listRemoveLast, of: .list, "removeLast", [], "Any", "Removes the last element, and gives it."),
    .method(
      .listInsert, of: .list, "insert", [.required("i", .wholeNumber), .required("x", .any)], "nil",
      scaling: "1 for each two elements behind", "Inserts an element before the one at an index."),
    .method(
      .listRemoveAt, of: .list, "removeAt", [.required("i", .wholeNumber)], "Any",
      scaling: "1 for each two elements behind", "Removes the element at an index, and gives it."),
    .method(
      .listRemove, of: .list, "remove", [.required("x", .any)], "Boolean", scaling: perElement,
      "Removes the first element that equals a value; whether there was one."),
    .method(
      .listRemoveWhere, of: .list, "removeWhere", [.required("fn", .function)], "Number", scaling: calls,
      "Removes all elements for which a function gives true; how many there were."),
    .method(.listClear, of: .list, "clear", [], "nil", "Removes all elements."),
    .method(
      .listContains, of: .list, "contains", [.required("x", .any)], "Boolean", scaling: perTwo,
      "Whether an element equals a value."),
    .method(
      .listIndexOf, of: .list, "indexOf", [.required("x", .any)], "Number?", scaling: perTwo,
      "The index of the first element that equals a value; nil if there is none."),
    .method(
      .listIndexWhere, of: .list, "indexWhere", [.required("fn", .function)], "Number?", scaling: calls,
      "The index of the first element for which a function gives true; nil if there is none."),
    .method(
      .listFind, of: .list, "find", [.required("fn", .function)], "Any", scaling: calls,
      "The first element for which a function gives true; nil if there is none."),
    .method(
      .listAny, of: .list, "any", [.required("fn", .function)], "Boolean", scaling: calls,
      "Whether a function gives true for any element."),
    .method(
      .listEvery, of: .list, "every", [.required("fn", .function)], "Boolean", scaling: calls,
      "Whether a function gives true for every element."),
    .method(
      .listCount, of: .list, "count", [.required("fn", .function)], "Number", scaling: calls,
      "For how many elements a function gives true."),
    .method(
      .listMap, of: .list, "map", [.required("fn", .function)], "List", scaling: calls,
      "A list of what a function gives for each element."),
    .method(
      .listFilter, of: .list, "filter", [.required("fn", .function)], "List", scaling: calls,
      "A list of the elements for which a function gives true."),
    .method(
      .listFlatMap, of: .list, "flatMap", [.required("fn", .function)], "List", scaling: calls,
      "A list of the elements of the lists that a function gives for each element."),
    .method(
      .listForEach, of: .list, "forEach", [.required("fn", .function)], "nil", scaling: calls,
      "Calls a function with each element."),
    .method(
      .listReduce, of: .list, "reduce", [.required("fn", .function), .optional("initial", .any, "first")],
      "Any",
      scaling: calls, "What remains if a function takes the result so far and each element."),
    .method(
      .listSum, of: .list, "sum", [], "Number", scaling: perElement,
      "The sum of the elements, which are numbers."),
    .method(
      .listMin, of: .list, "min", [.optional("key", .function)], "Any", scaling: perElement,
      "The least element, or the one for which a function gives the least; nil if there is none."),
    .method(
      .listMax, of: .list, "max", [.optional("key", .function)], "Any", scaling: perElement,
      "The greatest element, or the one for which a function gives the greatest; nil if there is none."),
    .method(
      .listSort, of: .list, "sort", [.optional("order", .function)], "nil", scaling: "2 n log n",
      "Sorts the elements, equal ones as they were. The function gives a number below 0, or true, if its first argument comes first."
    ),
    .method(
      .listSorted, of: .list, "sorted", [.optional("order", .function)], "List", scaling: "2 n log n",
      "A sorted copy."),
    .method(
      .listSortedBy, of: .list, "sortedBy", [.required("key", .function)], "List", scaling: "2 n log n",
      "A copy, sorted by what a function gives for each element."),
    .method(
      .listReversed, of: .list, "reversed", [], "List", scaling: perElement, "A copy from last to first."),
    .method(.listCopy, of: .list, "copy", [], "List", scaling: perElement, "A list with the same elements."),
    .method(
      .listSlice, of: .list, "slice",
      [.required("start", .wholeNumber), .optional("end", .wholeNumber, "length")],
      "List", scaling: "1 for each element of the result",
      "The elements from `start` up to `end`, without that; negative indexes count from the end."),
    .method(
      .listUnique, of: .list, "unique", [.optional("key", .function)], "List", scaling: perElement,
      "The elements without repetitions, or the first ones for what a function gives."),
    .method(
      .listZip, of: .list, "zip", [.required("other", .list)], "List", scaling: perElement,
      "Pairs of an element and the one at the same index of another list, up to the end of the shorter one."),
    .method(
      .listChunked, of: .list, "chunked", [.required("n", .wholeNumber)], "List", scaling: perElement,
      "Lists of n elements each; the last one has what is left."),
    .method(
      .listGroupBy, of: .list, "groupBy", [.required("key", .function)], "Map", scaling: calls,
      "A map that has, for each value that a function gives, the list of its elements."),
    .method(
      .listJoin, of: .list, "join", [.optional("separator", .string, "\"\"")], "String",
      scaling: "1 for each element, 1 for each 16 bytes", "The text of the elements, one after the other."),
  ]

  static let ofListClass: [CoreOperation] = [
    .function(
      .listFilled, of: .listClass, "filled", [.required("n", .wholeNumber), .required("value", .any)], "List",
      scaling: perTwo, "A list of n times the same value.")
  ]
}
