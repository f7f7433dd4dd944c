extension CoreOperation {
  static let ofGlobalScope: [CoreOperation] = [
    .namespace(.math, "Math", "Functions and constants of mathematics."),
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
