extension CoreOperation {
  static let ofGlobalScope: [CoreOperation] = [
    .namespace(.math, "Math", "Functions and constants of mathematics."),
    .namespace(.json, "JSON", "Reads and writes values as text in JSON."),
    .class(
      .numberType, "Number", [.required("x", .any)], "Number?", scaling: "1 for each 16 bytes of a string",
      "The class of numbers. Called, it gives the number that a string is the text of, or nil if it is the text of none; a number is given as it is.",
      example: """
        print Number("12.5");   // expect: 12.5
        print Number("twelve"); // expect: nil
        print 5 is Number;      // expect: true
        """),
    .class(
      .stringType, "String", [.required("x", .any)], "String", scaling: "1 for each 16 bytes of the result",
      "The class of strings. Called, it gives the text of any value.",
      example: """
        print String(12) + String(nil); // expect: 12nil
        print String([1, "a"]).length;  // expect: 8
        print "a" is String;            // expect: true
        """),
    .class(
      .booleanType, "Boolean", [.required("x", .any)], "Boolean",
      "The class of booleans. Called, it gives whether a value is neither nil nor false.",
      example: """
        print Boolean(0);   // expect: true
        print Boolean(nil); // expect: false
        """),
    .class(
      .functionType, "Function", [.required("x", .function)], "Function",
      "The class of functions. Called, it gives the function that it is given.",
      example: """
        const double = x => x * 2;
        print double is Function; // expect: true
        """),
    .class(
      .listType, "List", [.required("elements", .iterable)], "List", scaling: "1 for each element",
      "The class of lists. Called, it gives a list of all that a value gives when it is iterated: the numbers of a range, the keys of a map, the characters of a string.",
      example: """
        print List(1...3); // expect: [1, 2, 3]
        print List("abc"); // expect: ["a", "b", "c"]
        """),
    .class(
      .mapType, "Map", [.required("pairs", .iterable)], "Map", scaling: "1 for each entry",
      "The class of maps. Called, it gives a map made of pairs of a key and a value, or a copy of a map.",
      errors: [("Map([1]);", "Argument 1 of 'Map' must give pairs of a key and a value.")],
      example: #"print Map([["a", 1], ["b", 2]]); // expect: {a: 1, b: 2}"#),
    .class(
      .rangeType, "Range", [.required("range", .range)], "Range",
      "The class of ranges, which are written `a..<b`, without `b`, or `a...b`, with it. Called, it gives the range that it is given.",
      example: "print (1...3) is Range; // expect: true"),
    .class(
      .randomType, "Random", [.optional("seed", .wholeNumber, "the isolate's")], "Random",
      "The class of generators of random numbers. Called, it gives a new one, whose numbers depend on nothing but the seed. The seed of the isolate is 0 unless the host says otherwise.",
      example: """
        const dice = Random(42);
        print dice.int(1...6); // expect: 1
        print dice.int(1...6); // expect: 3
        """
    ),
    .class(
      .fiberType, "Fiber", [.required("function", .function)], "Fiber",
      "The class of fibers: functions that can stop in the middle and go on later. Called, it gives a fiber for a function without parameters, which begins when the fiber is resumed first. A `for` loop goes over what a fiber yields.",
      errors: [
        ("Fiber(Math.sin);", "Argument 1 of 'Fiber' must be a function written in Lox, not a function.")
      ],
      example: """
        const countdown = Fiber(() => {
          for (var i in [3, 2, 1]) Fiber.yield(i);
        });
        for (var i in countdown) print i;
        // expect: 3
        // expect: 2
        // expect: 1
        """),
    .class(
      .regexType, "Regex", [.required("pattern", .string), .optional("flags", .string, "\"\"")], "Regex",
      scaling: "64, and 1 for each 16 steps of reading the pattern",
      "The class of regular expressions. Called, it gives one that is made of a pattern, best in double quotes, in which a backslash is a backslash. There is one object for each pattern with its flags. The flags are `i`, letters match whatever their case is; `m`, `^` and `$` match at each line; `s`, `.` also matches line ends.",
      errors: [
        (
          #"Regex("(a");"#,
          "Invalid pattern at column 1: this '(' is not closed; '\\(' matches it as a character."
        ),
        (
          #"Regex("a", "g");"#,
          "Invalid flags: there is no flag 'g'; findAll and replace look for all matches anyway."
        ),
      ],
      example: #"""
        const price = Regex("(\d+) euros?", "i");
        print price.find("It costs 5 Euro."); // expect: ["5 Euro", "5"]
        print price;                          // expect: Regex("(\d+) euros?", "i")
        print price == Regex("(\d+) euros?", "i"); // expect: true
        """#),
    .class(
      .errorType, "Error", [.optional("message", .string, "\"\"")], "Error",
      "The class of errors, to be thrown, or inherited from. A mistake of the script that is caught is an instance of it.",
      example: """
        try {
          throw Error("no such file");
        } catch (e is Error) {
          print e.message; // expect: no such file
        }
        """),
    .class(
      .hostErrorType, "HostError", [.optional("message", .string, "\"\"")], "HostError",
      "The class of errors of the host's functions. Their `details` are what the host tells of them."),
    .function(
      .assert, of: .global, "assert",
      [.required("condition", .any), .optional("message", .string, "\"Assertion failed.\"")], "nil",
      "Throws an `Error` unless the condition is true.",
      errors: [
        ("assert(1 > 2);", "Assertion failed."),
        (#"assert(nil, "There must be a name.");"#, "There must be a name."),
      ],
      example: """
        assert(1 + 1 == 2);
        assert("a" in "abc", "no a");
        """),
    .function(
      .equals, of: .global, "equals", [.required("a", .any), .required("b", .any)], "Boolean",
      scaling: "1 for each element, 1 for each 16 bytes",
      "Whether two values are equal. Lists, maps and ranges are compared by what is in them, all else by `==`.",
      errors: [("const a = []; a.add(a); const b = []; b.add(b); equals(a, b);", "Nested too deeply.")],
      example: """
        print equals([1, {a: 2}], [1, {a: 2}]); // expect: true
        print [1] == [1];                       // expect: false
        """),
    .function(
      .fields, of: .global, "fields", [.required("instance", .instance)], "Map", scaling: "1 for each field",
      "A map of the fields of an instance, in the order in which they were added.",
      example: """
        class Point { init(x, y) { this.x = x; this.y = y; } }
        print fields(Point(1, 2)); // expect: {x: 1, y: 2}
        """),
    .function(
      .classOf, of: .global, "classOf", [.required("x", .any)], "Class?",
      "The class of any value; of nil it is nil.",
      example: """
        print classOf("a") == String; // expect: true
        print classOf(nil);           // expect: nil
        """),
  ]

  static let ofFunctions: [CoreOperation] = [
    .property(
      .functionName, of: .function, "name", "String", "The name; empty if there is none.",
      example: """
        fun double(x) => x * 2;
        print double.name; // expect: double
        """),
    .property(
      .functionArity, of: .function, "arity", "Number",
      "How many arguments a call must have at least; those with defaults are not counted.",
      example: """
        fun greet(name, greeting = "Hello") {}
        print greet.arity; // expect: 1
        """),
  ]

  static let ofClasses: [CoreOperation] = [
    .property(
      .className, of: .class, "name", "String", "The name of the class.",
      example: """
        class Point {}
        print Point.name; // expect: Point
        """),
    .property(
      .classSuperclass, of: .class, "superclass", "Class?", "The class that it inherits from, or nil.",
      example: """
        class Shape {}
        class Circle < Shape {}
        print Circle.superclass == Shape; // expect: true
        """),
  ]
}
