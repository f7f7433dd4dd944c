import LoxJSON
import Testing

@testable import ManualGenerator

@Suite struct ManualTests {
  /// A command with a subcommand, as the argument parser describes it.
  private static let help: JSON = [
    "commandName": "lox", "defaultSubcommand": "run",
    "subcommands": [
      [
        "commandName": "run", "abstract": "Runs a script.",
        "arguments": [
          [
            "kind": "flag", "names": [["kind": "long", "name": "stats"]], "abstract": "Counts.",
            "isOptional": true,
          ]
        ],
      ],
      ["commandName": "help", "abstract": "Shows help."],
      [
        "commandName": "fmt", "abstract": "Formats. Writes files.",
        "discussion": "First.\n\n  lox fmt a-b\n\nLast.",
        "arguments": [
          ["kind": "positional", "valueName": "file", "isRepeating": true, "abstract": "What to format."],
          [
            "kind": "option", "valueName": "columns", "abstract": "The width.", "defaultValue": "80",
            "isOptional": true,
            "names": [["kind": "short", "name": "w"], ["kind": "long", "name": "width"]],
          ],
          ["kind": "flag", "names": [["kind": "long", "name": "secret"]], "shouldDisplay": false],
        ],
      ],
    ],
  ]

  private func text(_ frame: String) -> String { Manual(command: Command(Self.help)).text(in: frame) }

  @Test func linesThatAreNoGapStay() {
    #expect(text(".Dd today\n\nlast\n") == ".Dd today\n\nlast\n")
  }

  @Test func theSynopsisNamesOptionsAndArguments() {
    #expect(text("@SYNOPSIS@\n") == ".Nm lox\n.Cm fmt\n.Op Ar options\n.Ar file ...\n")
  }

  @Test func theOptionsOfTheDefaultCommandAreThoseOfLox() {
    #expect(text("@OPTIONS@\n") == ".Bl -tag -width Ds\n.It Fl Fl stats\nCounts.\n.El\n")
  }

  @Test func sentencesHaveLinesOfTheirOwn() {
    #expect(
      text("@SUMMARY@\n") == ".Bl -tag -width completions\n.It Cm fmt\nFormats.\nWrites files.\n.El\n")
  }

  @Test func aSectionHasParagraphsCodeAndWhatIsShownOfTheArguments() {
    #expect(
      text("@COMMANDS@\n") == """
        .Ss lox fmt
        Formats.
        Writes files.
        .Pp
        First.
        .Bd -literal -offset indent
        lox fmt a\\-b
        .Ed
        .Pp
        Last.
        .Bl -tag -width Ds
        .It Ar file ...
        What to format.
        .It Fl w Ar columns , Fl Fl width Ar columns
        The width.
        The default is 80.
        .El

        """)
  }

  @Test func textThatLooksLikeARequestIsNone() {
    let command: JSON = [
      "commandName": "lox", "subcommands": [["commandName": "a", "abstract": ".so a\\b"]],
    ]
    let page = Manual(command: Command(command)).text(in: "@SUMMARY@\n")
    #expect(page == ".Bl -tag -width completions\n.It Cm a\n\\&.so a\\eb\n.El\n")
  }
}
