extension CoreOperation {
  static let ofNumbers: [CoreOperation] = [
    .property(.numberIsInteger, of: .number, "isInteger", "Boolean", "Whether it is a whole number."),
    .property(.numberIsFinite, of: .number, "isFinite", "Boolean", "Whether it is neither infinite nor nan."),
    .property(.numberIsNaN, of: .number, "isNaN", "Boolean", "Whether it is nan, the result of `0 / 0`."),
    .method(.numberAbs, of: .number, "abs", [], "Number", "The number without its sign."),
    .method(
      .numberSign, of: .number, "sign", [], "Number", "1, -1 or 0, as the number is above, below or zero."),
    .method(
      .numberFloor, of: .number, "floor", [], "Number", "The largest whole number that is not above it."),
    .method(
      .numberCeil, of: .number, "ceil", [], "Number", "The smallest whole number that is not below it."),
    .method(.numberTrunc, of: .number, "trunc", [], "Number", "The number without its fraction."),
    .method(.numberSqrt, of: .number, "sqrt", [], "Number", "The square root; nan of a negative number."),
    .method(
      .numberRound, of: .number, "round", [.optional("digits", .wholeNumber, "0")], "Number",
      "The nearest number with so many digits after the point, 0 to 15; ties go away from zero."),
    .method(
      .numberMod, of: .number, "mod", [.required("n", .number)], "Number",
      "The remainder of a division that is rounded down: it has the sign of `n`."),
    .method(
      .numberPow, of: .number, "pow", [.required("e", .number)], "Number", cost: 8,
      "The number to the power of `e`."),
    .method(
      .numberClamp, of: .number, "clamp", [.required("low", .number), .required("high", .number)], "Number",
      "The number, or the bound beyond which it lies."),
    .method(
      .numberFixed, of: .number, "fixed",
      [.required("digits", .wholeNumber), .optional("separator", .string, "\"\"")], "String", cost: 32,
      "The text with exactly so many digits after the point, 0 to 100, and a separator between thousands."),
    .method(
      .numberToRadix, of: .number, "toRadix", [.required("base", .wholeNumber)], "String", cost: 4,
      "The digits of a whole number in a base from 2 to 36."),
  ]

  static let ofNumberClass: [CoreOperation] = []
}
