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

  /// The code that all functions share; nil if there are no templates.
  package static func makeStubs(
    _ layout: RuntimeLayout, for processor: Processor? = .host
  ) -> CompiledStubs? {
    switch processor {
    case .x86: try? X86Target.makeStubs(layout)
    case .arm64: try? ARM64Target.makeStubs(layout)
    case nil: nil
    }
  }

  /// Compiles a function of a verified program; nil if it stays in the run loop.
  package static func compile(
    _ number: Int, of program: Program, _ layout: RuntimeLayout, for processor: Processor? = .host
  ) -> CompiledFunction? {
    guard program.functions.indices.contains(number) else { return nil }
    let function = program.functions[number]
    guard (1...maximumWordCount).contains(function.code.range.count) else { return nil }
    switch processor {
    case .x86: return compile(Baseline<X86Target>(function, of: program, layout))
    case .arm64: return compile(Baseline<ARM64Target>(function, of: program, layout))
    case nil: return nil
    }
  }

  private static func compile(_ baseline: consuming Baseline<some TemplateTarget>) -> CompiledFunction? {
    try? baseline.compile()
  }
}
