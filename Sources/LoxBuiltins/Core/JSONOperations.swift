extension CoreOperation {
  static let ofJSON: [CoreOperation] = [
    .function(
      .jsonParse, of: .json, "parse", [.required("text", .string)], "Any", scaling: "2 for each 16 bytes",
      "The value of a text in JSON: objects are maps, arrays are lists, `null` is nil.",
      errors: [(#"JSON.parse("[1, ]");"#, "Invalid JSON at line 1, column 5: expect a value.")],
      example: """
        const order = JSON.parse(`{"id": 7, "items": ["roll"]}`);
        print order.items[0]; // expect: roll
        """),
    .function(
      .jsonStringify, of: .json, "stringify",
      [.required("value", .any), .optional("indent", .wholeNumber, "0")], "String",
      scaling: "1 for each 16 bytes",
      "The text of a value in JSON; instances are written by their fields. With an indentation, it goes over lines.",
      errors: [("JSON.stringify(0 / 0);", "nan has no JSON form.")],
      example:
        #"print JSON.stringify({id: 7, items: ["roll", nil]}); // expect: {"id":7,"items":["roll",null]}"#),
  ]
}
