import ArgumentParser

/// `lox fmt PATH...`.
struct FormatArguments: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt",
    abstract: "Lay out scripts in one style.",
    discussion: """
      Rewrites the scripts whose layout is another, and names them. Comments stay, and so does what scripts do; \
      a script with an error of syntax stays as it is.

      The exit status is 65 if a script has errors, and 1 if --check or --diff find something to change.
      """)

  @Argument(
    help: "Scripts, and folders of scripts: all files named *.lox in them; '-' lays out standard input.")
  var paths: [Path] = []

  @Flag(help: "Lay out standard input, and write the result to standard output.")
  var stdin = false

  @Flag(help: "Rewrite nothing, only name what would be rewritten.")
  var check = false

  @Flag(help: "Rewrite nothing, only show the lines that would change.")
  var diff = false

  func validate() throws {
    if paths.isEmpty && !stdin { throw ValidationError("Give the scripts to lay out, or '-'.") }
  }

  func run() {
    let input = stdin ? [Path(bytes: [UInt8(ascii: "-")])] : []
    FormatCommand.run(input + paths, diff ? .showDifferences : check ? .check : .rewrite)
  }
}
