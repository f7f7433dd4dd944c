import LoxBuiltins

extension BuiltinCall {
  /// Does what the operation is about.
  func perform() -> Bool {
    switch identity {
    // Global names.
    case .math: fail("'Math' can't be called.")
    case .numberType: toNumber()
    case .stringType: toText()
    case .booleanType: self.return(!argument(0).isFalsey)
    case .functionType: self.return(argument(0))
    case .classOf: classOfValue()

    // Numbers.
    case .numberIsInteger:
      self.return(receiver.number.isFinite && receiver.number == receiver.number.rounded(.towardZero))
    case .numberIsFinite: self.return(receiver.number.isFinite)
    case .numberIsNaN: self.return(receiver.number.isNaN)
    case .numberAbs: self.return(receiver.number.magnitude)
    case .numberSign: self.return(sign(receiver.number))
    case .numberFloor: self.return(receiver.number.rounded(.down))
    case .numberCeil: self.return(receiver.number.rounded(.up))
    case .numberTrunc: self.return(receiver.number.rounded(.towardZero))
    case .numberSqrt: self.return(receiver.number.squareRoot())
    case .numberRound: round(receiver.number, digits: 0)
    case .numberMod: self.return(mod(receiver.number, number(0)))
    case .numberPow: self.return(Elementary.pow(receiver.number, number(0)))
    case .numberClamp: clamp()
    case .numberFixed: fixed()
    case .numberToRadix: toRadix()

    // `Math`.
    case .mathPi: self.return(Double.pi)
    case .mathE: self.return(0x1.5bf0a8b145769p1)
    case .mathInfinity: self.return(Double.infinity)
    case .mathNaN: self.return(Double.nan)
    case .mathMaxInteger: self.return(9_007_199_254_740_991.0)
    case .mathSin: self.return(Elementary.sin(number(0)))
    case .mathCos: self.return(Elementary.cos(number(0)))
    case .mathTan: self.return(Elementary.tan(number(0)))
    case .mathAsin: self.return(Elementary.asin(number(0)))
    case .mathAcos: self.return(Elementary.acos(number(0)))
    case .mathAtan: self.return(Elementary.atan(number(0)))
    case .mathAtan2: self.return(Elementary.atan2(number(0), number(1)))
    case .mathExp: self.return(Elementary.exp(number(0)))
    case .mathLog: self.return(Elementary.log(number(0)))
    case .mathLog2: self.return(Elementary.log2(number(0)))
    case .mathLog10: self.return(Elementary.log10(number(0)))
    case .mathHypot: self.return(Elementary.hypot(number(0), number(1)))
    case .mathMin: least()
    case .mathMax: greatest()
    case .mathAbs: self.return(number(0).magnitude)
    case .mathFloor: self.return(number(0).rounded(.down))
    case .mathCeil: self.return(number(0).rounded(.up))
    case .mathRound: round(number(0), digits: 1)
    case .mathTrunc: self.return(number(0).rounded(.towardZero))
    case .mathSqrt: self.return(number(0).squareRoot())
    case .mathPow: self.return(Elementary.pow(number(0), number(1)))
    case .mathSign: self.return(sign(number(0)))
    case .mathBitAnd: combineBits(&)
    case .mathBitOr: combineBits(|)
    case .mathBitXor: combineBits(^)
    case .mathBitNot: bitNot()
    case .mathShiftLeft: shift { $0 << $1 }
    case .mathShiftRight: shift { $0 >> $1 }

    // Functions and classes.
    case .functionName: nameOfFunction()
    case .functionArity: arityOfFunction()
    case .className: nameOfClass()
    case .classSuperclass: superclassOfClass()

    // Strings.
    case .stringLength: length()
    case .stringIsEmpty: self.return(subject.count == 0)
    case .stringByteLength: self.return(subject.count)
    case .stringSlice: slice()
    case .stringContains: contains()
    case .stringStartsWith: startsWith()
    case .stringEndsWith: endsWith()
    case .stringIndexOf: indexOf()
    case .stringLastIndexOf: lastIndexOf()
    case .stringCount: countMatches()
    case .stringTrim: trim(start: true, end: true)
    case .stringTrimStart: trim(start: true, end: false)
    case .stringTrimEnd: trim(start: false, end: true)
    case .stringToUpper: mapCase(.up)
    case .stringToLower: mapCase(.down)
    case .stringReplace: replace(limit: .max)
    case .stringReplaceFirst: replace(limit: 1)
    case .stringRepeat: self.repeat()
    case .stringPadStart: pad(atStart: true)
    case .stringPadEnd: pad(atStart: false)
    case .stringReversed: reversed()
    case .stringDedent: dedent()
    case .stringCodeAt: codeAt()
    }
  }
}
