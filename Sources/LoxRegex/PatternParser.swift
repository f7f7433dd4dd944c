/// Reads a pattern. Groups that are not closed yet are on a stack of its own, so nesting needs no native stack.
struct PatternParser {
  typealias Failure = RegularExpressionError

  /// A group that is not closed yet; the outermost one is the whole pattern.
  private struct OpenGroup {
    let column: Int
    /// Nil if its text is not noted.
    let number: Int?
    /// The alternatives that are complete.
    var alternatives: [Pattern.NodeID] = []
    /// What the present alternative has so far.
    var items: [Pattern.NodeID] = []
  }

  let flags: RegularExpressionFlags
  let codes: [UInt32]
  /// Where the next character is; its column is one more.
  var place = 0
  var pattern = Pattern()
  var work: CompilationWork
  private var open = [OpenGroup(column: 1, number: nil)]
  /// How many letters were looked at for their other cases.
  private var foldingWork = 0
  /// The sets with all cases of their letters, by those without.
  private var foldedSets: [CodePointSet: CodePointSet] = [:]

  /// The pattern's bytes must be UTF-8.
  static func parse(
    _ bytes: some Collection<UInt8>, _ flags: RegularExpressionFlags, _ work: inout CompilationWork
  ) throws(Failure) -> Pattern {
    try work.add(min(bytes.count, RegularExpression.maximumPatternLength))
    var parser = try PatternParser(bytes, flags, work)
    defer { work = parser.work }
    return try parser.parse()
  }

  private init(
    _ bytes: some Collection<UInt8>, _ flags: RegularExpressionFlags, _ work: CompilationWork
  ) throws(Failure) {
    self.flags = flags
    self.work = work
    guard bytes.count <= RegularExpression.maximumPatternLength else {
      throw Failure(
        message: "the pattern has more than \(RegularExpression.maximumPatternLength) bytes", column: nil)
    }
    var codes: [UInt32] = []
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    decoding: while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar): codes.append(scalar.value)
      case .emptyInput: break decoding
      case .error:
        throw Failure(message: "here the pattern is not valid UTF-8", column: codes.count + 1)
      }
    }
    self.codes = codes
  }

  // MARK: - Characters

  /// The next character; 0 at the end, where `isAtEnd` tells it from a character 0.
  var next: UInt32 { place < codes.count ? codes[place] : 0 }
  var isAtEnd: Bool { place >= codes.count }
  var column: Int { place + 1 }

  func has(_ character: Unicode.Scalar, at distance: Int = 0) -> Bool {
    place + distance < codes.count && codes[place + distance] == character.value
  }

  /// Takes a word, all of it or nothing.
  mutating func take(_ word: String) -> Bool {
    var end = place
    for character in word.unicodeScalars {
      guard end < codes.count, codes[end] == character.value else { return false }
      end += 1
    }
    place = end
    return true
  }

  func fail(_ message: String, at column: Int) -> Failure { Failure(message: message, column: column) }

  /// How a message quotes a character.
  func quoted(_ code: UInt32) -> String {
    code > 32 && code != 127
      ? Unicode.Scalar(code).map { String(Character($0)) } ?? "" : "\\x\(hexadecimal(code))"
  }

  private func hexadecimal(_ code: UInt32) -> String {
    code < 16 ? "0" + String(code, radix: 16) : String(code, radix: 16)
  }

  // MARK: - Parts of a pattern

  private mutating func parse() throws(Failure) -> Pattern {
    while !isAtEnd {
      let (start, folded) = (column, foldingWork)
      let code = next
      switch Unicode.Scalar(code) {
      case "(":
        place += 1
        try openGroup(start)
      case ")":
        guard open.count > 1 else {
          throw fail("this ')' closes no group; '\\)' matches it as a character", at: start)
        }
        place += 1
        let group = open.removeLast()
        let body = finish(group)
        add(group.number.map { pattern.add(.group(body, number: $0)) } ?? body)
      case "|":
        place += 1
        let items = open[open.count - 1].items
        open[open.count - 1].alternatives.append(pattern.addSequence(items))
        open[open.count - 1].items = []
      case "[":
        let set = try characterClass()
        add(pattern.add(set))
      case ".":
        place += 1
        add(pattern.add(flags.dotMatchesAll ? .all : CodePointSet.lineEnd.inverted))
      case "^":
        place += 1
        add(pattern.add(.assertion(flags.matchesLines ? .lineStart : .textStart)))
        try refuseQuantifier(after: "^")
      case "$":
        place += 1
        add(pattern.add(.assertion(flags.matchesLines ? .lineEnd : .textEnd)))
        try refuseQuantifier(after: "$")
      case "\\":
        switch try escape(inClass: false) {
        case .code(let code): addLiteral(code)
        case .set(let set): add(pattern.add(set))
        case .assertion(let assertion):
          add(pattern.add(.assertion(assertion)))
          try refuseQuantifier(after: "\\" + quoted(codes[place - 1]))
        }
      case "*", "+", "?":
        throw fail(
          "there is nothing that '\(quoted(code))' could repeat; '\\\(quoted(code))' matches it as a character",
          at: start)
      case "{" where has(",", at: 1) || isDigit(at: 1):
        throw fail("there is nothing that '{' could repeat; '\\{' matches it as a character", at: start)
      default:
        place += 1
        addLiteral(code)
      }
      try quantifiers()
      try work.add((column - start) * 4 + foldingWork - folded)
    }
    guard open.count == 1 else {
      throw fail(
        "this '(' is not closed; '\\(' matches it as a character", at: open[open.count - 1].column)
    }
    pattern.root = finish(open[0])
    return pattern
  }

  private mutating func add(_ node: Pattern.NodeID) { open[open.count - 1].items.append(node) }

  private mutating func addLiteral(_ code: UInt32) {
    if flags.ignoresCase, let set = try? allCases(of: CodePointSet(code...code)) {
      add(pattern.add(set))
    } else {
      add(pattern.add(.literal(code)))
    }
  }

  private mutating func finish(_ group: OpenGroup) -> Pattern.NodeID {
    let last = pattern.addSequence(group.items)
    return group.alternatives.isEmpty ? last : pattern.add(.choice(group.alternatives + [last]))
  }

  /// A set as the flags want it.
  mutating func allCases(of set: CodePointSet) throws(Failure) -> CodePointSet {
    guard flags.ignoresCase else { return set }
    if let known = foldedSets[set] { return known }
    let folded = CaseFolds.allCases(of: set, &foldingWork)
    guard foldingWork <= RegularExpression.maximumFoldingWork else {
      throw fail("the pattern has too many different letters for the flag 'i'", at: column)
    }
    foldedSets[set] = folded
    return folded
  }

  // MARK: - Groups

  private mutating func openGroup(_ start: Int) throws(Failure) {
    guard take("?") else { return try openNotedGroup(start, name: nil) }
    if take(":") {
      open.append(OpenGroup(column: start, number: nil))
      return
    }
    if take("=") || take("!") {
      throw fail(
        "look-ahead is not there, since it would break linear time; match the text after it as well, and use a group for the part you need",
        at: start)
    }
    if take("<=") || take("<!") {
      throw fail(
        "look-behind is not there, since it would break linear time; match the text before it as well, and use a group for the part you need",
        at: start)
    }
    if take(">") {
      throw fail(
        "atomic groups are not there, since nothing is matched twice anyway; write '(?:' instead", at: start)
    }
    if take("(") {
      throw fail("conditions are not there; write the cases as alternatives, with '|'", at: start)
    }
    if take("#") {
      throw fail("comments in patterns are not there; write them beside the pattern", at: start)
    }
    if take("|") { throw fail("'(?|' is not there; number the groups of each alternative", at: start) }
    if take("P<") { throw fail("write '(?<name>' for a group with a name", at: start) }
    if take("P=") {
      throw fail(
        "references to groups are not there, since they would break linear time; compare the groups of the match",
        at: start)
    }
    if has("R") || has("&") || isDigit(at: 0) || has("P") {
      throw fail("a pattern can't call itself or its groups; write the part again", at: start)
    }
    if take("<") || has("'") {
      guard !has("'") else { throw fail("write '(?<name>' for a group with a name", at: start) }
      return try openNotedGroup(start, name: try groupName(start))
    }
    let isFlag = !isAtEnd && (has("-") || (next >= 97 && next <= 122) || has("^"))
    throw fail(
      isFlag
        ? "flags are not written in the pattern; give them as the second argument"
        : "after '(?' comes ':' or '<name>'", at: start)
  }

  private mutating func openNotedGroup(_ start: Int, name: String?) throws(Failure) {
    guard pattern.groupNames.count < RegularExpression.maximumGroupCount else {
      throw fail(
        "the pattern has more than \(RegularExpression.maximumGroupCount) groups; write '(?:' for those whose text you don't need",
        at: start)
    }
    pattern.groupNames.append(name)
    open.append(OpenGroup(column: start, number: pattern.groupNames.count))
  }

  private mutating func groupName(_ start: Int) throws(Failure) -> String {
    let nameColumn = column
    var name = ""
    while !isAtEnd, !has(">") {
      let code = next
      let isLetter = code == 95 || (code | 32) >= 97 && (code | 32) <= 122
      guard isLetter || (code >= 48 && code <= 57 && !name.isEmpty) else {
        throw fail("the name of a group has letters of ASCII, digits and '_'", at: column)
      }
      name.unicodeScalars.append(Unicode.Scalar(code) ?? "_")
      place += 1
    }
    guard !isAtEnd, !name.isEmpty else { throw fail("write '(?<name>' for a group with a name", at: start) }
    place += 1
    guard !pattern.groupNames.contains(name) else {
      throw fail("there is another group with this name", at: nameColumn)
    }
    return name
  }

  // MARK: - Quantifiers

  func isDigit(at distance: Int) -> Bool {
    place + distance < codes.count && codes[place + distance] >= 48 && codes[place + distance] <= 57
  }

  private var isAtQuantifier: Bool {
    has("*") || has("+") || has("?") || has("{") && (has(",", at: 1) || isDigit(at: 1))
  }

  private func refuseQuantifier(after text: String) throws(Failure) {
    guard isAtQuantifier else { return }
    throw fail("'\(text)' matches no character, so it can't be repeated", at: column)
  }

  /// The quantifier after what was just added, if there is one.
  private mutating func quantifiers() throws(Failure) {
    guard isAtQuantifier, let body = open[open.count - 1].items.last else { return }
    let bounds = try bounds()
    let isGreedy = !take("?")
    if has("+") {
      throw fail(
        "possessive quantifiers are not there, since nothing is matched twice anyway; leave out this '+'",
        at: column)
    }
    if isAtQuantifier {
      throw fail("this is repeated already; put it in '(?:' and ')' to repeat that", at: column)
    }
    open[open.count - 1].items.removeLast()
    add(
      pattern.add(
        .repetition(body, minimum: bounds.minimum, maximum: bounds.maximum, isGreedy: isGreedy)))
  }

  private mutating func bounds() throws(Failure) -> (minimum: Int, maximum: Int?) {
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    if take("?") { return (0, 1) }
    let start = column
    place += 1
    let hint = "a number of repetitions is written '{2}', '{2,}' or '{2,5}'; '\\{' matches '{' as a character"
    guard isDigit(at: 0) else {
      throw fail("write '{0,' for no lower bound; '\\{' matches '{' as a character", at: start)
    }
    let minimum = number()
    var maximum: Int? = minimum
    if take(",") { maximum = isDigit(at: 0) ? number() : nil }
    guard take("}") else { throw fail(hint, at: start) }
    if let maximum, maximum < minimum {
      throw fail("the bounds of this repetition are in the wrong order", at: start)
    }
    return (minimum, maximum)
  }

  /// A number of any length; those that are too large anyway are cut.
  private mutating func number() -> Int {
    var number = 0
    while isDigit(at: 0) {
      number = min(number * 10 + Int(next) - 48, 1_000_000_000)
      place += 1
    }
    return number
  }
}
