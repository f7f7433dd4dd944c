import ArgumentParser

/// `lox test PATH...`: runs scripts, and compares what they do with what their comments expect.
struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run scripts, and compare what they do with what their comments expect.",
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

      The exit status is 1 if a test failed, and 74 if a script can't be read.
      """)

  @OptionGroup var scripts: ScriptPaths
  @OptionGroup var compilation: CompilationOptions
  @OptionGroup var execution: ExecutionOptions
  @OptionGroup var modules: ModuleOptions

  func run() {
    let console = Console()
    console.exit(Self.runTests(scripts, ScriptOptions(compilation, execution, modules), console).status)
  }

  /// Runs the scripts and reports the result.
  static func runTests(_ scripts: ScriptPaths, _ options: ScriptOptions, _ console: Console) -> TestSummary {
    let found = ScriptFinder(scripts.paths, skipsFoldersForOthers: true)
    for folder in found.leftOut { console.write("skipped \(folder.shown)\n") }
    console.flush()
    var summary = TestRunner(found.files, options).run(TestProgress())
    summary.errors += found.errors
    for error in summary.errors { console.writeError(error.message[...]) }
    console.write(summary.text[...])
    return summary
  }
}
