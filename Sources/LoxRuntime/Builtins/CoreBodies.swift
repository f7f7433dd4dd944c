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
    case .json: fail("'JSON' can't be called.")
    case .jsonParse: parseJSON()
    case .jsonStringify: stringifyJSON()
    case .classOf: classOfValue()
    case .listType: toList()
    case .mapType: toMap()
    case .rangeType: self.return(argument(0))
    case .randomType: makeRandom()
    case .fiberType: makeFiber()
    case .errorType, .hostErrorType: fail("Errors can't be made here.")
    case .assert: assert()
    case .equals: equalsByContent()
    case .fields: fieldsOfInstance()

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

    // Fibers.
    case .fiberIsDone: self.return(cage.state(ofFiber: receiver.ref) == .done)
    case .fiberResume, .fiberYield, .fiberAdvance, .fiberWait, .fiberAbandon:
      machine.value.fail(.damagedHeap)  // They are done by `callCore`.

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
    case .stringSplit: split()
    case .stringLines: lines()
    case .stringCodes: codes()
    case .stringBytes: bytes()
    case .stringFormat: format()
    case .stringFromCodes: fromNumbers(areCodes: true)
    case .stringFromBytes: fromNumbers(areCodes: false)

    // Lists.
    case .listLength: self.return(elements().count)
    case .listIsEmpty: self.return(elements().count == 0)
    case .listFirst: self.return(element(0))
    case .listLast: self.return(element(max(1, elements().count) &- 1))
    case .listAdd: add()
    case .listAddAll: addAll()
    case .listRemoveLast: removeLast()
    case .listInsert: insert()
    case .listRemoveAt: removeAt()
    case .listRemove: removeElement()
    case .listClear: clearList()
    case .listContains: listContains()
    case .listIndexOf: listIndexOf()
    case .listSum: sum()
    case .listMin: extreme(isGreatest: false)
    case .listMax: extreme(isGreatest: true)
    case .listSort: sortList()
    case .listSorted: sorted()
    case .listReversed: reversedList()
    case .listCopy: copyList()
    case .listSlice: sliceList()
    case .listUnique: unique()
    case .listZip: zip()
    case .listChunked: chunked()
    case .listJoin: join()
    case .listFilled: filled()

    // Maps and ranges.
    case .mapSize: self.return(machine.value.count(ofMap: receiver.ref))
    case .mapIsEmpty: self.return(machine.value.count(ofMap: receiver.ref) == 0)
    case .mapHas: has()
    case .mapGet: get()
    case .mapRemove: removeEntry()
    case .mapClear: clearMap()
    case .mapKeys: listEntries(.key)
    case .mapValues: listEntries(.value)
    case .mapEntries: listEntries(.pair)
    case .mapCopy: copyMap()
    case .rangeStart: self.return(range.start)
    case .rangeEnd: self.return(range.end)
    case .rangeStep: self.return(range.step)
    case .rangeLength: self.return(range.count)
    case .rangeIsEmpty: self.return(range.count == 0)
    case .rangeBy: by()
    case .rangeReversed: reversedRange()

    // Random numbers.
    case .randomNext: nextRandom()
    case .randomInt: randomInt()
    case .randomPick: pickElement()
    case .randomShuffle: shuffleList()

    case .listRemoveWhere, .listIndexWhere, .listFind, .listAny, .listEvery, .listCount, .listMap,
      .listFilter, .listFlatMap, .fiberMap,
      .listForEach, .listReduce, .listSortedBy, .listGroupBy, .mapFilter, .mapMapValues, .rangeMap,
      .rangeFilter:
      failWithoutPrelude()
    }
  }
}
