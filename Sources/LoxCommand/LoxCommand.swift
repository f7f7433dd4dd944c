import ArgumentParser

/// The command `lox`: all of its commands.
///
/// The list below is the only one; the parser, the help, the completions, the hints and the manual page follow from it.
@main struct LoxCommand: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "lox",
    abstract: "Run programs in Lox, the language of the book Crafting Interpreters.",
    usage: """
      lox [<options>] [<file>]
      lox [<options>] -e <code>
      lox <subcommand> ...
      """,
    discussion: """
      A first script, hello.lox:

        fun greet(name) { print "Hello, " + name + "!"; }
        greet("world");

      Run it with 'lox hello.lox'. 'lox help hello.lox' shows the comment with which a script begins. Without a file, lox starts an interactive session. 'lox help run' lists the options of both.

      Wherever a command takes a file, '-' stands for standard input. To run a script that is named like a subcommand, give \
      its path: 'lox ./test'.

      The exit status is 0 if all went well, 1 if a test failed or a check found something, 64 for a wrong command line, 65 for \
      an error found before a script ran, 70 for an error while it ran, and 74 for a file that can't be read or written.
      """,
    version: "lox \(version)",
    subcommands: [
      RunCommand.self, CheckCommand.self, TestCommand.self, CoverageCommand.self, ProfileCommand.self,
      BenchCommand.self,
      DebugCommand.self, FormatCommand.self, LintCommand.self, ExplainCommand.self, TourCommand.self,
      DisasmCommand.self,
      LanguageServerCommand.self, DebugAdapterCommand.self, ServeCommand.self, CompletionsCommand.self,
      VersionCommand.self,
    ],
    defaultSubcommand: RunCommand.self)

  /// What the first word can be apart from a file: the names of the subcommands, and that of the parser's own.
  static let subcommandNames = configuration.subcommands.map { $0._commandName } + ["help"]

  /// Scripts and sessions without options don't use the parser: they should not have to wait for it, and the name of a file need
  /// not be text.
  static func main() {
    guard let word = Arguments.first else { Repl.run(ScriptOptions()) }
    if Arguments.count == 1, word.bytes.first != UInt8(ascii: "-"),
      !subcommandNames.contains(word.sourceName), RunCommand.commandMeant(by: word) == nil
    {
      RunCommand.run(word, ScriptOptions())
    }
    if let script = ScriptHelp.scriptMeant { ScriptHelp.show(script) }
    main(nil)
  }
}
