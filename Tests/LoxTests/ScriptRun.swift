import Foundation
import Lox
import LoxRuntime

/// How a script is compiled and run. The script must do the same in all modes.
enum Mode: String, CaseIterable, Sendable {
  case plain
  /// Without the compiler's optimiser, and in the run loop that counts.
  case unoptimized
  /// Collects at each allocation, and checks the heap each time.
  case stressed
  /// All functions are compiled to machine code before they run.
  case native
  /// About half of them are.
  case mixed
  /// Machine code, with a collection at each allocation.
  case stressedNative

  var isStressed: Bool { self == .stressed || self == .stressedNative }

  var machineCode: MachineCodeMode {
    switch self {
    case .plain, .unoptimized, .stressed: .off
    case .native, .stressedNative: .everything
    case .mixed: .mixed(seed: 7)
    }
  }
}

/// What a script did, as the command `lox` would show it.
struct Outcome: Equatable, Sendable {
  enum Ending: Equatable, Sendable { case success, compileErrors, runtimeError(RuntimeError.Kind) }

  var ending = Ending.success
  var output: [UInt8] = []
  /// What the command writes to standard error.
  var errors: [UInt8] = []

  var outputText: String { String(decoding: output, as: UTF8.self) }
  var errorText: String { String(decoding: errors, as: UTF8.self) }

  /// The exit code of the command.
  var exitCode: Int32 {
    switch ending {
    case .success: 0
    case .compileErrors: 65
    case .runtimeError: 70
    }
  }
}

/// Runs scripts in an isolate, through the public interface.
final class ScriptRun {
  private let isolate: Isolate
  private let mode: Mode
  private let output: Output

  /// What scripts have printed.
  private final class Output {
    var bytes: [UInt8] = []
  }

  /// A script that prints more is stopped.
  private static let outputLimit = 64 << 20

  init(_ mode: Mode = .plain, heapLimit: Int? = nil, maximumDepth: Int? = nil) throws {
    let output = Output()
    var options = Isolate.Options()
    options.hasClock = true
    options.stressesCollector = mode.isStressed
    options.machineCode = mode.machineCode
    if let heapLimit { options.limits.heapBytes = heapLimit }
    if let maximumDepth { options.limits.callDepth = maximumDepth }
    isolate = try Isolate(options: options) { bytes in
      output.bytes += bytes
      return output.bytes.count < ScriptRun.outputLimit
    }
    isolate.machine.isObserved = mode == .unoptimized
    (self.mode, self.output) = (mode, output)
  }

  /// What all scripts have used: the same in all modes, but for what the compiler's optimiser saves.
  var usedFuel: Int { isolate.usedFuel }

  /// The greatest number of bytes that objects took.
  var peakBytes: Int { isolate.machine.statistics.peakBytes }

  /// How many objects were made; counted only in unoptimised mode.
  var allocations: Int { isolate.machine.statistics.run.allocations }

  var fullCollections: Int { isolate.machine.statistics.collector.full.count }

  /// Runs one script after the others in the same isolate.
  func run(_ source: [UInt8], _ language: Program.Language = .extended) -> Outcome {
    output.bytes = []
    var outcome = Outcome()
    do {
      var options = Program.Options()
      options.language = language
      options.optimizes = mode != .unoptimized
      try isolate.run(try Program(bytes: source, options: options))
    } catch let errors as CompileErrors {
      outcome.ending = .compileErrors
      outcome.errors = errors.plainBytes
    } catch let error as RuntimeError {
      outcome.ending = .runtimeError(error.kind)
      outcome.errors = Array("\(error.message)\n\(error.trace.text)".utf8)
    } catch {
      outcome.errors = Array("\(error)".utf8)
    }
    outcome.output = output.bytes
    return outcome
  }

  /// Lets scripts import the files of a folder.
  func admitModules(in folder: URL) {
    isolate.modules = ModuleLoader { name, _ in
      let file = folder.appending(path: name + ".lox")
      guard let bytes = try? Data(contentsOf: file) else { return nil }
      return try Program(bytes: [UInt8](bytes), name: name)
    }
  }

  /// Lets scripts import one module.
  func admitModule(_ name: String, _ source: [UInt8]) {
    isolate.modules = ModuleLoader { wanted, _ in
      wanted == name ? try Program(bytes: source, name: name) : nil
    }
  }

  /// Whether a script makes few enough objects to be run under stress: the time of each allocation is proportional to
  /// the number of objects, which grows with the allocations and with the source.
  static func permitsStress(
    _ source: [UInt8], _ language: Program.Language, maximumDepth: Int? = nil, in folder: URL? = nil
  ) throws -> Bool {
    let run = try ScriptRun(.unoptimized, maximumDepth: maximumDepth)
    if let folder { run.admitModules(in: folder) }
    _ = run.run(source, language)
    #if DEBUG
      return run.allocations * (run.allocations + source.count) < 250_000
    #else
      return run.allocations * (run.allocations + source.count) < 200_000_000
    #endif
  }

  func run(_ text: String, _ language: Program.Language = .extended) -> Outcome {
    run(Array(text.utf8), language)
  }
}
