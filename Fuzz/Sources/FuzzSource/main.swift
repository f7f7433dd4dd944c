import FuzzDriver
import LoxCompiler
import LoxRuntime
import LoxSemantics
import LoxSource
import LoxSyntax

// Any bytes as a script: compiled in both languages, with and without the optimiser, and run in every mode. Whatever they
// are, nothing traps; and if a script ends within its limits, all modes agree on what it did.
FuzzDriver.run { bytes in
  let source = Source(name: "script", bytes: bytes)
  for profile in [LanguageProfile.book, .extended] {
    let optimized = Candidate(source, profile, optimizes: true)
    let plain = Candidate(source, profile, optimizes: false)
    guard let optimized, let plain else {
      precondition(optimized == nil && plain == nil, "the optimiser decides whether there is a program")
      continue
    }
    if profile == .extended && Candidate(source, .book, optimizes: true) != nil { continue }
    let expected = plain.run(fuel: 100_000, underStress: false)
    compare(expected, optimized.run(fuel: 200_000, underStress: false))
    let native = plain.run(fuel: 100_000, underStress: false, inMachineCode: true)
    compare(expected, native)
    precondition(expected.fuel == native.fuel, "machine code takes other fuel")
    // The collector's checks take time: short runs only.
    if expected.instructions < 2_000 { compare(expected, optimized.run(fuel: 200_000, underStress: true)) }
  }
}

/// A program made from the input.
struct Candidate {
  private let image: ProgramImage

  /// Nil if the source has errors.
  init?(_ source: Source, _ profile: LanguageProfile, optimizes: Bool) {
    var analyzed = FrontEnd.analyze(source: source, profile: profile)
    guard analyzed.diagnostics.isEmpty else {
      _ = analyzed.diagnostics.flatMap { $0.plainBytes(source) }
      return nil
    }
    if optimizes { Optimizer.optimize(&analyzed.ast, &analyzed.resolution) }
    guard let program = try? Compiler.compile(analyzed.ast, analyzed.resolution) else { return nil }
    do {
      image = try ProgramImage(program)
    } catch {
      fatalError("The compiler's code is not accepted: \(error)")
    }
  }

  struct Outcome {
    var output: [UInt8] = []
    var error: RuntimeError?
    var instructions = 0
    var fuel = 0
    /// Whether the script reached its end, or its error.
    var isComplete: Bool { error == nil || error?.kind == .script }
  }

  func run(fuel: Int, underStress: Bool, inMachineCode: Bool = false) -> Outcome {
    var outcome = Outcome()
    var output: [UInt8] = []
    var options = MachineOptions { bytes in
      output += bytes
      return output.count < 1 << 20
    }
    options.heapLimit = 16 << 20
    options.maximumDepth = 1_000
    options.fuel = fuel
    options.hasClock = false
    options.stressCollector = underStress
    if inMachineCode { options.machineCode = .everything }
    guard let machine = VirtualMachine(options: options) else { fatalError("There are no addresses left.") }
    machine.isObserved = !underStress && !inMachineCode
    do throws(RuntimeError) {
      try machine.run(image)
    } catch {
      outcome.error = error
      precondition(error.kind != .damagedHeap, "the heap is damaged")
    }
    machine.flush()
    outcome.output = output
    outcome.fuel = machine.usedFuel
    outcome.instructions = machine.statistics.run.instructions
    return outcome
  }
}

func compare(_ expected: Candidate.Outcome, _ actual: Candidate.Outcome) {
  guard expected.isComplete, actual.isComplete else { return }
  precondition(expected.output == actual.output, "the modes print different things")
  precondition(expected.error?.message == actual.error?.message, "the modes fail differently")
  precondition(expected.error?.trace.text == actual.error?.trace.text, "the modes fail at different places")
}
