import Foundation
import Testing

/// The manual page is up to date with the command. If it is not, `Scripts/make-manual` makes it again.
@Suite(.needsLox) struct ManualTests {
  private let folder: ScriptFolder
  private let page: String

  init() throws {
    folder = try ScriptFolder()
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    page = try String(contentsOf: root.appending(path: "Documentation/lox.1"), encoding: .utf8)
      .replacingOccurrences(of: "\\-", with: "-").replacingOccurrences(of: "Fl Fl ", with: "--")
      .replacingOccurrences(of: "Fl ", with: "-")
  }

  /// The options that a help text lists.
  private func options(in help: String) -> [String] {
    let lines = help.split(separator: "\n").filter { $0.hasPrefix("  -") }
    return lines.flatMap { line in line.matches(of: /(?:^  |, )(--?[A-Za-z][A-Za-z-]*)/).map { String($0.1) }
    }
  }

  private func check(_ section: String, _ help: String, _ name: String) {
    let options = options(in: help)
    #expect(!options.isEmpty)
    let words = section.split { " \n".contains($0) }.map(String.init)
    for option in options {
      #expect(words.contains(option), "\(name): the manual page lacks \(option); run Scripts/make-manual")
    }
  }

  @Test func optionsOfLox() throws {
    let section = try #require(page.components(separatedBy: ".Sh COMMANDS").first)
    check(section, try folder.lox("help", "run").output, "lox")
  }

  @Test func optionsOfSubcommands() throws {
    let help = try folder.lox("--help").output
    let list = try #require(help.components(separatedBy: "SUBCOMMANDS:").last)
    let names = list.matches(of: #/\n  ([a-z]+) /#).map { String($0.1) }
    #expect(names.count >= 4)
    let sections = page.components(separatedBy: ".Ss lox ").dropFirst()
    // The options of the default command are those of `lox`.
    for name in names where name != "run" {
      let section = sections.first { $0.hasPrefix("\(name)\n") }
      #expect(section != nil, "the manual page lacks 'lox \(name)'; run Scripts/make-manual")
      check(section ?? "", try folder.lox("help", name).output, name)
    }
  }
}
