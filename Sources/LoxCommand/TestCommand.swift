/// `lox test PATH...`: runs scripts, and compares what they do with what their comments expect.
enum TestCommand {
  static func run(_ paths: [Path], _ options: ScriptOptions) -> Never {
    let console = Console()
    let found = TestFinder(paths)
    for folder in found.leftOut { console.write("left out \(folder.text)\n") }
    console.flush()
    let summary = TestRunner(found.files, options).run(TestProgress())
    for error in found.errors { console.writeError(error.message[...]) }
    if found.files.isEmpty { console.writeError("There is no file named *.lox.\n") }
    console.write(summary.text[...])
    let hasPassed = summary.failures.isEmpty && found.errors.isEmpty && !found.files.isEmpty
    console.exit(hasPassed ? .success : .testsFailed)
  }
}
