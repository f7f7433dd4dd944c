import Foundation
import Testing

/// Which files the commands read, and how they name them.
@Suite(.needsLox) struct FileTests {
  /// A folder with things that are named like scripts but are not, and a script.
  private func oddFolder() throws -> ScriptFolder {
    let folder = try ScriptFolder(["odd/good.lox": "print 1;\n", "odd/folder.lox/inner.lox": "print 1;\n"])
    let made = try LoxProcess(
      shell: "cd odd && mkfifo pipe.lox && ln -s . loop && ln -s good.lox link.lox && ln -s . folders.lox",
      in: folder)
    #expect(made.status == 0)
    return folder
  }

  /// In a folder, regular files and links to them are found.
  @Test(arguments: ["check", "test", "lint", "fmt", "coverage"])
  func foldersHaveRegularFiles(_ command: String) throws {
    let run = try oddFolder().lox(command, "odd")
    #expect(run.errors == "")
    #expect(run.status == 0)
    if command == "test" { #expect(run.output == "3 passed, 0 failed\n") }
  }

  @Test(arguments: ["check", "test", "lint", "fmt", "coverage"])
  func linksThatLeadNowhere(_ command: String) throws {
    let folder = try ScriptFolder(["a/a.lox": "print 1;\n"])
    _ = try LoxProcess(shell: "cd a && ln -s nowhere b.lox && ln -s c.lox c.lox", in: folder)
    let run = try folder.lox(command, "a")
    let text = run.errors + run.output
    #expect(text.contains("Could not open file \"a/b.lox\"."))
    #expect(text.contains("Could not open file \"a/c.lox\"."))
    #expect(run.status == 74)
  }

  @Test(arguments: ["", "run", "check", "test", "disasm", "lint", "fmt", "coverage", "profile"])
  func pipesThatAreNamedAreRead(_ command: String) throws {
    let folder = try ScriptFolder(["a.lox": "print 1;\n"])
    for name in ["pipe", "/dev/stdin", "-"] {
      let run = try LoxProcess(
        shell: name == "pipe"
          ? "mkfifo pipe; cat a.lox > pipe & lox \(command) pipe" : "cat a.lox | lox \(command) \(name)",
        in: folder)
      #expect(run.status == 0, "\(name): \(run.errors)")
      if command == "" { #expect(run.output == "1\n") }
      if command == "test" { #expect(run.output == "1 passed, 0 failed\n") }
    }
  }

  /// A name is shown, but a terminal does not execute it.
  @Test(arguments: [
    "check", "test", "lint", "fmt", "coverage", "fmt --check", "fmt --diff", "profile", "disasm", "",
  ])
  func namesAreShownWithoutEffect(_ command: String) throws {
    let name = "a\u{1B}[31m\u{7}\u{9B}\u{202E}b.lox"
    for script in ["print 1; // expect: 2\nvar   a = 1;\nfun f(a) { var b; }\nnil.x;\n", "print;\n"] {
      let folder = try ScriptFolder([name: script])
      let arguments = command.split(separator: " ").map(String.init)
      var texts: [String] = []
      for path in [name, ".", "missing" + name] {
        let run = try LoxProcess(arguments + [path], input: Data(), in: folder)
        texts += [run.output, run.errors]
      }
      for text in texts {
        let obeyed = text.unicodeScalars.filter {
          $0.value < 0x20 && $0 != "\n" || "\u{7F}\u{9B}\u{202E}".unicodeScalars.contains($0)
        }
        #expect(obeyed.isEmpty, "\(text.debugDescription)")
      }
      #expect(texts.joined().contains("missinga\u{241B}[31m\u{2407}\\u{9B}\\u{202E}b.lox"))
    }
  }

  /// Text from a script is also shown without effect.
  @Test func expectationsAreShownWithoutEffect() throws {
    let run = try ScriptFolder(["a.lox": "print \"\u{1B}[2J\"; // expect: \u{1B}[3J\n"]).lox("test", ".")
    #expect(run.output.contains("expected  \u{241B}[3J\n    but got   \u{241B}[2J\n"))
  }

  /// `patch` finds the file by its quoted name.
  @Test func differencesCanBeApplied() throws {
    let folder = try ScriptFolder(["a\"\u{1B}b.lox": "print   1;\n"])
    let run = try LoxProcess(
      shell: "lox fmt --diff . > changes; grep -c '^--- \".*\\\\\".*\\\\033b.lox\"$' changes", in: folder)
    #expect(run.output == "1\n")
  }

  // MARK: - Standard input and output

  @Test func outputThatCannotBeWritten() throws {
    let folder = try ScriptFolder(["a.lox": "print 1;\n", "b.lox": "print 1;\nnil.x;\n"])
    let full = try LoxProcess(shell: "[ ! -e /dev/full ] || lox a.lox > /dev/full", in: folder)
    if FileManager.default.fileExists(atPath: "/dev/full") {
      #expect(full.errors == "Could not write output.\n")
      #expect(full.status == 74)
    }
    #expect(try LoxProcess(shell: "lox a.lox >&-", in: folder).status == 74)
    let silent = try LoxProcess(shell: "lox b.lox 2>&-", in: folder)
    #expect(silent.output == "1\n")
    #expect(silent.status == 70)
    // A session without input ends at once.
    #expect(try LoxProcess(shell: "lox <&-", in: folder).status == 0)
  }

  /// In one file, output comes before the error that follows it.
  @Test func outputAndErrorsInOneFile() throws {
    let folder = try ScriptFolder(["a.lox": "print 1;\nnil.x;\n"])
    let run = try LoxProcess(shell: "lox a.lox 2>&1", in: folder)
    #expect(run.output == "1\nOnly instances have properties.\n[line 2] in script\n")
  }
}
