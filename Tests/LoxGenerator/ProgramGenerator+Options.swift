extension ProgramGenerator {
  /// The shape of a generator's programs.
  package struct Options: Sendable {
    /// The approximate number of declarations and statements outside all functions: from a third to four
    /// thirds of it.
    package var size = 16
    /// The greatest number of iterations of a loop.
    package var maximumLoopCount = 6
    /// The greatest nesting depth of expressions.
    package var maximumExpressionDepth = 4
    /// The greatest nesting depth of statements inside a function.
    package var maximumBlockDepth = 5
    /// Whether programs may end in a runtime error.
    package var mayFail = true
    /// If so, the percentage of programs that contain an expression that fails when it is reached.
    package var mistakeChance = 30
    /// Whether functions stay inside the sizes that the book's encoding allows. Without this, large programs
    /// end in compile errors there.
    package var respectsBookLimits = true
    /// How often each kind of statement appears.
    package var weights = Weights()
    /// Whether programs contain what only extended Lox has.
    package var isExtended = false

    package init() {}

    /// The same options, kept within what the generator can use.
    var bounded: Options {
      var result = self
      if isExtended { result.respectsBookLimits = false }
      result.size = min(max(1, size), 10_000)
      result.maximumLoopCount = min(max(0, maximumLoopCount), 1_000)
      result.maximumExpressionDepth = min(max(0, maximumExpressionDepth), 8)
      result.maximumBlockDepth = min(max(0, maximumBlockDepth), 12)
      return result
    }
  }

  /// How often each kind of statement appears, relative to the others.
  package struct Weights: Sendable {
    package var print = 10
    package var variable = 8
    package var assignment = 6
    package var expression = 4
    package var branch = 5
    package var loop = 5
    package var block = 2
    package var function = 3
    package var classDeclaration = 1
    package var idiom = 5
    package var earlyReturn = 1

    package init() {}
  }
}
