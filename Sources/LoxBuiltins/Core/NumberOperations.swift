extension CoreOperation {
  static let ofNumbers: [CoreOperation] = [
    .property(
      .numberIsInteger, of: .number, "isInteger", "Boolean", "Whether it is a whole number.",
      example: "print (2.5).isInteger; // expect: false"),
    .property(
      .numberIsFinite, of: .number, "isFinite", "Boolean", "Whether it is neither infinite nor nan.",
      example: "print (1 / 0).isFinite; // expect: false"),
    .property(
      .numberIsNaN, of: .number, "isNaN", "Boolean",
      "Whether it is nan, the result of `0 / 0`, which does not equal itself.",
      example: "print (0 / 0).isNaN; // expect: true"),
    .method(
      .numberAbs, of: .number, "abs", [], "Number", "The number without its sign.",
      example: "print (-3).abs(); // expect: 3"),
    .method(
      .numberSign, of: .number, "sign", [], "Number", "1, -1 or 0, as the number is above, below or zero.",
      example: "print (-3).sign(); // expect: -1"),
    .method(
      .numberFloor, of: .number, "floor", [], "Number", "The largest whole number that is not above it.",
      example: """
        print 2.7.floor();    // expect: 2
        print (-2.7).floor(); // expect: -3
        """),
    .method(
      .numberCeil, of: .number, "ceil", [], "Number", "The smallest whole number that is not below it.",
      example: "print 2.1.ceil(); // expect: 3"),
    .method(
      .numberTrunc, of: .number, "trunc", [], "Number", "The number without its fraction.",
      example: "print (-2.7).trunc(); // expect: -2"),
    .method(
      .numberSqrt, of: .number, "sqrt", [], "Number", "The square root; nan of a negative number.",
      example: "print 16.sqrt(); // expect: 4"),
    .method(
      .numberRound, of: .number, "round", [.optional("digits", .wholeNumber, "0")], "Number",
      "The nearest number with so many digits after the point, from 0 to 15; ties go away from zero.",
      errors: [("1.round(16);", "Argument 1 of 'round' must be a whole number from 0 to 15, not 16.")],
      example: """
        print 2.5.round();    // expect: 3
        print 2.345.round(1); // expect: 2.3
        """),
    .method(
      .numberMod, of: .number, "mod", [.required("n", .number)], "Number",
      "The remainder of a division that is rounded down: it has the sign of `n`, while that of `%` has the sign of the number.",
      example: """
        print (-1).mod(5); // expect: 4
        print -1 % 5;      // expect: -1
        """),
    .method(
      .numberPow, of: .number, "pow", [.required("e", .number)], "Number", cost: 8,
      "The number to the power of `e`.",
      example: "print 2.pow(10); // expect: 1024"),
    .method(
      .numberClamp, of: .number, "clamp", [.required("low", .number), .required("high", .number)], "Number",
      "The number, or the nearest bound if it is not between them.",
      errors: [("1.clamp(5, 2);", "Argument 2 of 'clamp' must be at least 5, not 2.")],
      example: "print 12.clamp(0, 10); // expect: 10"),
    .method(
      .numberFixed, of: .number, "fixed",
      [.required("digits", .wholeNumber), .optional("separator", .string, "\"\"")], "String", cost: 32,
      "The text of the number with exactly so many digits after the point, from 0 to 100; ties go away from zero. The separator stands between thousands.",
      errors: [("1.fixed(101);", "Argument 1 of 'fixed' must be a whole number from 0 to 100, not 101.")],
      example: """
        print 3.14159.fixed(2);        // expect: 3.14
        print 1234567.5.fixed(2, ","); // expect: 1,234,567.50
        """),
    .method(
      .numberToRadix, of: .number, "toRadix", [.required("base", .wholeNumber)], "String", cost: 4,
      "The digits of a whole number in a base from 2 to 36.",
      errors: [
        ("1.5.toRadix(2);", "Only whole numbers can be written in another base, not 1.5."),
        ("1.toRadix(1);", "Argument 1 of 'toRadix' must be a whole number from 2 to 36, not 1."),
      ],
      example: "print 255.toRadix(16); // expect: ff"),
  ]

  static let ofNumberClass: [CoreOperation] = []
}
