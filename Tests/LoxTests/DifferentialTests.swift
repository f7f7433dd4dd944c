import Foundation
import Lox
import LoxGenerator
import Testing

/// Random programs do the same in all modes, and the same as clox if the environment variable `CLOX` names it. They are always
/// the same programs, unless the variable `SEED` has a number that selects others.
@Suite struct DifferentialTests {
  #if DEBUG
    private static let batchSize = 5
  #else
    private static let batchSize = 100
  #endif

  private static let firstSeed =
    ProcessInfo.processInfo.environment["SEED"].flatMap { UInt64($0) }.map { $0 &* 1_000_000_000 } ?? 0

  /// Compares a batch of sources, each made from a seed.
  private func compare(
    batch: Int, count: Int = batchSize, language: Program.Language = .book,
    _ makeSource: @escaping @Sendable (_ seed: UInt64) -> [UInt8]
  ) async {
    let failures = await LargeStack.run {
      var failures: [String] = []
      for index in 0..<count {
        let seed = Self.firstSeed &+ UInt64(batch * 1_000_000 + index)
        let source = makeSource(seed)
        do {
          let plain = try ScriptRun(.plain)
          let outcome = plain.run(source, language)
          for mode in Mode.allCases where mode != .plain {
            if try mode.isStressed && !ScriptRun.permitsStress(source, language) { continue }
            let run = try ScriptRun(mode)
            let other = run.run(source, language)
            if mode != .unoptimized, run.usedFuel != plain.usedFuel {
              failures.append("seed \(seed), \(mode): fuel \(plain.usedFuel), then \(run.usedFuel)")
            }
            if other != outcome { failures.append("seed \(seed), \(mode): \(difference(outcome, other))") }
          }
          if language == .book, let clox = try ReferenceMachine.shared?.run(source) {
            if clox != Observation(outcome) {
              failures.append("seed \(seed), clox: \(difference(clox, Observation(outcome)))")
            }
          }
        } catch {
          failures.append("seed \(seed): \(error)")
        }
      }
      return failures
    }
    for failure in failures { Issue.record("\(failure)") }
  }

  @Test(arguments: 0..<10) func programs(batch: Int) async {
    await compare(batch: batch) { seed in
      var generator = ProgramGenerator(seed: seed)
      return Array(generator.makeProgram().utf8)
    }
  }

  @Test(arguments: 10..<14) func largePrograms(batch: Int) async {
    await compare(batch: batch, count: Self.batchSize / 3) { seed in
      var options = ProgramGenerator.Options()
      options.size = 60
      var generator = ProgramGenerator(seed: seed, options: options)
      return Array(generator.makeProgram().utf8)
    }
  }

  @Test(arguments: 40..<44) func extendedPrograms(batch: Int) async {
    await compare(batch: batch, language: .extended) { seed in
      var options = ProgramGenerator.Options()
      options.isExtended = true
      var generator = ProgramGenerator(seed: seed, options: options)
      return Array(generator.makeProgram().utf8)
    }
  }

  /// Functions that get values of any kind do the same in the run loop and in machine code, within limits of all kinds.
  @Test(arguments: 70..<76) func untypedPrograms(batch: Int) async {
    for index in 0..<Self.batchSize {
      let seed = Self.firstSeed &+ UInt64(batch * 1_000_000 + index)
      var generator = UntypedProgramGenerator(seed: seed)
      var comparison = TierComparison(Array(generator.makeProgram().utf8), .extended, seed: seed)
      let isProgram = await comparison.compare()
      #expect(isProgram, "seed \(seed) is no program")
      for difference in comparison.differences { Issue.record("seed \(seed), \(difference)") }
    }
  }

  /// A program does the same as a script and as a module.
  @Test(arguments: 60..<64) func extendedProgramsAsModules(batch: Int) async {
    let failures = await LargeStack.run {
      var failures: [String] = []
      for index in 0..<Self.batchSize {
        let seed = Self.firstSeed &+ UInt64(batch * 1_000_000 + index)
        var options = ProgramGenerator.Options()
        options.isExtended = true
        var generator = ProgramGenerator(seed: seed, options: options)
        let source = Array(generator.makeProgram().utf8)
        do {
          let script = try ScriptRun(.plain).run(source)
          for mode in Mode.allCases {
            if try mode.isStressed && !ScriptRun.permitsStress(source, .extended) { continue }
            let run = try ScriptRun(mode)
            run.admitModule("m", source)
            let module = run.run("import \"m\";")
            if module.output != script.output || module.ending != script.ending {
              failures.append("seed \(seed), \(mode): \(difference(script, module))")
            }
          }
        } catch {
          failures.append("seed \(seed): \(error)")
        }
      }
      return failures
    }
    for failure in failures { Issue.record("\(failure)") }
  }

  /// Programs of the book do the same in both languages, if nothing in them fails.
  @Test(arguments: 50..<52) func bookProgramsInBothLanguages(batch: Int) async {
    let failures = await LargeStack.run {
      var failures: [String] = []
      for index in 0..<Self.batchSize {
        let seed = Self.firstSeed &+ UInt64(batch * 1_000_000 + index)
        var options = ProgramGenerator.Options()
        options.mayFail = false
        var generator = ProgramGenerator(seed: seed, options: options)
        let source = Array(generator.makeProgram().utf8)
        do {
          let (book, extended) = (
            try ScriptRun(.plain).run(source, .book), try ScriptRun(.plain).run(source, .extended)
          )
          if book != extended { failures.append("seed \(seed): \(difference(book, extended))") }
        } catch {
          failures.append("seed \(seed): \(error)")
        }
      }
      return failures
    }
    for failure in failures { Issue.record("\(failure)") }
  }

  @Test(arguments: 20..<24) func compileErrors(batch: Int) async {
    await compare(batch: batch) { seed in
      var generator = TokenSoupGenerator(seed: seed)
      return generator.makeSoup()
    }
  }

  @Test(arguments: 30..<32) func sizeLimits(batch: Int) async {
    await compare(batch: batch, count: Self.batchSize / 3) { seed in
      var generator = LimitProbeGenerator(seed: seed)
      return Array(generator.makeProbe().utf8)
    }
  }

  @Test func comparisonWithClox() {
    if ReferenceMachine.shared == nil {
      print("CLOX is not set: random programs were not compared with clox.")
    }
  }
}

/// What a process did.
struct Observation: Equatable, Sendable {
  var exitCode: Int32
  var output: [UInt8]
  var errors: [UInt8]

  init(exitCode: Int32, output: [UInt8], errors: [UInt8]) {
    (self.exitCode, self.output, self.errors) = (exitCode, output, errors)
  }

  init(_ outcome: Outcome) {
    self.init(exitCode: outcome.exitCode, output: outcome.output, errors: outcome.errors)
  }
}

/// The first lines that differ.
private func difference(_ expected: Outcome, _ actual: Outcome) -> String {
  difference(Observation(expected), Observation(actual))
}

private func difference(_ expected: Observation, _ actual: Observation) -> String {
  var text =
    expected.exitCode == actual.exitCode ? "" : "exit code \(expected.exitCode) and \(actual.exitCode); "
  for (name, a, b) in [
    ("output", expected.output, actual.output), ("standard error", expected.errors, actual.errors),
  ] where a != b {
    let (a, b) = (a.split(separator: UInt8(ascii: "\n")), b.split(separator: UInt8(ascii: "\n")))
    let same = zip(a, b).prefix { $0 == $1 }.count
    func line(_ lines: [ArraySlice<UInt8>]) -> String {
      same < lines.count ? "'\(String(decoding: lines[same], as: UTF8.self))'" : "nothing"
    }
    text += "line \(same + 1) of \(name) is \(line(a)) and \(line(b)); "
  }
  return text
}
