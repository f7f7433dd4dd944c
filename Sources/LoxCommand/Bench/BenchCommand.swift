import ArgumentParser
import Lox
import LoxSource
import LoxSyntax
import LoxTooling

/// `lox bench FILE...`: measures how long scripts take.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure how long a script or its functions take, or compare two scripts.",
    discussion: """
      If a script has functions outside of all blocks whose names are 'bench' and more that begins with a capital letter, a digit \
      or an underscore, each of them is measured, after the script has run once:

        fun benchSum() { for (var i in 1...1000) total += i; }

      Otherwise the whole script is measured, in a new isolate each time. What scripts print is discarded. They run for a while \
      before anything is measured; calls that are too short for the clock are measured together.

      Two scripts are run in turns, so that what disturbs the machine disturbs both, and the functions that both have are \
      compared. 'spread' is the deviation from the median; 'units' is the work, about one unit for each simple instruction, \
      which is the same each time.
      """)

  @Argument(help: "A script, or two scripts to compare.", completion: .file(extensions: ["lox"]))
  var files: [Path]

  @Option(
    help: ArgumentHelp(
      "Measure only functions whose names contain this text.", valueName: "text"))
  var filter: String?

  @Option(
    help: ArgumentHelp(
      "How many samples to take of each; by default as many as fit in --time.", valueName: "count"))
  var runs: Int?

  @Option(help: ArgumentHelp("How long to measure each function or script.", valueName: "seconds"))
  var time = 2.0

  @Option(
    name: .customLong("warm-up"),
    help: ArgumentHelp("How long to run each before it is measured.", valueName: "seconds"))
  var warmUp = 0.3

  @Option(help: ArgumentHelp("Also write all samples to this file.", valueName: "file"))
  var json: Path?

  @OptionGroup var compilation: CompilationOptions
  @OptionGroup var execution: ExecutionOptions
  @OptionGroup var modules: ModuleOptions

  /// Fewer samples say little.
  private static let minimumSamples = 5

  func validate() throws {
    if files.count > 2 { throw ValidationError("Give one script, or two to compare.") }
    if let runs, !(1...100_000).contains(runs) {
      throw ValidationError("The number of samples must be from 1 to 100000.")
    }
    for seconds in [time, warmUp] where !(0...86_400).contains(seconds) {
      throw ValidationError("A time must be from 0 to 86400 seconds.")
    }
  }

  func run() {
    let console = Console()
    let benchmarks = files.map { measurable(in: $0, console) }
    let pairs = matched(benchmarks)
    guard !pairs.isEmpty else {
      console.writeError(
        "There is nothing to measure: no function is in all scripts, or none matches --filter.\n")
      console.exit(.failed)
    }
    for pair in pairs { measure(pair, console) }
    let results = files.indices.map { index in pairs.compactMap { $0[index].result } }
    console.write(BenchmarkReport(results).text)
    if let json {
      do {
        try File.write(Array(BenchmarkReport(results).json.utf8), to: json)
      } catch {
        console.writeError(error.message[...])
        console.exit(.fileError)
      }
    }
    console.exit(.success)
  }

  /// What can be measured in a script.
  private func measurable(in file: Path, _ console: Console) -> [Benchmark] {
    let options = ScriptOptions(compilation, execution, modules)
    let bytes = File.read(file, nil, or: console)
    let program: Program
    do {
      program = try Program.compile(bytes, name: file.sourceName, options: options.compiler)
    } catch {
      console.writeError(error.bytes(DiagnosticStyle.format(nil))[...])
      console.exit(.compileError)
    }
    let functions = CalledFunction.all(
      in: Source(name: file.sourceName, bytes: bytes),
      profile: options.compiler.language == .book ? .book : .extended, .bench)
    if functions.isEmpty, filter == nil { return [Benchmark(file, program, function: nil, options)] }
    return functions.filter { filter == nil || $0.name.contains(filter ?? "") }
      .map { Benchmark(file, program, function: $0.name, options) }
  }

  /// The benchmarks that all scripts have, together.
  private func matched(_ benchmarks: [[Benchmark]]) -> [[Benchmark]] {
    benchmarks[0].compactMap { first in
      let others = benchmarks.dropFirst().compactMap { $0.first { $0.function == first.function } }
      return others.count == benchmarks.count - 1 ? [first] + others : nil
    }
  }

  /// Measures the same thing in each script, in turns.
  private func measure(_ benchmarks: [Benchmark], _ console: Console) {
    do {
      for benchmark in benchmarks { try benchmark.warmUp(for: .seconds(warmUp)) }
      let start = ContinuousClock.now
      let limit = Duration.seconds(time * Double(benchmarks.count))
      var count = 0
      while runs.map({ count < $0 })
        ?? (count < BenchCommand.minimumSamples || ContinuousClock.now - start < limit)
      {
        // Who comes first may have it harder, so they take turns in that as well.
        for benchmark in count % 2 == 0 ? benchmarks : benchmarks.reversed() { try benchmark.takeSample() }
        count += 1
      }
    } catch let failure as Benchmark.Failure {
      console.writeError(failure.result.message(DiagnosticStyle.format(nil))[...])
      console.exit(failure.result.status)
    } catch {
      console.writeError("\(error)\n")
      console.exit(.runtimeError)
    }
  }
}
