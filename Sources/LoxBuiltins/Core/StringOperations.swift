extension CoreOperation {
  private static let perBytes = "1 for each 16 bytes"
  private static let perResult = "1 for each 16 bytes of the result"

  static let ofStrings: [CoreOperation] = [
    .property(
      .stringLength, of: .string, "length", "Number", scaling: perBytes,
      "How many characters it has, in Unicode code points.",
      example: #"print "héllo".length; // expect: 5"#),
    .property(.stringIsEmpty, of: .string, "isEmpty", "Boolean", "Whether it has no characters."),
    .property(
      .stringByteLength, of: .string, "byteLength", "Number", "How many bytes it has in UTF-8.",
      example: #"print "héllo".byteLength; // expect: 6"#),
    .method(
      .stringSlice, of: .string, "slice",
      [.required("start", .wholeNumber), .optional("end", .wholeNumber, "length")], "String",
      scaling: perResult,
      "The characters from `start` up to but not including `end`; negative positions count from the end. The same as `text[start..<end]`.",
      example: """
        print "hello".slice(1, 3); // expect: el
        print "hello".slice(-2);   // expect: lo
        """),
    .method(
      .stringContains, of: .string, "contains", [.required("text", .string)], "Boolean", scaling: perBytes,
      "Whether `text` is a part of it. The same as `text in string`.",
      example: #"print "hello".contains("ell"); // expect: true"#),
    .method(
      .stringStartsWith, of: .string, "startsWith", [.required("text", .string)], "Boolean",
      scaling: perBytes,
      "Whether it begins with the text.",
      example: #"print "hello".startsWith("he"); // expect: true"#),
    .method(
      .stringEndsWith, of: .string, "endsWith", [.required("text", .string)], "Boolean", scaling: perBytes,
      "Whether it ends with the text.",
      example: #"print "hello".endsWith("lo"); // expect: true"#),
    .method(
      .stringIndexOf, of: .string, "indexOf",
      [.required("text", .string), .optional("from", .wholeNumber, "0")], "Number?", scaling: perBytes,
      "The position at which `text` is first found, looking from a position on; nil if it is not found.",
      example: """
        print "hello".indexOf("l");    // expect: 2
        print "hello".indexOf("l", 3); // expect: 3
        print "hello".indexOf("x");    // expect: nil
        """),
    .method(
      .stringLastIndexOf, of: .string, "lastIndexOf", [.required("text", .string)], "Number?",
      scaling: perBytes,
      "The position at which `text` is last found; nil if it is not found.",
      example: #"print "hello".lastIndexOf("l"); // expect: 3"#),
    .method(
      .stringCount, of: .string, "count", [.required("text", .string)], "Number", scaling: perBytes,
      "How many times `text` occurs, without overlaps.",
      errors: [(#""a".count("");"#, "Argument 1 of 'count' must not be an empty string.")],
      example: #"print "banana".count("an"); // expect: 2"#),
    .method(
      .stringTrim, of: .string, "trim", [], "String", scaling: perBytes,
      "The text without blanks, tabs and line ends around it.",
      example: #"print "[" + "  a b ".trim() + "]"; // expect: [a b]"#),
    .method(
      .stringTrimStart, of: .string, "trimStart", [], "String", scaling: perBytes,
      "The text without blanks, tabs and line ends before it."),
    .method(
      .stringTrimEnd, of: .string, "trimEnd", [], "String", scaling: perBytes,
      "The text without blanks, tabs and line ends after it."),
    .method(
      .stringToUpper, of: .string, "toUpper", [], "String", scaling: "2 for each 16 bytes",
      "The text in capital letters. Each character is mapped by itself, so the length does not change.",
      example: #"print "straße".toUpper(); // expect: STRAßE"#),
    .method(
      .stringToLower, of: .string, "toLower", [], "String", scaling: "2 for each 16 bytes",
      "The text in small letters. Each character is mapped by itself, so the length does not change.",
      example: #"print "HELLO".toLower(); // expect: hello"#),
    .method(
      .stringReplace, of: .string, "replace",
      [.required("text", .string), .required("with", .stringOrFunction)], "String", scaling: perBytes,
      "The text with another one in place of each occurrence of `text`: a string, or what a function of `text` gives.",
      errors: [(#""a".replace("", "b");"#, "Argument 1 of 'replace' must not be an empty string.")],
      example: #"print "a-b-c".replace("-", "+"); // expect: a+b+c"#),
    .method(
      .stringReplaceFirst, of: .string, "replaceFirst",
      [.required("text", .string), .required("with", .stringOrFunction)], "String", scaling: perBytes,
      "The text with another one in place of the first occurrence of `text`: a string, or what a function of `text` gives.",
      example: #"print "a-b-c".replaceFirst("-", "+"); // expect: a+b-c"#),
    .method(
      .stringRepeat, of: .string, "repeat", [.required("n", .wholeNumber)], "String", scaling: perResult,
      "The text `n` times, one after the other.",
      errors: [(#""a".repeat(-1);"#, "Argument 1 of 'repeat' must be a whole number from 0 on, not -1.")],
      example: #"print "ab".repeat(3); // expect: ababab"#),
    .method(
      .stringPadStart, of: .string, "padStart",
      [.required("length", .wholeNumber), .optional("fill", .string, "\" \"")], "String", scaling: perResult,
      "The text with `fill` before it, as often as needed to make it so long.",
      example: #"print "7".padStart(3, "0"); // expect: 007"#),
    .method(
      .stringPadEnd, of: .string, "padEnd",
      [.required("length", .wholeNumber), .optional("fill", .string, "\" \"")], "String", scaling: perResult,
      "The text with `fill` after it, as often as needed to make it so long.",
      example: #"print "ab".padEnd(5, ".") + "|"; // expect: ab...|"#),
    .method(
      .stringReversed, of: .string, "reversed", [], "String", scaling: perBytes,
      "The characters from last to first.",
      example: #"print "abc".reversed(); // expect: cba"#),
    .method(
      .stringDedent, of: .string, "dedent", [], "String", scaling: perBytes,
      "The lines without the indentation that all of them have, and without an empty first line: for templates that go over lines.",
      example: """
        print `
            a
              b`.dedent();
        // expect: a
        // expect:   b
        """),
    .method(
      .stringCodeAt, of: .string, "codeAt", [.required("i", .wholeNumber)], "Number",
      "The code point of the character at a position.",
      errors: [(#""abc".codeAt(3);"#, "Index 3 is out of range for a string of length 3.")],
      example: #"print "A".codeAt(0); // expect: 65"#),
    .method(
      .stringSplit, of: .string, "split",
      [.required("separator", .string), .optional("limit", .wholeNumber)], "List",
      scaling: "1 for each part, 1 for each 16 bytes",
      "A list of the parts between separators; with an empty separator, of the characters. With a limit there are at most so many parts, and the last one has the rest.",
      errors: [(#""a".split(",", 0);"#, "Argument 2 of 'split' must be a whole number above 0, not 0.")],
      example: """
        print "a,b,c".split(",");    // expect: ["a", "b", "c"]
        print "a,b,c".split(",", 2); // expect: ["a", "b,c"]
        print "abc".split("");       // expect: ["a", "b", "c"]
        """
    ),
    .method(
      .stringLines, of: .string, "lines", [], "List", scaling: "1 for each line, 1 for each 16 bytes",
      #"A list of the lines, without their ends, which are `\n` or `\r\n`. A line end at the very end begins no further line."#,
      example: #"print `a\nb\n`.lines(); // expect: ["a", "b"]"#),
    .method(
      .stringCodes, of: .string, "codes", [], "List", scaling: "1 for each character",
      "A list of the code points of the characters.",
      example: #"print "hé".codes(); // expect: [104, 233]"#),
    .method(
      .stringBytes, of: .string, "bytes", [], "List", scaling: "1 for each byte",
      "A list of the bytes in UTF-8.",
      example: #"print "hé".bytes(); // expect: [104, 195, 169]"#),
    .method(
      .stringFormat, of: .string, "format", [.required("values", .listOrMap)], "String", scaling: perResult,
      "The text with values in place of `{name}`, from a map, or of `{0}`, from a list; `{{` and `}}` stand for braces. For texts that are not part of the script; in the script, write `` `${x}` ``.",
      errors: [(#""{x}".format({y: 1});"#, "Argument 1 of 'format' has no 'x'.")],
      example: """
        print "Dear {name}, you owe {sum}.".format({name: "Ada", sum: 5}); // expect: Dear Ada, you owe 5.
        print "{1} {0}".format(["a", "b"]);                                // expect: b a
        """),
  ]

  static let ofStringClass: [CoreOperation] = [
    .function(
      .stringFromCodes, of: .stringClass, "fromCodes", [.required("codes", .list)], "String",
      scaling: "1 for each element", "A string of the characters with these code points.",
      errors: [
        ("String.fromCodes([-1]);", "Argument 1 of 'fromCodes' must be a list of code points, but has -1.")
      ],
      example: "print String.fromCodes([104, 233]); // expect: hé"),
    .function(
      .stringFromBytes, of: .stringClass, "fromBytes", [.required("bytes", .list)], "String",
      scaling: "1 for each element", "A string of these bytes, which are normally UTF-8.",
      errors: [
        ("String.fromBytes([256]);", "Argument 1 of 'fromBytes' must be a list of bytes, but has 256.")
      ],
      example: "print String.fromBytes([104, 195, 169]); // expect: hé"),
  ]
}
