import Foundation
import Testing

/// How the command line is read, and what all commands have in common.
@Suite(.needsLox) struct CommandLineTests {
  private let folder: ScriptFolder

  init() throws {
    folder = try ScriptFolder([
      "a.lox": "print 1; // expect: 1\n", "wrong.lox": "print;\n", "fails.lox": "nil.x;\n", "empty/b.txt": "",
      "script": "print 2;\n", "test": "print 3;\n", "chekc2": "print 4;\n",
    ])
  }

  // MARK: - The default command

  @Test(arguments: [
    ["a.lox"], ["run", "a.lox"], ["--no-optimize", "a.lox"], ["a.lox", "--no-optimize"], ["--", "a.lox"],
    ["run", "--no-optimize", "a.lox"], ["-e", "print 1;"], ["run", "-e", "print 1;"], ["./a.lox"],
  ])
  func running(_ arguments: [String]) throws {
    let run = try LoxProcess(arguments, input: Data(), in: folder)
    #expect(run.output == "1\n")
    #expect(run.errors == "")
    #expect(run.status == 0)
  }

  @Test(arguments: [[], ["run"], ["--no-optimize"], ["run", "--language", "extended"]])
  func sessions(_ arguments: [String]) throws {
    let run = try LoxProcess(arguments, input: Data("print 1;\n".utf8), in: folder)
    #expect(run.output == "> 1\n> \n")
    #expect(run.status == 0)
  }

  /// A script that is named like a subcommand is run by its path, or by the name of the default command.
  @Test func scriptsNamedLikeSubcommands() throws {
    #expect(try folder.lox("./test").output == "3\n")
    #expect(try folder.lox("run", "test").output == "3\n")
    #expect(try folder.lox("--no-optimize", "test").output == "3\n")
    #expect(try folder.lox("test").status == 64)
  }

  // MARK: - Help and version

  @Test func versions() throws {
    let version = try folder.lox("--version")
    #expect(version.output.hasPrefix("lox "))
    #expect(try folder.lox("version").output == version.output)
    #expect(try folder.lox("version").status == 0)
  }

  /// The names of the subcommands, as listed by the help.
  private func subcommands() throws -> [String] {
    let list = try #require(try folder.lox("--help").output.components(separatedBy: "SUBCOMMANDS:").last)
    return list.matches(of: #/\n  ([a-z]+) /#).map { String($0.1) }
  }

  @Test func helpOfSubcommands() throws {
    let names = try subcommands()
    #expect(names.count == 17)
    for name in names {
      let help = try folder.lox("help", name)
      #expect(help.output.hasPrefix("OVERVIEW: "))
      #expect(help.output.contains("USAGE: lox \(name == "run" ? "[run]" : name)"))
      #expect(help.status == 0)
      #expect(try folder.lox(name, "--help").output == help.output)
    }
  }

  /// The completions know all commands.
  @Test(arguments: ["bash", "zsh", "fish"]) func completions(_ shell: String) throws {
    let script = try folder.lox("completions", shell).output
    for name in try subcommands() { #expect(script.contains(name), "\(name)") }
    for option in ["stats", "diagnostics", "lcov"] { #expect(script.contains(option), "\(option)") }
  }

  // MARK: - Near names

  @Test(arguments: [
    (["chekc", "a.lox"], "check"), (["chekc"], "check"), (["tset", "a.lox"], "test"),
    (["fm", "a.lox"], "fmt"),
    (["Check", "a.lox"], "check"), (["chekc", "--diagnostics", "json", "a.lox"], "check"),
    (["coverge", "--lcov", "x", "a.lox"], "coverage"), (["verson"], "version"), (["hlep"], "help"),
  ])
  func nearCommands(_ arguments: [String], _ command: String) throws {
    let run = try LoxProcess(arguments, input: Data(), in: folder)
    let name = arguments[0]
    #expect(
      run.errors.hasPrefix(
        "Error: There is no file or subcommand named '\(name)'. Did you mean 'lox \(command)'?\nUsage: lox "))
    #expect(run.output == "")
    #expect(run.status == 64)
  }

  /// Everything else is a file name, as for the book's machine.
  @Test(arguments: ["chekc.lox", "./chekc", "nothing", "check2check", "lox", "nofile", "best"])
  func namesOfFiles(_ name: String) throws {
    let run = try folder.lox(name)
    #expect(run.errors == "Could not open file \"\(name)\".\n")
    #expect(run.status == 74)
  }

  @Test func filesWithNearNames() throws {
    #expect(try folder.lox("chekc2").output == "4\n")
    // The first word was not the file.
    #expect(try folder.lox("run", "chekc").errors == "Could not open file \"chekc\".\n")
  }

  @Test(arguments: [
    ("run", "a.lox"), ("check", "a.lox"), ("test", "a.lox"), ("coverage", "a.lox"), ("profile", "a.lox"),
    ("fmt", "a.lox"), ("lint", "a.lox"), ("disasm", "a.lox"), ("lsp", nil),
  ])
  func nearOptions(_ command: String, _ argument: String?) throws {
    let help = try folder.lox("help", command).output
    let options = help.matches(of: /\n  (?:-[a-z], )?(--[a-z-]+)/).map { String($0.1) }
    #expect(!options.isEmpty)
    for option in options {
      var typo = Array(option)
      typo.swapAt(2, 3)
      let arguments = [command, argument, String(typo)].compactMap { $0 }
      let run = try LoxProcess(arguments, input: Data(), in: folder)
      // The parser does not suggest its own options.
      if option != "--help", option != "--version" {
        #expect(run.errors.contains("Unknown option '\(String(typo))'. Did you mean '--"), "\(run.errors)")
      }
      #expect(run.status == 64)
    }
  }

  @Test func nearOptionsWithoutACommand() throws {
    let run = try folder.lox("--stast")
    #expect(run.errors.contains("Did you mean '--stats'?"))
    #expect(run.status == 64)
  }

  @Test func nearCodes() throws {
    let run = try folder.lox("lint", "--ignore", "unused-locl", "a.lox")
    #expect(run.errors.contains("Did you mean 'unused-local'?"))
    #expect(run.status == 64)
  }

  // MARK: - What all commands have in common

  private static let ofOneScript = ["", "run", "disasm", "profile"]
  private static let ofManyScripts = ["check", "test", "coverage", "fmt", "lint"]

  private func lox(_ command: String, _ arguments: String..., input: String = "") throws -> LoxProcess {
    let words = command.split(separator: " ").map(String.init) + arguments
    return try LoxProcess(words, input: Data(input.utf8), in: folder)
  }

  @Test(arguments: ofOneScript + ofManyScripts) func standardInput(_ command: String) throws {
    let right = try lox(command, "-", input: "print 1; // expect: 1\n")
    #expect(right.errors == "" || command == "profile")
    #expect(right.status == 0)
    let wrong = try lox(command, "-", input: "print;\n")
    #expect((wrong.errors + wrong.output).contains("[line 1] Error at ';': Expect expression.\n"))
    #expect(wrong.status == (["test", "coverage"].contains(command) ? 1 : 65))
    if Self.ofManyScripts.contains(command) {
      #expect(try lox(command, "a.lox", "-", input: "print 1;\n").status == 0)
    }
  }

  /// For each command, its exit status if the script is right, does not compile, fails, and is missing; without a script; for a
  /// folder without scripts; with an option that does not exist; with too many words.
  @Test(arguments: [
    ("", [0, 65, 70, 74, 0, 74, 64, 64]),
    ("run", [0, 65, 70, 74, 0, 74, 64, 64]),
    ("profile", [0, 65, 70, 74, 64, 74, 64, 64]),
    ("disasm", [0, 65, 0, 74, 64, 74, 64, 64]),
    ("check", [0, 65, 0, 74, 64, 74, 64, 0]),
    ("lint", [0, 65, 1, 74, 64, 74, 64, 0]),
    ("fmt", [0, 65, 0, 74, 64, 74, 64, 0]),
    ("fmt --check", [0, 65, 0, 74, 64, 74, 64, 0]),
    ("test", [0, 1, 1, 74, 64, 74, 64, 0]),
    ("coverage", [0, 1, 1, 74, 64, 74, 64, 0]),
    ("explain", [64, 64, 64, 64, 0, 64, 64, 64]),
    ("tour", [64, 64, 64, 64, 0, 64, 64, 64]),
    ("completions", [64, 64, 64, 64, 64, 64, 64, 64]),
    ("version", [64, 64, 64, 64, 0, 64, 64, 64]),
    ("lsp", [64, 64, 64, 64, 1, 64, 64, 64]),
  ])
  func exitStatus(_ command: String, _ expected: [Int32]) throws {
    #expect(
      try [
        lox(command, "a.lox"), lox(command, "wrong.lox"), lox(command, "fails.lox"), lox(command, "no.lox"),
        lox(command), lox(command, "empty"), lox(command, "a.lox", "--nonsense"),
        lox(command, "a.lox", "./a.lox"),
      ].map(\.status) == expected)
  }

  @Test(arguments: ofOneScript + ofManyScripts) func missingFiles(_ command: String) throws {
    #expect(try lox(command, "no.lox").errors.hasPrefix("Could not open file \"no.lox\".\n"))
    let folder = try lox(command, "empty")
    #expect(
      folder.errors.hasPrefix(
        Self.ofManyScripts.contains(command)
          ? "There is no file named *.lox in \"empty\".\n" : "Could not open file \"empty\".\n"))
  }

  /// What is right is processed in spite of what is wrong, and the worst error determines the status.
  @Test(arguments: ofManyScripts) func severalScripts(_ command: String) throws {
    let run = try lox(command, "no.lox", "wrong.lox", "a.lox", "empty")
    #expect(run.errors.contains("Could not open file \"no.lox\".\n"))
    #expect(run.errors.contains("There is no file named *.lox in \"empty\".\n"))
    #expect((run.errors + run.output).contains("wrong.lox"))
    #expect(run.status == 74)
  }

  @Test func helpOfAScript() throws {
    let folder = try ScriptFolder([
      "a.lox": "// lox: extended\n\n// Adds up.\n//\n//   lox a.lox\n\n// Not this.\nprint 1;\n",
      "b.lox": "print 1;\n",
      "sub/test": "// A test.\n",
    ])
    let text = "Adds up.\n\n  lox a.lox\n\nRun it with 'lox a.lox'. 'lox --help' shows the options of lox.\n"
    for words in [["help", "a.lox"], ["a.lox", "--help"], ["a.lox", "-h"]] {
      let run = try LoxProcess(words, input: Data(), in: folder)
      #expect(run.output == text && run.status == 0)
    }
    #expect(try folder.lox("help", "b.lox").output.hasPrefix("b.lox does not begin with a comment"))
    #expect(try folder.lox("help", "sub/test").output.hasPrefix("A test.\n"))
    // Anything else is for the parser.
    #expect(try folder.lox("test", "--help").output.contains("USAGE: lox test"))
    #expect(try folder.lox("help", "test").output.contains("USAGE: lox test"))
    #expect(try !folder.lox("help", "missing.lox").output.contains("missing.lox does"))
  }
}
