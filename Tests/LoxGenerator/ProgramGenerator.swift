/// Makes random valid Lox programs that end soon, to compare implementations with each other.
///
/// The programs print what they do, so two implementations that agree on output, errors and exit code agree
/// on everything that the program can observe. Programs stay inside what is defined everywhere: no NaN is
/// printed, calls never nest deep, and the sizes of functions respect the limits of the book's encoding
/// unless the options say otherwise.
package struct ProgramGenerator {
  let options: Options
  var random: Random
  var catalog = Catalog()
  var scopes = ScopeStack()
  var writer = SourceWriter()
  /// The function being written.
  var current = FunctionContext(tier: 0, budget: 0)
  /// The enclosing functions, outermost first.
  var enclosing: [FunctionContext] = []
  /// Globals used inside functions: their kind must stay what it was when the function was written.
  var globalsUsedByFunctions: Set<String> = []
  /// The number of expressions before the next failing one; nil in programs without mistakes.
  var fuse: Int?
  /// How likely a line break is at a place that allows one, in percent.
  var lineBreakChance = 0
  /// How many constructor calls the current place is nested in.
  var nestedConstructions = 0
  /// The number of names made up because all common ones were taken.
  private var inventedNames = 0

  /// Makes a generator whose programs follow from `seed` and `options` alone.
  package init(seed: UInt64, options: Options = Options()) {
    self.random = Random(seed: seed)
    self.options = options.bounded
  }

  /// Writes the next program.
  package mutating func makeProgram() -> String {
    catalog = Catalog()
    scopes = ScopeStack()
    writer = SourceWriter()
    current = FunctionContext(
      isScript: true, tier: Signature.scriptTier, budget: Signature.stepLimit(tier: Signature.scriptTier))
    enclosing = []
    globalsUsedByFunctions = []
    nestedConstructions = 0
    inventedNames = 0
    lineBreakChance = random.oneOf(0, 0, 2, 5, 12)
    let size = random.within(max(1, options.size / 3)...max(1, options.size * 4 / 3))
    let containsMistakes = options.mayFail && random.chance(options.mistakeChance)
    fuse = containsMistakes ? random.within(20...max(40, size * 40)) : nil

    prelude()
    for _ in 0..<size where hasRoom(forConstants: 220) {
      topLevelItem()
    }
    return writer.text
  }

  /// The functions that every program relies on.
  private mutating func prelude() {
    writer.line(
      """
      fun show(value) {
        if (value == value) print value; else print "not equal to itself";
        return value;
      }
      fun same(value) { return value; }
      """)
    for name in ["show", "same", "clock"] {
      scopes.declare(Variable(name: name, kind: .anything, isAssignable: false, isHidden: true))
    }
  }

  private mutating func topLevelItem() {
    let isCrowded = !hasRoom(forConstants: 130)
    switch random.weighted([isCrowded ? 0 : 4, isCrowded ? 0 : 5, isCrowded ? 0 : 4, 5, 3]) {
    case 0: classDeclaration()
    case 1: functionDeclaration()
    case 2: idiom()
    case 3: section()
    default: if isCrowded { section() } else { statement(depth: 0) }
    }
  }

  /// A function full of statements, called at once: constants, locals and loops of its own.
  private mutating func section() {
    let name = freshName()
    let signature = Signature(parameters: [], result: .null, tier: Signature.scriptTier - 1)
    scopes.declare(Variable(name: name, kind: .anything, isAssignable: false, isHidden: true))
    let length = random.within(5...14)
    functionBody(header: "fun \(name)", signature: signature, length: length)
    let times = random.oneOf(1, 1, 1, 1, 2, 3)
    for _ in 0..<times where affords(Signature.stepLimit(tier: signature.tier)) {
      spend(Signature.stepLimit(tier: signature.tier))
      writer.line("\(name)();")
    }
  }
}

// MARK: - Budgets

extension ProgramGenerator {
  /// Whether the innermost function may hold more code.
  func hasRoom(forConstants limit: Int) -> Bool {
    !options.respectsBookLimits || writer.constantCount < limit
  }

  /// Whether code of this many steps may be added at the current place.
  func affords(_ steps: Int) -> Bool {
    steps * current.repetitions <= current.budget
  }

  mutating func spend(_ steps: Int) {
    current.budget -= steps * current.repetitions
  }

  /// Whether a function of this signature may be called at the current place.
  func mayCall(_ signature: Signature) -> Bool {
    signature.tier < current.tier && affords(Signature.stepLimit(tier: signature.tier))
  }
}

// MARK: - Names

extension ProgramGenerator {
  /// None of them is declared by the fixed parts of idioms.
  private static let commonNames = [
    "a", "b", "c", "d", "e", "f", "g", "h", "j", "k", "m", "o", "p", "q", "r", "s", "u", "v", "w",
    "item", "left", "right", "total", "index", "value", "next", "first", "last", "result", "other", "_", "_x",
    "fo", "tru", "classy", "orchid", "andy", "nill", "superb", "thistle", "printed", "whiles", "x1", "y_2",
  ]

  /// A name that the innermost scope doesn't declare. It may well hide an outer one.
  mutating func freshName() -> String {
    for _ in 0..<6 {
      guard let name = random.pick(Self.commonNames) else { break }
      if !scopes.declares(name) && !current.reservedNames.contains(name) { return name }
    }
    inventedNames += 1
    return "\(random.oneOf("thing", "box", "part"))_\(inventedNames)_"
  }

  /// The text that uses a variable.
  mutating func mention(_ variable: Variable) -> String {
    if variable.isGlobal && !enclosing.isEmpty { globalsUsedByFunctions.insert(variable.name) }
    return variable.name
  }

  /// Declares `count` variables that only the code which asked for them uses.
  mutating func privateNames(_ count: Int) -> [String] {
    (0..<count).map { _ in
      let name = freshName()
      scopes.declare(Variable(name: name, kind: .anything, isAssignable: false, isHidden: true))
      return name
    }
  }

  /// A blank, or now and then a line break, with or without a comment before it.
  mutating func gap() -> String {
    guard random.chance(lineBreakChance) else { return " " }
    return random.oneOf("\n    ", "\n    ", "\n\n    ", " // then\n    ", "\t", "  ")
  }
}
