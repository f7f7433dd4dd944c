/// `lox test PATH...`: runs scripts, and compares what they do with what their comments expect.
enum TestCommand {
  static func run(_ paths: [Path], _ options: ScriptOptions) -> Never {
    let console = Console()
    let hasPassed = runTests(paths, options, console).hasPassed
    console.exit(hasPassed ? .success : .failed)
  }

  /// Runs the scripts and says how that went.
  static func runTests(
    _ paths: [Path], _ options: ScriptOptions, _ console: Console
  ) -> (summary: TestSummary, hasPassed: Bool) {
    let found = ScriptFinder(paths, skipsFoldersForOthers: true)
    for folder in found.leftOut { console.write("left out \(folder.shown)\n") }
    console.flush()
    let summary = TestRunner(found.files, options).run(TestProgress())
    for error in found.errors { console.writeError(error.message[...]) }
    if found.files.isEmpty { console.writeError("There is no file named *.lox.\n") }
    console.write(summary.text[...])
    return (summary, summary.failures.isEmpty && found.errors.isEmpty && !found.files.isEmpty)
  }
}
