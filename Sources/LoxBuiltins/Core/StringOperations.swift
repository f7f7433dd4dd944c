extension CoreOperation {
  private static let perBytes = "1 for each 16 bytes"
  private static let perResult = "1 for each 16 bytes of the result"

  static let ofStrings: [CoreOperation] = [
    .property(
      .stringLength, of: .string, "length", "Number", scaling: perBytes,
      "How many characters it has, in Unicode code points."),
    .property(.stringIsEmpty, of: .string, "isEmpty", "Boolean", "Whether it has no characters."),
    .property(.stringByteLength, of: .string, "byteLength", "Number", "How many bytes it has in UTF-8."),
    .method(
      .stringSlice, of: .string, "slice",
      [.required("start", .wholeNumber), .optional("end", .wholeNumber, "length")], "String",
      scaling: perResult,
      "The characters from `start` up to `end`, without that; negative positions count from the end."),
    .method(
      .stringContains, of: .string, "contains", [.required("text", .string)], "Boolean", scaling: perBytes,
      "Whether the text is a part of it."),
    .method(
      .stringStartsWith, of: .string, "startsWith", [.required("text", .string)], "Boolean",
      scaling: perBytes,
      "Whether it begins with the text."),
    .method(
      .stringEndsWith, of: .string, "endsWith", [.required("text", .string)], "Boolean", scaling: perBytes,
      "Whether it ends with the text."),
    .method(
      .stringIndexOf, of: .string, "indexOf",
      [.required("text", .string), .optional("from", .wholeNumber, "0")], "Number?", scaling: perBytes,
      "Where the text is first found, from a position on; nil if it is not."),
    .method(
      .stringLastIndexOf, of: .string, "lastIndexOf", [.required("text", .string)], "Number?",
      scaling: perBytes,
      "Where the text is last found; nil if it is not."),
    .method(
      .stringCount, of: .string, "count", [.required("text", .string)], "Number", scaling: perBytes,
      "How many times the text occurs, without overlaps."),
    .method(
      .stringTrim, of: .string, "trim", [], "String", scaling: perBytes,
      "The text without blanks, tabs and line ends around it."),
    .method(
      .stringTrimStart, of: .string, "trimStart", [], "String", scaling: perBytes,
      "The text without blanks, tabs and line ends before it."),
    .method(
      .stringTrimEnd, of: .string, "trimEnd", [], "String", scaling: perBytes,
      "The text without blanks, tabs and line ends after it."),
    .method(
      .stringToUpper, of: .string, "toUpper", [], "String", scaling: "2 for each 16 bytes",
      "The text in capital letters, each by itself."),
    .method(
      .stringToLower, of: .string, "toLower", [], "String", scaling: "2 for each 16 bytes",
      "The text in small letters, each by itself."),
    .method(
      .stringReplace, of: .string, "replace",
      [.required("text", .string), .required("with", .stringOrFunction)], "String", scaling: perBytes,
      "Another text in place of each occurrence of the first."),
    .method(
      .stringReplaceFirst, of: .string, "replaceFirst",
      [.required("text", .string), .required("with", .stringOrFunction)], "String", scaling: perBytes,
      "Another text in place of the first occurrence."),
    .method(
      .stringRepeat, of: .string, "repeat", [.required("n", .wholeNumber)], "String", scaling: perResult,
      "The text n times."),
    .method(
      .stringPadStart, of: .string, "padStart",
      [.required("length", .wholeNumber), .optional("fill", .string, "\" \"")], "String", scaling: perResult,
      "The text with as much before it as makes it so long."),
    .method(
      .stringPadEnd, of: .string, "padEnd",
      [.required("length", .wholeNumber), .optional("fill", .string, "\" \"")], "String", scaling: perResult,
      "The text with as much after it as makes it so long."),
    .method(
      .stringReversed, of: .string, "reversed", [], "String", scaling: perBytes,
      "The characters from last to first."),
    .method(
      .stringDedent, of: .string, "dedent", [], "String", scaling: perBytes,
      "The lines without the indentation that all of them have."),
    .method(
      .stringCodeAt, of: .string, "codeAt", [.required("i", .wholeNumber)], "Number",
      "The code point of the character at a position."),
    .method(
      .stringSplit, of: .string, "split",
      [.required("separator", .string), .optional("limit", .wholeNumber)], "List",
      scaling: "1 for each part, 1 for each 16 bytes",
      "The parts between separators, at most as many as a limit says; with an empty separator the characters."
    ),
    .method(
      .stringLines, of: .string, "lines", [], "List", scaling: "1 for each line, 1 for each 16 bytes",
      "The lines, without their ends."),
    .method(
      .stringCodes, of: .string, "codes", [], "List", scaling: "1 for each character",
      "The code points of the characters."),
    .method(
      .stringBytes, of: .string, "bytes", [], "List", scaling: "1 for each byte", "The bytes in UTF-8."),
    .method(
      .stringFormat, of: .string, "format", [.required("values", .listOrMap)], "String", scaling: perResult,
      "The text with values in place of `{name}` or `{0}`; `{{` is a brace."),
  ]

  static let ofStringClass: [CoreOperation] = [
    .function(
      .stringFromCodes, of: .stringClass, "fromCodes", [.required("codes", .list)], "String",
      scaling: "1 for each element", "A string of the characters with these code points."),
    .function(
      .stringFromBytes, of: .stringClass, "fromBytes", [.required("bytes", .list)], "String",
      scaling: "1 for each element", "A string of these bytes, which are normally UTF-8."),
  ]
}
