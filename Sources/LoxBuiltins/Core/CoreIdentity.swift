extension CoreOperation {
  /// One case for each operation. Values of scripts contain the raw values, so no program outlives their order.
  @frozen public enum Identity: UInt16, CaseIterable, Sendable {
    // Global names.
    case math, numberType, stringType, booleanType, functionType, classOf
    case listType, mapType, rangeType, assert, equals, fields, json, errorType, hostErrorType
    case randomType, fiberType, regexType

    // Numbers.
    case numberIsInteger, numberIsFinite, numberIsNaN
    case numberAbs, numberSign, numberFloor, numberCeil, numberTrunc, numberSqrt, numberRound
    case numberMod, numberPow, numberClamp, numberFixed, numberToRadix

    // `Math`.
    case mathPi, mathE, mathInfinity, mathNaN, mathMaxInteger
    case mathSin, mathCos, mathTan, mathAsin, mathAcos, mathAtan, mathAtan2
    case mathExp, mathLog, mathLog2, mathLog10, mathHypot, mathMin, mathMax
    case mathAbs, mathFloor, mathCeil, mathRound, mathTrunc, mathSqrt, mathPow, mathSign
    case mathBitAnd, mathBitOr, mathBitXor, mathBitNot, mathShiftLeft, mathShiftRight

    // Strings.
    case stringLength, stringIsEmpty, stringByteLength
    case stringSlice, stringContains, stringStartsWith, stringEndsWith, stringIndexOf, stringLastIndexOf,
      stringCount
    case stringTrim, stringTrimStart, stringTrimEnd, stringToUpper, stringToLower
    case stringReplace, stringReplaceFirst, stringRepeat, stringPadStart, stringPadEnd, stringReversed
    case stringDedent, stringCodeAt
    case stringSplit, stringLines, stringCodes, stringBytes, stringFormat, stringFromCodes, stringFromBytes

    // Lists.
    case listLength, listIsEmpty, listFirst, listLast
    case listAdd, listAddAll, listRemoveLast, listInsert, listRemoveAt, listRemove, listRemoveWhere, listClear
    case listContains, listIndexOf, listIndexWhere, listFind, listAny, listEvery, listCount
    case listMap, listFilter, listFlatMap, listForEach, listReduce, listSum, listMin, listMax
    case listSort, listSorted, listSortedBy, listReversed, listCopy, listSlice, listUnique, listZip,
      listChunked
    case listGroupBy, listJoin, listFilled

    // Maps and ranges.
    case mapSize, mapIsEmpty, mapHas, mapGet, mapRemove, mapClear, mapKeys, mapValues, mapEntries, mapCopy
    case mapFilter, mapMapValues
    case rangeStart, rangeEnd, rangeStep, rangeLength, rangeIsEmpty, rangeBy, rangeReversed, rangeMap,
      rangeFilter

    // `JSON`.
    case jsonParse, jsonStringify

    // Random numbers.
    case randomNext, randomInt, randomPick, randomShuffle

    // Fibers.
    case fiberIsDone, fiberResume, fiberYield, fiberMap
    // For the prelude alone.
    case fiberAdvance, fiberWait, fiberAbandon

    // Regular expressions.
    case regexPattern, regexFlags, regexTest, regexFind, regexFindNamed, regexFindAll, regexIndexOf,
      regexReplace
    case regexSplit, regexParts

    // Functions and classes.
    case functionName, functionArity, className, classSuperclass
  }
}
