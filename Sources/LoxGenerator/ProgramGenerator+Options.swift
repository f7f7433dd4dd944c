extension ProgramGenerator {
  /// What the programs of a generator look like.
  package struct Options: Sendable {
    /// The number of declarations and statements outside of all functions, more or less: programs have
    /// between a third of it and a third more.
    package var size = 16
    /// The most rounds that one loop makes.
    package var maximumLoopCount = 6
    /// How deep expressions nest.
    package var maximumExpressionDepth = 4
    /// How deep statements nest inside one function.
    package var maximumBlockDepth = 5
    /// Whether programs may end in a runtime error.
    package var mayFail = true
    /// If so, how many percent of them contain an expression that fails when it is reached.
    package var mistakeChance = 30
    /// Whether functions stay inside the sizes that the book's encoding allows. Without this, large programs
    /// end in compile errors there.
    package var respectsBookLimits = true
    /// How often each kind of statement appears.
    package var weights = Weights()

    package init() {}

    /// The same options, kept within what the generator can use.
    var bounded: Options {
      var result = self
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
