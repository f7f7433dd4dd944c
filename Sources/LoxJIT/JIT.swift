import LoxAssembler
import LoxBytecode

/// Machine code from bytecode, by the templates.
package enum JIT {
  /// The processors for which there are templates.
  package enum Processor: String, CaseIterable, Sendable {
    case x86 = "x86-64"
    case arm64

    /// The one that this is compiled for; nil if there are no templates for it, or if its system lets no program execute what it has made.
    package static var host: Processor? {
      #if os(iOS) || os(tvOS) || os(watchOS) || os(visionOS)
        nil
      #elseif arch(x86_64)
        .x86
      #elseif arch(arm64)
        .arm64
      #else
        nil
      #endif
    }
  }

  package static var isAvailable: Bool { Processor.host != nil }

  /// A function of more words than this stays in the run loop: what is compiled at once is little, so that a run can be cancelled soon.
  package static let maximumWordCount = 2_000

  /// The code by which machine code is entered and left; nil if there are no templates.
  package static func makeStubs(
    _ layout: RuntimeLayout, for processor: Processor? = .host
  ) -> CompiledStubs? {
    switch processor {
    case .x86: try? X86Target.makeStubs(layout)
    case .arm64: try? ARM64Target.makeStubs(layout)
    case nil: nil
    }
  }

  /// The code that templates call; nil if there are no templates.
  package static func makeSharedCode(
    _ layout: RuntimeLayout, for processor: Processor? = .host
  ) -> SharedCode? {
    switch processor {
    case .x86: try? Baseline<X86Target>.makeSharedCode(layout)
    case .arm64: try? Baseline<ARM64Target>.makeSharedCode(layout)
    case nil: nil
    }
  }

  /// Compiles a function of a verified program; nil if it stays in the run loop.
  ///
  /// Hints change the order in which the code looks at things, or what it tries, but not what it does.
  package static func compile(
    _ number: Int, of program: Program, _ layout: RuntimeLayout, hints: SiteHints = SiteHints(),
    for processor: Processor? = .host
  ) -> CompiledFunction? {
    guard program.functions.indices.contains(number) else { return nil }
    let function = program.functions[number]
    guard (1...maximumWordCount).contains(function.code.range.count) else { return nil }
    switch processor {
    case .x86: return compile(Baseline<X86Target>(function, of: program, layout, hints))
    case .arm64: return compile(Baseline<ARM64Target>(function, of: program, layout, hints))
    case nil: return nil
    }
  }

  private static func compile(_ baseline: consuming Baseline<some TemplateTarget>) -> CompiledFunction? {
    try? baseline.compile()
  }
}

/// What the caches of a function have learned until it is compiled.
package struct SiteHints: Sendable {
  /// The caches of invocations of operations that the machine executes.
  package var stepsAtOnce: Set<Int> = []
  /// The caches of invocations of getters, and of setters, that know nothing else.
  package var getters: Set<Int> = []
  package var setters: Set<Int> = []
  /// The caches of properties that are computed.
  package var computed: Set<Int> = []
  /// The constants of global variables whose names the core library has.
  package var coreGlobals: Set<Int> = []

  package init() {}
}
