extension CoreOperation {
  static let ofJSON: [CoreOperation] = [
    .function(
      .jsonParse, of: .json, "parse", [.required("text", .string)], "Any", scaling: "2 for each 16 bytes",
      "The value of a text in JSON: lists, maps, numbers, strings, booleans and nil."),
    .function(
      .jsonStringify, of: .json, "stringify",
      [.required("value", .any), .optional("indent", .wholeNumber, "0")], "String",
      scaling: "1 for each 16 bytes",
      "A value as JSON: instances by their fields, and lines if there is an indentation."),
  ]
}
