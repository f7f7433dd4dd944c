extension CoreOperation {
  static let ofGlobalScope: [CoreOperation] = [
    .namespace(.math, "Math", "Functions and constants of mathematics."),
    .namespace(.json, "JSON", "Reads and writes values as text in JSON."),
    .class(
      .numberType, "Number", [.required("x", .any)], "Number?", scaling: "1 for each 16 bytes of a string",
      "The class of numbers; called, the number that a string is the text of, or nil if it is none."),
    .class(
      .stringType, "String", [.required("x", .any)], "String", scaling: "1 for each 16 bytes of the result",
      "The class of strings; called, the text of a value."),
    .class(
      .booleanType, "Boolean", [.required("x", .any)], "Boolean",
      "The class of booleans; called, whether a value is neither nil nor false."),
    .class(.functionType, "Function", [.required("x", .function)], "Function", "The class of functions."),
    .class(
      .listType, "List", [.required("elements", .iterable)], "List", scaling: "1 for each element",
      "The class of lists; called, a list of all that a value gives when it is iterated."),
    .class(
      .mapType, "Map", [.required("pairs", .iterable)], "Map", scaling: "1 for each entry",
      "The class of maps; called, a map of pairs of a key and a value, or a copy of a map."),
    .class(.rangeType, "Range", [.required("range", .range)], "Range", "The class of ranges."),
    .class(
      .randomType, "Random", [.optional("seed", .wholeNumber, "the isolate's")], "Random",
      "The class of generators of random numbers; called, a new one, whose numbers depend on nothing but the seed."
    ),
    .class(
      .errorType, "Error", [.optional("message", .string, "\"\"")], "Error",
      "The class of errors, to inherit from; it has a message."),
    .class(
      .hostErrorType, "HostError", [.optional("message", .string, "\"\"")], "HostError",
      "The class of errors of the host's functions; their details are what the host tells of them."),
    .function(
      .assert, of: .global, "assert",
      [.required("condition", .any), .optional("message", .string, "\"Assertion failed.\"")], "nil",
      "Ends the script with an error unless the condition is true."),
    .function(
      .equals, of: .global, "equals", [.required("a", .any), .required("b", .any)], "Boolean",
      scaling: "1 for each element, 1 for each 16 bytes",
      "Whether two values are equal; lists, maps and ranges are compared by what is in them."),
    .function(
      .fields, of: .global, "fields", [.required("instance", .instance)], "Map", scaling: "1 for each field",
      "The fields of an instance, by their names."),
    .function(
      .classOf, of: .global, "classOf", [.required("x", .any)], "Class?",
      "The class of any value; of nil it is nil."),
  ]

  static let ofFunctions: [CoreOperation] = [
    .property(.functionName, of: .function, "name", "String", "The name; empty if there is none."),
    .property(.functionArity, of: .function, "arity", "Number", "How many arguments a call must have."),
  ]

  static let ofClasses: [CoreOperation] = [
    .property(.className, of: .class, "name", "String", "The name of the class."),
    .property(
      .classSuperclass, of: .class, "superclass", "Class?", "The class that it inherits from, or nil."),
  ]
}
