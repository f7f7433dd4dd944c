import LoxAssembler
import LoxBytecode

/// Machine code for the processor that this is compiled for, if there are templates for it.
package enum JIT {
  #if arch(x86_64)
    private typealias Native = X86Target
    package static let isAvailable = true
  #else
    package static let isAvailable = false
  #endif

  /// A function of more words than this stays in the run loop: what is compiled at once is little, so that a run can be cancelled soon.
  package static let maximumWordCount = 2_000

  /// The code by which machine code is entered and left; nil if there are no templates.
  package static func makeStubs(_ layout: RuntimeLayout) -> CompiledStubs? {
    #if arch(x86_64)
      try? Native.makeStubs(layout)
    #else
      nil
    #endif
  }

  /// The code that templates call; nil if there are no templates.
  package static func makeSharedCode(_ layout: RuntimeLayout) -> SharedCode? {
    #if arch(x86_64)
      try? Baseline<Native>.makeSharedCode(layout)
    #else
      nil
    #endif
  }

  /// Compiles a function of a verified program; nil if it stays in the run loop.
  ///
  /// Hints change the order in which the code looks at things, or what it tries, but not what it does.
  package static func compile(
    _ number: Int, of program: Program, _ layout: RuntimeLayout, hints: SiteHints = SiteHints()
  ) -> CompiledFunction? {
    #if arch(x86_64)
      guard program.functions.indices.contains(number) else { return nil }
      let function = program.functions[number]
      guard (1...maximumWordCount).contains(function.code.range.count) else { return nil }
      var baseline = Baseline<Native>(function, of: program, layout, hints)
      return try? baseline.compile()
    #else
      return nil
    #endif
  }
}

/// What the caches of a function have learned until it is compiled.
package struct SiteHints: Sendable {
  /// The caches of invocations of operations that the machine executes.
  package var stepsAtOnce: Set<Int> = []
  /// The constants of global variables whose names the core library has.
  package var coreGlobals: Set<Int> = []

  package init() {}
}
