extension CoreOperation {
  private static let search = "1 for each 16 steps of the search"
  private static let searchAndMatches =
    "1 for each 16 steps of the search, 1 for each part, 1 for each 16 bytes"

  static let ofRegex: [CoreOperation] = [
    .property(
      .regexPattern, of: .regex, "pattern", "String", "The pattern, as it was given.",
      example: #"print Regex("\d+").pattern; // expect: \d+"#),
    .property(
      .regexFlags, of: .regex, "flags", "String", scaling: "1 for each 16 bytes",
      "The flags, in the order of the alphabet.",
      example: #"print Regex("a", "mi").flags; // expect: im"#),
    .method(
      .regexTest, of: .regex, "test", [.required("text", .string)], "Boolean", scaling: search,
      "Whether a part of the text matches. For the whole text, write `^` and `$` into the pattern.",
      example: """
        print Regex("[0-9]").test("route 66"); // expect: true
        print Regex("^[0-9]+$").test("66a");   // expect: false
        """),
    .method(
      .regexFind, of: .regex, "find",
      [.required("text", .string), .optional("from", .wholeNumber, "0")], "List?", scaling: searchAndMatches,
      "The first match, looking from a position on: a list of its text and the texts of the groups, which are nil for groups that took no part. Nil if nothing matches.",
      example: """
        print Regex("(\\w+)@(\\w+)").find("to ada@home"); // expect: ["ada@home", "ada", "home"]
        print Regex("x").find("abc");                   // expect: nil
        const [all, hour, minute] = Regex("(\\d+):(\\d+)").find("at 12:30");
        print hour; // expect: 12
        """),
    .method(
      .regexFindNamed, of: .regex, "findNamed",
      [.required("text", .string), .optional("from", .wholeNumber, "0")], "Map?", scaling: searchAndMatches,
      "The first match, looking from a position on: a map of the texts of the groups that have names, `(?<name>...)`. Nil if nothing matches.",
      example: #"""
        const date = Regex("(?<year>\d+)-(?<month>\d+)").findNamed("on 2024-05");
        print date;       // expect: {year: "2024", month: "05"}
        print date.month; // expect: 05
        """#),
    .method(
      .regexFindAll, of: .regex, "findAll", [.required("text", .string)], "List", scaling: searchAndMatches,
      "A list of all matches from left to right, without overlaps, each as `find` gives it.",
      example: """
        print Regex("(\\w)=(\\d)").findAll("a=1, b=2"); // expect: [["a=1", "a", "1"], ["b=2", "b", "2"]]
        print Regex("\\d+").findAll("1, 22").map(match => Number(match[0])).sum(); // expect: 23
        """),
    .method(
      .regexIndexOf, of: .regex, "indexOf",
      [.required("text", .string), .optional("from", .wholeNumber, "0")], "Number?",
      scaling: "1 for each 16 steps of the search, 1 for each 16 bytes",
      "The position at which the first match begins, looking from a position on; nil if nothing matches.",
      example: """
        print Regex("[aeiou]").indexOf("hello");    // expect: 1
        print Regex("[aeiou]").indexOf("hello", 2); // expect: 4
        """),
    .method(
      .regexReplace, of: .regex, "replace",
      [.required("text", .string), .required("with", .stringOrFunction)], "String",
      scaling: searchAndMatches,
      "The text with another one in place of each match: a string, in which nothing has a special meaning, or what a function of the match gives, which is as `find` gives it.",
      example: #"""
        print Regex("\s+").replace("a  b   c", " "); // expect: a b c
        print Regex("(\w+) (\w+)").replace("ada lovelace", ([all, a, b]) => `${b}, ${a}`); // expect: lovelace, ada
        """#),
    .method(
      .regexSplit, of: .regex, "split",
      [.required("text", .string), .optional("limit", .wholeNumber)], "List", scaling: searchAndMatches,
      "A list of the parts of the text between matches. An empty match at the beginning, at the end or right after another match does not separate anything. With a limit there are at most so many parts, and the last one has the rest.",
      errors: [
        (#"Regex(",").split("a", 0);"#, "Argument 2 of 'split' must be a whole number above 0, not 0.")
      ],
      example: #"""
        print Regex("\s*,\s*").split("a , b,c");    // expect: ["a", "b", "c"]
        print Regex("\s*,\s*").split("a , b,c", 2); // expect: ["a", "b,c"]
        """#),
    .method(
      .regexParts, of: .regex, "parts", [.required("text", .string)], "List", scaling: searchAndMatches,
      "The whole text, taken apart: a list of what is before the first match, the first match as `find` gives it, what is between it and the second one, and so on to what follows the last one.",
      example: #"print Regex("\d").parts("a1b2"); // expect: ["a", ["1"], "b", ["2"], ""]"#),
  ]
}
