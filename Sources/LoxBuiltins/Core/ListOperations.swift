extension CoreOperation {
  private static let perElement = "1 for each element"
  private static let perTwo = "1 for each two elements"
  private static let calls = "what the calls cost"

  static let ofLists: [CoreOperation] = [
    .property(
      .listLength, of: .list, "length", "Number", "How many elements it has.",
      example: "print [3, 1, 2].length; // expect: 3"),
    .property(.listIsEmpty, of: .list, "isEmpty", "Boolean", "Whether it has no elements."),
    .property(
      .listFirst, of: .list, "first", "Any", "The first element; nil if there is none.",
      example: """
        print [3, 1, 2].first; // expect: 3
        print [].first;        // expect: nil
        """),
    .property(
      .listLast, of: .list, "last", "Any", "The last element; nil if there is none.",
      example: "print [3, 1, 2].last; // expect: 2"),
    .method(
      .listAdd, of: .list, "add", [.required("x", .any)], "nil", "Adds an element at the end.",
      errors: [
        ("const list = [1]; for (var x in list) list.add(x);", "The list was changed during its iteration.")
      ],
      example: """
        const list = [1, 2];
        list.add(3);
        print list; // expect: [1, 2, 3]
        """),
    .method(
      .listAddAll, of: .list, "addAll", [.required("elements", .iterable)], "nil", scaling: perElement,
      "Adds at the end all that a list, map, string or range gives when it is iterated.",
      example: """
        const list = [1];
        list.addAll(2...4);
        print list; // expect: [1, 2, 3, 4]
        """),
    .method(
      .listRemoveLast, of: .list, "removeLast", [], "Any", "Removes the last element, and gives it.",
      errors: [("[].removeLast();", "The list is empty.")],
      example: """
        const list = [1, 2];
        print list.removeLast(); // expect: 2
        print list;              // expect: [1]
        """),
    .method(
      .listInsert, of: .list, "insert", [.required("i", .wholeNumber), .required("x", .any)], "nil",
      scaling: "1 for every two elements after it",
      "Inserts an element before the one at an index, from 0 to the length; a negative index counts from the end.",
      errors: [("[1, 2, 3].insert(5, 0);", "Index 5 is out of range for a list of length 3.")],
      example: """
        const list = ["a", "c"];
        list.insert(1, "b");
        print list; // expect: ["a", "b", "c"]
        """),
    .method(
      .listRemoveAt, of: .list, "removeAt", [.required("i", .wholeNumber)], "Any",
      scaling: "1 for every two elements after it",
      "Removes the element at an index, and gives it; a negative index counts from the end.",
      errors: [("[1, 2, 3].removeAt(5);", "Index 5 is out of range for a list of length 3.")],
      example: """
        const list = ["a", "b", "c"];
        print list.removeAt(0); // expect: a
        print list;             // expect: ["b", "c"]
        """),
    .method(
      .listRemove, of: .list, "remove", [.required("x", .any)], "Boolean", scaling: perElement,
      "Removes the first element that equals a value, and says whether there was one.",
      example: """
        const list = [1, 2, 1];
        print list.remove(1); // expect: true
        print list;           // expect: [2, 1]
        """),
    .method(
      .listRemoveWhere, of: .list, "removeWhere", [.required("fn", .function)], "Number", scaling: calls,
      "Removes all elements for which a function gives true, and says how many there were.",
      example: """
        const list = [1, 2, 3, 4];
        print list.removeWhere(n => n % 2 == 0); // expect: 2
        print list;                              // expect: [1, 3]
        """),
    .method(.listClear, of: .list, "clear", [], "nil", "Removes all elements."),
    .method(
      .listContains, of: .list, "contains", [.required("x", .any)], "Boolean", scaling: perTwo,
      "Whether an element equals a value, by `==`: of lists and maps, only the same one is equal.",
      example: """
        print [1, 2].contains(2);  // expect: true
        print [[1]].contains([1]); // expect: false
        """),
    .method(
      .listIndexOf, of: .list, "indexOf", [.required("x", .any)], "Number?", scaling: perTwo,
      "The index of the first element that equals a value; nil if there is none.",
      example: """
        print ["a", "b"].indexOf("b"); // expect: 1
        print ["a", "b"].indexOf("c"); // expect: nil
        """),
    .method(
      .listIndexWhere, of: .list, "indexWhere", [.required("fn", .function)], "Number?", scaling: calls,
      "The index of the first element for which a function gives true; nil if there is none.",
      example: "print [3, 8, 9].indexWhere(n => n > 5); // expect: 1"),
    .method(
      .listFind, of: .list, "find", [.required("fn", .function)], "Any", scaling: calls,
      "The first element for which a function gives true; nil if there is none.",
      example: "print [3, 8, 9].find(n => n > 5); // expect: 8"),
    .method(
      .listAny, of: .list, "any", [.required("fn", .function)], "Boolean", scaling: calls,
      "Whether a function gives true for at least one element; it is not called for those after it.",
      example: "print [3, 8].any(n => n > 5); // expect: true"),
    .method(
      .listEvery, of: .list, "every", [.required("fn", .function)], "Boolean", scaling: calls,
      "Whether a function gives true for every element; of an empty list, true.",
      example: "print [3, 8].every(n => n > 5); // expect: false"),
    .method(
      .listCount, of: .list, "count", [.required("fn", .function)], "Number", scaling: calls,
      "For how many elements a function gives true.",
      example: "print [3, 8, 9].count(n => n > 5); // expect: 2"),
    .method(
      .listMap, of: .list, "map", [.required("fn", .function)], "List", scaling: calls,
      "A list of what a function gives for each element.",
      example: "print [1, 2, 3].map(n => n * n); // expect: [1, 4, 9]"),
    .method(
      .listFilter, of: .list, "filter", [.required("fn", .function)], "List", scaling: calls,
      "A list of the elements for which a function gives true.",
      example: "print [3, 8, 9].filter(n => n > 5); // expect: [8, 9]"),
    .method(
      .listFlatMap, of: .list, "flatMap", [.required("fn", .function)], "List", scaling: calls,
      "A list of the elements of all the lists that a function gives, one for each element.",
      example: "print [1, 2].flatMap(n => [n, n * 10]); // expect: [1, 10, 2, 20]"),
    .method(
      .listForEach, of: .list, "forEach", [.required("fn", .function)], "nil", scaling: calls,
      "Calls a function with each element.",
      example: """
        ["a", "b"].forEach(x => { print x; });
        // expect: a
        // expect: b
        """),
    .method(
      .listReduce, of: .list, "reduce", [.required("fn", .function), .optional("initial", .any, "first")],
      "Any",
      scaling: calls,
      "Combines all elements into one value: a function gets the result so far and the next element, and gives the next result. It begins with `initial`, or else with the first element.",
      errors: [("[].reduce((a, b) => a + b);", "An empty list can't be reduced without an initial value.")],
      example: """
        print [1, 2, 3].reduce((sum, n) => sum + n);         // expect: 6
        print ["a", "b"].reduce((text, x) => text + x, "-"); // expect: -ab
        """),
    .method(
      .listSum, of: .list, "sum", [], "Number", scaling: perElement,
      "The sum of the elements, which must be numbers; of an empty list, 0.",
      errors: [(#"[1, "2"].sum();"#, "Operands must be numbers.")],
      example: "print [1, 2, 3.5].sum(); // expect: 6.5"),
    .method(
      .listMin, of: .list, "min", [.optional("key", .function)], "Any", scaling: perElement,
      "The least element, or the one for which `key` gives the least; the first of equal ones; nil if there is none.",
      example: """
        print [3, 1, 2].min();                    // expect: 1
        print ["pear", "fig"].min(s => s.length); // expect: fig
        """),
    .method(
      .listMax, of: .list, "max", [.optional("key", .function)], "Any", scaling: perElement,
      "The greatest element, or the one for which `key` gives the greatest; the first of equal ones; nil if there is none.",
      example: """
        print [3, 1, 2].max();                    // expect: 3
        print ["pear", "fig"].max(s => s.length); // expect: pear
        """),
    .method(
      .listSort, of: .list, "sort", [.optional("order", .function)], "nil", scaling: "2 n log n",
      "Sorts the list itself; equal elements keep their order. Without `order`, by `<`: numbers, strings, or instances with that operator. `order` gets two elements, and gives whether the first one comes first, or a number below 0 if it does.",
      errors: [
        (#"[1, "a"].sort();"#, "Operands must be numbers."),
        (#"[2, 1].sort((a, b) => "less");"#, "The order of a sort must give a number or a boolean."),
      ],
      example: """
        const list = [10, 9, 1];
        list.sort();
        print list; // expect: [1, 9, 10]
        list.sort((a, b) => b - a);
        print list; // expect: [10, 9, 1]
        """
    ),
    .method(
      .listSorted, of: .list, "sorted", [.optional("order", .function)], "List", scaling: "2 n log n",
      "A sorted copy; `order` is that of `sort`.",
      example: """
        const list = [3, 1, 2];
        print list.sorted();                // expect: [1, 2, 3]
        print list.sorted((a, b) => a > b); // expect: [3, 2, 1]
        print list;                         // expect: [3, 1, 2]
        """),
    .method(
      .listSortedBy, of: .list, "sortedBy", [.required("key", .function)], "List", scaling: "2 n log n",
      "A copy, sorted by what a function gives for each element.",
      example: #"print ["pear", "fig"].sortedBy(s => s.length); // expect: ["fig", "pear"]"#),
    .method(
      .listReversed, of: .list, "reversed", [], "List", scaling: perElement, "A copy from last to first.",
      example: "print [1, 2, 3].reversed(); // expect: [3, 2, 1]"),
    .method(
      .listCopy, of: .list, "copy", [], "List", scaling: perElement, "A new list with the same elements.",
      example: """
        const list = [1];
        const other = list.copy();
        other.add(2);
        print list; // expect: [1]
        """),
    .method(
      .listSlice, of: .list, "slice",
      [.required("start", .wholeNumber), .optional("end", .wholeNumber, "length")],
      "List", scaling: "1 for each element of the result",
      "The elements from `start` up to but not including `end`; negative indexes count from the end. The same as `list[start..<end]`.",
      example: """
        print [1, 2, 3, 4].slice(1, 3); // expect: [2, 3]
        print [1, 2, 3, 4].slice(-2);   // expect: [3, 4]
        """),
    .method(
      .listUnique, of: .list, "unique", [.optional("key", .function)], "List", scaling: perElement,
      "The elements without repetitions; with `key`, the first element for each of its results.",
      example: """
        print [1, 2, 1].unique();                            // expect: [1, 2]
        print ["pear", "plum", "fig"].unique(s => s.length); // expect: ["pear", "fig"]
        """),
    .method(
      .listZip, of: .list, "zip", [.required("other", .list)], "List", scaling: perElement,
      "Pairs of an element and the one at the same index of another list, up to the end of the shorter one.",
      example: #"print ["a", "b", "c"].zip([1, 2]); // expect: [["a", 1], ["b", 2]]"#),
    .method(
      .listChunked, of: .list, "chunked", [.required("n", .wholeNumber)], "List", scaling: perElement,
      "Lists of n elements each; the last one has what is left.",
      errors: [("[1].chunked(0);", "Argument 1 of 'chunked' must be a whole number above 0, not 0.")],
      example: "print [1, 2, 3, 4, 5].chunked(2); // expect: [[1, 2], [3, 4], [5]]"),
    .method(
      .listGroupBy, of: .list, "groupBy", [.required("key", .function)], "Map", scaling: calls,
      "A map with a list for each value that a function gives: the elements for which it gives it.",
      example:
        #"print ["pear", "fig", "plum"].groupBy(s => s.length); // expect: {4: ["pear", "plum"], 3: ["fig"]}"#
    ),
    .method(
      .listJoin, of: .list, "join", [.optional("separator", .string, "\"\"")], "String",
      scaling: "1 for each element, 1 for each 16 bytes",
      "The text of all elements, with a separator between them.",
      example: #"print [1, "a", nil].join(", "); // expect: 1, a, nil"#),
  ]

  static let ofListClass: [CoreOperation] = [
    .function(
      .listFilled, of: .listClass, "filled", [.required("n", .wholeNumber), .required("value", .any)], "List",
      scaling: perTwo, "A list of `n` elements, all of them the same value.",
      example: "print List.filled(3, 0); // expect: [0, 0, 0]")
  ]
}
