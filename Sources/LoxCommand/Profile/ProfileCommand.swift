import ArgumentParser
import Lox
import LoxTooling

/// `lox profile FILE`: runs a script, and shows where it did its work.
struct ProfileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "Run a script, and show which functions and lines cost most.",
    discussion: """
      The script runs as always, a few percent more slowly. Then tables on standard error show the work that \
      functions and lines did, the places that allocated memory, and the garbage collections. Work is counted in \
      units, about one for each simple instruction, and samples are taken after fixed amounts of work, so the \
      result is the same each time. The work of a loop or a function is divided among its lines by the \
      length of their code. How long functions took that are written in Swift, those of the core library and \
      `print`, is measured by the clock. Control-C ends the script and shows what is known so far.

      The exit status is that of the script.
      """)

  @OptionGroup var script: ScriptPath

  @Option(help: ArgumentHelp("Also write a page with a flame graph to this file.", valueName: "file"))
  var html: Path?

  @Option(
    help: ArgumentHelp(
      "Also write the calls to this file, for the viewer at speedscope.app.", valueName: "file"))
  var speedscope: Path?

  @Option(
    help: ArgumentHelp(
      "Also write the calls as collapsed stacks to this file, for programs that draw flame graphs.",
      valueName: "file"))
  var collapsed: Path?

  @Option(
    help: ArgumentHelp(
      "What collapsed stacks count: work in units, memory in bytes, or time in functions of Swift in nanoseconds.",
      valueName: "work|memory|time"))
  var measure: Profile.Measure = .work

  @OptionGroup var compilation: CompilationOptions
  @OptionGroup var modules: ModuleOptions
  @OptionGroup var errors: DiagnosticOptions

  func run() {
    let console = Console()
    let source = File.read(script.file, errors.diagnostics, or: console)
    var options = ScriptOptions(compilation)
    options.compiler.makesSourceMap = true
    options.modulePaths = modules.paths
    let session = ScriptSession(options, console)
    session.admitModules(in: script.file == .standardInput ? Path(bytes: []) : script.file.folder)
    session.machine.startProfiling()
    // Control-C ends the script; what is known so far is shown.
    let interruption = Interruption()
    Signals.watch { signal in
      switch signal {
      case .interrupt: if !interruption.request() { Process.exitAtOnce(130) }
      case .resize: break
      case .end(let status): Process.exitAtOnce(status)
      }
    }
    let clock = ContinuousClock()
    let start = clock.now
    let result = interruption.whileRunning {
      session.evaluate(source, name: script.file.sourceName, cancellation: $0).result
    }
    let time = clock.now - start
    if result.status != .success {
      console.writeError(result.message(DiagnosticStyle.format(errors.diagnostics))[...])
    }
    if result.status == .compileError { console.exit(result.status) }

    let profile = ProfileBuilder(session.machine).profile(title: script.file.sourceName, time: time)
    // The script's own output is not changed.
    console.writeError("\n" + ProfileReport(profile).text)
    do {
      if let html { try File.write(Array(ProfilePage(profile).html.utf8), to: html) }
      if let speedscope { try File.write(Array(SpeedscopeProfile(profile).text.utf8), to: speedscope) }
      if let collapsed { try File.write(Array(CollapsedStacks(profile, measure).text.utf8), to: collapsed) }
    } catch {
      console.writeError(error.message[...])
      console.exit(.fileError)
    }
    console.exit(result.status)
  }
}

extension Profile.Measure: ExpressibleByArgument {}
