import ArgumentParser

/// `lox test PATH...`.
struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run scripts, and compare what they do with what their comments expect.",
    discussion: """
      Comments are those of the book's test suite, one in a line at most:

        // expect: TEXT                    the next line of output
        // expect runtime error: TEXT      an error while this line runs
        // Error at 'x': TEXT              an error found before the script runs
        // [line 7] Error at 'x': TEXT     the same in another line
        // expect stderr: TEXT             the next line of standard error

      What is expected must be all that happens. A script without such a comment has to run without an \
      error, whatever it prints. Of the book's own suite, the folders that its runner leaves out are left \
      out here, too.
      """)

  @Argument(help: "Scripts, and folders of scripts: all files named *.lox in them are run.")
  var paths: [Path]

  @OptionGroup var compilation: CompilationOptions
  @OptionGroup var execution: ExecutionOptions

  func run() {
    let console = Console()
    let found = TestFinder(paths)
    for folder in found.leftOut { console.write("left out \(folder.text)\n") }
    console.flush()
    let summary = TestRunner(found.files, ScriptOptions(compilation, execution)).run(TestProgress())
    for error in found.errors { console.writeError(error.message[...]) }
    if found.files.isEmpty { console.writeError("There is no file named *.lox.\n") }
    console.write(summary.text[...])
    let hasPassed = summary.failures.isEmpty && found.errors.isEmpty && !found.files.isEmpty
    console.exit(hasPassed ? .success : .testsFailed)
  }
}
