extension CoreOperation {
  static let ofMath: [CoreOperation] = [
    .constant(
      .mathPi, of: .math, "pi", "The circumference of a circle of diameter 1.",
      example: "print Math.pi; // expect: 3.14159"),
    .constant(.mathE, of: .math, "e", "The base of natural logarithms."),
    .constant(.mathInfinity, of: .math, "infinity", "The number above all others."),
    .constant(.mathNaN, of: .math, "nan", "The result of what is undefined; it equals nothing."),
    .constant(
      .mathMaxInteger, of: .math, "maxInteger",
      "2^53 - 1: up to there, all whole numbers and their successors are exact."),
    unary(
      .mathSin, "sin", cost: 8, "The sine of an angle in radians.",
      example: "print Math.sin(Math.pi / 2); // expect: 1"),
    unary(.mathCos, "cos", cost: 8, "The cosine of an angle in radians."),
    unary(.mathTan, "tan", cost: 8, "The tangent of an angle in radians."),
    unary(.mathAsin, "asin", cost: 8, "The angle, -pi/2 to pi/2, that has this sine."),
    unary(.mathAcos, "acos", cost: 8, "The angle, 0 to pi, that has this cosine."),
    unary(.mathAtan, "atan", cost: 8, "The angle, -pi/2 to pi/2, that has this tangent."),
    .function(
      .mathAtan2, of: .math, "atan2", [.required("y", .number), .required("x", .number)], "Number", cost: 8,
      "The angle of the point (`x`, `y`), seen from the origin, in radians; note the order of the arguments.",
      example: "print Math.atan2(1, 0); // expect: 1.5708"),
    unary(.mathExp, "exp", cost: 8, "`Math.e` to the power of `x`."),
    unary(.mathLog, "log", cost: 8, "The natural logarithm."),
    unary(.mathLog2, "log2", cost: 8, "The logarithm to the base 2."),
    unary(.mathLog10, "log10", cost: 8, "The logarithm to the base 10."),
    .function(
      .mathHypot, of: .math, "hypot", [.required("x", .number), .required("y", .number)], "Number", cost: 8,
      "The distance of the point (`x`, `y`) from the origin.",
      example: "print Math.hypot(3, 4); // expect: 5"),
    .function(
      .mathMin, of: .math, "min", [.rest("xs", .number)], "Number", scaling: "1 for each argument",
      "The least of the numbers; of none, infinity. If one of them is nan, nan.",
      example: """
        print Math.min(3, 1, 2);   // expect: 1
        print Math.min(...[5, 4]); // expect: 4
        """),
    .function(
      .mathMax, of: .math, "max", [.rest("xs", .number)], "Number", scaling: "1 for each argument",
      "The greatest of the numbers; of none, -infinity. If one of them is nan, nan.",
      example: "print Math.max(3, 1, 2); // expect: 3"),
    unary(.mathAbs, "abs", "The number without its sign."),
    unary(
      .mathFloor, "floor", "The largest whole number that is not above `x`.",
      example: "print [1.5, 2.5].map(Math.floor); // expect: [1, 2]"),
    unary(.mathCeil, "ceil", "The smallest whole number that is not below `x`."),
    .function(
      .mathRound, of: .math, "round", [.required("x", .number), .optional("digits", .wholeNumber, "0")],
      "Number",
      "The nearest number with so many digits after the point, from 0 to 15; ties go away from zero.",
      example: "print Math.round(2.345, 2); // expect: 2.35"),
    unary(.mathTrunc, "trunc", "The number without its fraction."),
    unary(.mathSqrt, "sqrt", "The square root; nan of a negative number."),
    .function(
      .mathPow, of: .math, "pow", [.required("x", .number), .required("e", .number)], "Number", cost: 8,
      "`x` to the power of `e`.",
      example: "print Math.pow(2, 0.5); // expect: 1.41421"),
    unary(.mathSign, "sign", "1, -1 or 0, as the number is above, below or zero."),
    bits(
      .mathBitAnd, "bitAnd", "b",
      "The bits that both numbers have. The numbers of bit operations are whole, from 0 to 2^32 - 1.",
      errors: [
        ("Math.bitAnd(-1, 1);", "Argument 1 of 'bitAnd' must be a whole number from 0 to 4294967295, not -1.")
      ],
      example: "print Math.bitAnd(12, 10); // expect: 8"),
    bits(
      .mathBitOr, "bitOr", "b", "The bits that at least one of the numbers has.",
      example: "print Math.bitOr(12, 10); // expect: 14"),
    bits(
      .mathBitXor, "bitXor", "b", "The bits that exactly one of the numbers has.",
      example: "print Math.bitXor(12, 10); // expect: 6"),
    .function(
      .mathBitNot, of: .math, "bitNot", [.required("a", .wholeNumber)], "Number",
      "The 32 bits that the number does not have.",
      example: "print String(Math.bitNot(0)); // expect: 4294967295"),
    bits(
      .mathShiftLeft, "shiftLeft", "n", "The bits moved `n` places up, of which the lowest 32 are kept.",
      example: "print Math.shiftLeft(1, 4); // expect: 16"),
    bits(
      .mathShiftRight, "shiftRight", "n", "The bits moved `n` places down.",
      example: "print Math.shiftRight(16, 4); // expect: 1"),
  ]

  private static func unary(
    _ identity: Identity, _ name: String, cost: Int = 0, _ documentation: String, example: String = ""
  ) -> CoreOperation {
    .function(
      identity, of: .math, name, [.required("x", .number)], "Number", cost: cost, documentation,
      example: example)
  }

  private static func bits(
    _ identity: Identity, _ name: String, _ second: String, _ documentation: String,
    errors: [(String, String)] = [], example: String = ""
  ) -> CoreOperation {
    .function(
      identity, of: .math, name, [.required("a", .wholeNumber), .required(second, .wholeNumber)], "Number",
      documentation, errors: errors, example: example)
  }
}
