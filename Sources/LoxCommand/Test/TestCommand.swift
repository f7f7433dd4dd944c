import ArgumentParser
import LoxTooling

/// `lox test PATH...`: runs scripts and the tests in them, and compares what they do with what their comments expect.
struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run scripts and the tests in them, and compare what they do with what their comments expect.",
    discussion: """
      The comments are those of the book's test suite, at most one per line:

        // expect: TEXT                    the next line of output
        // expect runtime error: TEXT      an error while this line runs
        // Error at 'x': TEXT              an error found before the script runs
        // [line 7] Error at 'x': TEXT     the same on another line
        // expect stderr: TEXT             the next line of standard error

      A script must do what is expected, and nothing else. A script without such comments must run without an \
      error, whatever it prints. A comment that is almost an expectation, such as '//expect: 1', counts as a failure. In the \
      book's own suite, the folders that its test runner skips are also skipped here.

      A function outside of all blocks that can be called without arguments is a test if its name is 'test' and more that \
      begins with a capital letter, a digit or an underscore. Each test is called in an isolate of its own, after the script \
      has run there. It fails if it ends with an error; the function 'expect' compares values:

        fun testTotal() { expect(total([1, 2])).toEqual(3); }

      The matchers are toEqual, toBe, toBeNil, toBeTrue, toBeFalse, toBeA, toBeCloseTo, toContain and toThrow; \
      'expect(x).not' turns each around.

      Control-C ends the run and shows what was done. The exit status is 1 if a test failed or nothing was selected, 74 if a \
      script can't be read, and 130 after Control-C.
      """)

  @OptionGroup var scripts: ScriptPaths

  @Option(
    help: ArgumentHelp(
      "Run only scripts and tests whose path or name contains this text. The option can be repeated.",
      valueName: "text"))
  var filter: [String] = []

  @Option(
    help: ArgumentHelp(
      "How long each test and each script may take; by default tests and scripts with tests 10 seconds, other scripts any time.",
      valueName: "seconds"))
  var timeout: Double?

  @Option(
    help: ArgumentHelp(
      "How many tests run at once; by default as many as there are processors.", valueName: "count"))
  var jobs: Int?

  @Option(help: ArgumentHelp("Also write a report in the format of JUnit to this file.", valueName: "file"))
  var junit: Path?

  @Flag(help: "Run everything again whenever a script changes, until Control-C.")
  var watch = false

  @OptionGroup var compilation: CompilationOptions
  @OptionGroup var execution: ExecutionOptions
  @OptionGroup var modules: ModuleOptions

  private static let maximumJobs = 1000
  private static let maximumTimeout = 1e6

  func validate() throws {
    if filter.contains("") { throw ValidationError("A filter can't be empty.") }
    if let timeout, !(timeout >= 0.001 && timeout <= TestCommand.maximumTimeout) {
      throw ValidationError("The timeout must be between 0.001 and 1000000 seconds.")
    }
    if let jobs, !(1...TestCommand.maximumJobs ~= jobs) {
      throw ValidationError("The number of jobs must be between 1 and \(TestCommand.maximumJobs).")
    }
    if watch, scripts.paths.contains(.standardInput) {
      throw ValidationError("Standard input can't be watched.")
    }
  }

  func run() {
    let console = Console()
    let plan = plan
    Signals.watch { signal in
      switch signal {
      case .interrupt:
        if plan.cancellation.isCancelled { Process.exitAtOnce(ExitStatus.interrupted.rawValue) }
        plan.cancellation.cancel()
      case .resize: break
      case .end(let status): Process.exitAtOnce(status)
      }
    }
    var watcher = ScriptWatcher(scripts.paths, plan.cancellation)
    while true {
      let summary = runOnce(plan, console)
      if !watch || summary.isInterrupted { console.exit(summary.status) }
      console.flush()
      watcher.watchAlso(summary.modules)
      guard let changed = watcher.waitForChange() else { console.exit(.interrupted) }
      console.write("\n\(changed.shown) has changed\n")
      console.flush()
    }
  }

  private var plan: TestPlan {
    var plan = TestPlan()
    plan.filters = filter
    if let jobs { plan.jobs = jobs }
    if let timeout {
      plan.timeout = .milliseconds(Int(timeout * 1000))
      plan.limitsAllScripts = true
    } else if execution.stressGC {
      // What is very slow on purpose is not limited.
      plan.timeout = nil
    }
    return plan
  }

  private func runOnce(_ plan: TestPlan, _ console: Console) -> TestSummary {
    var summary = Self.runTests(scripts, ScriptOptions(compilation, execution, modules), console, plan)
    if !filter.isEmpty, summary.isEmpty, summary.status == .success {
      console.writeError("No script or test is selected.\n")
      summary.isFailed = true
    }
    if let junit {
      do {
        try File.write(Array(summary.report.text.utf8), to: junit)
      } catch {
        console.writeError(error.message[...])
        summary.otherErrors.append(error)
      }
    }
    return summary
  }

  /// Runs the scripts and reports the result.
  static func runTests(
    _ scripts: ScriptPaths, _ options: ScriptOptions, _ console: Console, _ plan: TestPlan = TestPlan()
  ) -> TestSummary {
    let found = ScriptFinder(scripts.paths, skipsFoldersForOthers: true)
    for folder in found.leftOut { console.write("skipped \(folder.shown)\n") }
    console.flush()
    var summary = TestRunner(found.files, options, plan).run(TestProgress())
    summary.otherErrors = found.errors
    for error in summary.errors { console.writeError(error.message[...]) }
    console.write(summary.text[...])
    return summary
  }
}
