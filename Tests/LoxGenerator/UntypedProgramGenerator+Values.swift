/// Expressions of any kind of value, most of which may fail.
extension UntypedProgramGenerator {
  /// One that can't fail.
  mutating func literal() -> String {
    random.oneOf(
      "0", "1", "-1", "2.5", "1e300", "(0 / 0)", "(1 / 0)", "(-0)", "9007199254740993", "4294967295",
      "2147483648", "nil", "true",
      "false", "\"\"", "\"s\"", "\"é\"", "\"long enough for more than a word\"", "(\"s\" + 1)", "[]",
      "[1, 2, 3]", "[1, nil, \"x\"]",
      "({a: 1, b: 2})", "({[1]: 2, [nil]: 3, [0.5]: 4})", "(0..<3)", "(1...4)", "(3...0).by(-1)", "(x => x)",
      "(() => nil)", "((x, y = 1) => y)",
      "show", "host", "A", "Error", "Math", "Number", "List(0..<20)", "Error(\"e\")")
  }

  mutating func name() -> String {
    if !locals.isEmpty, random.chance(70) { return random.pick(locals) ?? "g0" }
    return random.pick(Self.globals + ["f0", "f1", "f2"] + Self.classes) ?? "g0"
  }

  mutating func field() -> String { random.oneOf("a", "a", "b", "b", "c", "x", "size", "number", "message") }

  mutating func method() -> String { random.oneOf("m", "m", "get", "n", "twice", "call") }

  /// What is there, or follows from it in one step or a few.
  mutating func value() -> String { value(random.oneOf(0, 1, 1, 2, 2, 3)) }

  mutating func value(_ limit: Int) -> String {
    if limit <= 0 { return random.chance(75) ? name() : literal() }
    switch random.below(22) {
    case 0...3: return name()
    case 4, 5: return literal()
    case 6, 7: return operation(limit - 1)
    case 8, 9: return call(limit - 1)
    case 10, 11: return property(limit - 1)
    case 12: return element(limit - 1)
    case 13: return lambda(limit - 1)
    case 14: return collection(limit - 1)
    case 15: return condition(limit - 1)
    case 16: return coreOperation(limit - 1)
    case 17: return assignment(limit - 1)
    case 18: return fiber(limit - 1)
    case 19: return "(\(condition(limit - 1)) ? \(value(limit - 1)) : \(value(limit - 1)))"
    case 20: return hostCall(limit - 1)
    default: return isInMethod ? "this" : name()
    }
  }

  mutating func operation(_ limit: Int) -> String {
    let symbol = random.oneOf("+", "+", "+", "-", "-", "*", "/", "%")
    switch random.below(8) {
    case 0: return "(-\(value(limit)))"
    case 1: return "`${\(value(limit))}${\(value(limit))}`"
    case 2: return "(\(value(limit)) + \(literal()))"
    case 3: return "(\(random.oneOf("1", "2", "0.5", "3")) \(symbol) \(value(limit)))"
    case 4: return "(\(value(limit)) \(symbol) \(random.oneOf("1", "2", "0.5", "-1")))"
    default: return "(\(value(limit)) \(symbol) \(value(limit)))"
    }
  }

  mutating func condition(_ limit: Int) -> String {
    let symbol = random.oneOf("<", "<=", ">", ">=", "==", "==", "!=")
    switch random.below(9) {
    case 0: return "(\(value(limit)) \(random.oneOf("and", "or", "??")) \(value(limit)))"
    case 1:
      return
        "(\(value(limit)) is \(random.oneOf("Number", "String", "A", "B", "List", "Map", "Error", name())))"
    case 2: return "(\(value(limit)) in \(value(limit)))"
    case 3: return "!\(value(limit))"
    case 4, 5: return "(\(value(limit)) \(symbol) \(random.oneOf("0", "1", "2.5", "nil", "\"s\"", "true")))"
    default: return "(\(value(limit)) \(symbol) \(value(limit)))"
    }
  }

  mutating func call(_ limit: Int) -> String {
    let arguments = (0..<random.weighted([2, 4, 4, 1])).map { _ in value(limit) }.joined(separator: ", ")
    switch random.below(9) {
    case 0, 1:
      let function = "f\(random.below(Self.functionCount))"
      return random.chance(20) ? "\(function)(\(arguments))" : "\(function)(\(value(limit)), \(value(limit)))"
    case 2, 3: return "\(value(limit)).\(method())(\(arguments))"
    case 4: return "\(random.pick(Self.classes) ?? "A")(\(arguments))"
    case 5: return "\(name())(...\(random.oneOf("[\(arguments)]", value(limit))))"
    case 6 where hasSuperclass && isInMethod: return "super.\(method())(\(arguments))"
    case 7: return "(\(value(limit)))?.\(method())(\(arguments))"
    default: return "\(name())(\(arguments))"
    }
  }

  mutating func property(_ limit: Int) -> String {
    switch random.below(8) {
    case 0: return "\(value(limit))?.\(field())"
    case 1 where isInMethod, 2 where isInMethod: return "this.\(field())"
    case 3: return "\(value(limit)).\(method())"
    case 4 where isInMethod && hasSuperclass: return "super.\(method())"
    case 5: return "\(value(limit)).length"
    default: return "\(value(limit)).\(field())"
    }
  }

  mutating func element(_ limit: Int) -> String {
    let index = random.oneOf("0", "-1", "1", "0..<2", "\"a\"", value(limit))
    return "\(value(limit))\(random.oneOf("", "", "?."))[\(index)]"
  }

  private mutating func lambda(_ limit: Int) -> String {
    let outer = locals
    defer { locals = outer }
    locals.append("l")
    return random.oneOf(
      "(l => \(value(limit)))", "(() => \(value(limit)))", "((l, ...rest) => \(value(limit)))",
      "(([l, ...rest]) => \(value(limit)))", "((l = \(literal())) => \(value(limit)))")
  }

  private mutating func collection(_ limit: Int) -> String {
    random.oneOf(
      "[\(value(limit)), \(value(limit))]", "[...\(value(limit)), \(value(limit))]",
      "({a: \(value(limit)), b: \(value(limit))})",
      "({[\(value(limit))]: \(value(limit)), ...\(value(limit))})",
      "(0..<\(value(limit)))", "[1, 2, \(value(limit))]")
  }

  private mutating func coreOperation(_ limit: Int) -> String {
    let callback = random.oneOf("x => x", "host", "show", "A", "(x, y) => x", name(), lambda(limit))
    let subject = random.oneOf(
      "[3, 1, 2]", "[\"b\", \"a\"]", "({a: 1, b: 2})", "(0..<4)", "\"abc\"", value(limit), value(limit))
    return subject
      + random.oneOf(
        ".map(\(callback))", ".filter(\(callback))", ".sorted()", ".join(\",\")", ".first", ".last",
        ".reduce((x, y) => x + y)",
        ".add(\(value(limit)))", ".has(\(value(limit)))", ".get(\(value(limit)))", ".remove(\(value(limit)))",
        ".contains(\(value(limit)))",
        ".keys()", ".floor()", ".clamp(0, 9)", ".split(\"b\")", ".toUpper()", ".insert(0, \(value(limit)))",
        ".removeLast()", ".sum()",
        ".isEmpty", ".size()", ".indexOf(\(value(limit)))", ".sorted((x, y) => x - y)", ".reversed()",
        ".slice(1)", ".sort()")
  }

  private mutating func assignment(_ limit: Int) -> String {
    let symbol = random.oneOf("=", "=", "=", "+=", "-=", "??=")
    switch random.below(6) {
    case 0: return "((\(value(limit))).\(field()) \(symbol) \(value(limit)))"
    case 1: return "((\(value(limit)))[\(random.oneOf("0", "-1", value(limit)))] \(symbol) \(value(limit)))"
    case 2 where isInMethod: return "(this.\(field()) \(symbol) \(value(limit)))"
    case 3: return "(\(random.pick(Self.globals) ?? "g0") \(symbol) \(value(limit)))"
    default: return "(\(random.pick(locals) ?? "g1") \(symbol) \(value(limit)))"
    }
  }

  private mutating func fiber(_ limit: Int) -> String {
    random.oneOf(
      "Fiber(() => { for (var y in \(value(limit))) Fiber.yield(y); return \(value(limit)); })",
      "Fiber(\(name()))", "Fiber.yield(\(value(limit)))", "\(value(limit)).resume(\(value(limit)))",
      "Fiber.map(\(random.oneOf("[1, 2]", value(limit))), \(random.oneOf("wait", "x => wait(x) + 1", "host", name())))",
      "Fiber(() => { while (true) Fiber.yield(\(value(limit))); }).resume()",
      "List(Fiber(() => \(value(limit))))")
  }

  private mutating func hostCall(_ limit: Int) -> String {
    random.oneOf(
      "host(\(value(limit)))", "refuse(\(value(limit)))", "callBack(\(value(limit)), \(value(limit)))",
      "callBack(\(name()), \(value(limit)))",
      "callBack(f\(random.below(Self.functionCount)), \(value(limit)))",
      "wait(\(random.oneOf("1", "2", "4", value(limit))))", "Held(\(value(limit)))", "collect()")
  }
}
