/// The manual page, in mdoc.
struct Manual {
  let command: Command

  /// The template with its gaps filled.
  func text(in frame: String) -> String {
    let parts = [
      "@SYNOPSIS@": command.subcommands.map(synopsis).joined(),
      "@SUMMARY@": summary,
      "@OPTIONS@": list(command.options),
      "@COMMANDS@": command.subcommands.map(section).joined(),
    ]
    let lines = frame.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    return lines.map { parts[String($0)] ?? "\($0)\n" }.joined()
  }

  private func synopsis(_ command: Command) -> String {
    var text = ".Nm lox\n.Cm \(escaped(command.name))\n"
    if !command.options.isEmpty { text += ".Op Ar options\n" }
    for argument in command.positionals { text += ".\(positional(argument))\n" }
    return text
  }

  private func positional(_ argument: Argument) -> String {
    let name = "Ar \(escaped(argument.valueName))" + (argument.isRepeating ? " ..." : "")
    return argument.isOptional ? "Op \(name)" : name
  }

  private var summary: String {
    var text = ".Bl -tag -width completions\n"
    for command in command.subcommands {
      text += ".It Cm \(escaped(command.name))\n\(paragraphs(command.abstract))"
    }
    return text + ".El\n"
  }

  private func section(_ command: Command) -> String {
    ".Ss lox \(escaped(command.name))\n" + paragraphs(command.abstract)
      + (command.discussion.isEmpty ? "" : ".Pp\n" + paragraphs(command.discussion))
      + list(command.positionals + command.options)
  }

  private func list(_ arguments: [Argument]) -> String {
    guard !arguments.isEmpty else { return "" }
    var text = ".Bl -tag -width Ds\n"
    for argument in arguments {
      let names =
        argument.kind == "positional"
        ? positional(argument)
        : argument.names.map { flag($0, argument) }.joined(separator: " , ")
      text += ".It \(names)\n" + paragraphs(argument.text)
    }
    return text + ".El\n"
  }

  /// An option with its dashes: the first is the macro's own.
  private func flag(_ name: String, _ argument: Argument) -> String {
    let dashes = name.hasPrefix("--") ? "Fl Fl " : "Fl "
    let value = argument.kind == "option" ? " Ar \(escaped(argument.valueName))" : ""
    return dashes + escaped(String(name.drop { $0 == "-" })) + value
  }

  /// Text in which empty lines separate paragraphs, and indented lines are kept as they are.
  private func paragraphs(_ text: String) -> String {
    var output = ""
    var isLiteral = false
    var isParted = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.allSatisfy({ $0 == " " }) {
        isParted = true
        continue
      }
      let wantsLiteral = line.hasPrefix("  ")
      if wantsLiteral != isLiteral {
        output += wantsLiteral ? ".Bd -literal -offset indent\n" : ".Ed\n.Pp\n"
      } else if isParted, !output.isEmpty {
        output += isLiteral ? "\n" : ".Pp\n"
      }
      (isLiteral, isParted) = (wantsLiteral, false)
      output += wantsLiteral ? escaped(String(line.dropFirst(2))) + "\n" : sentences(String(line))
    }
    return output + (isLiteral ? ".Ed\n" : "")
  }

  /// Each sentence on a line of its own, as is usual in manual pages.
  private func sentences(_ text: String) -> String {
    var output = ""
    var sentence = ""
    for word in text.split(separator: " ") {
      sentence += (sentence.isEmpty ? "" : " ") + word
      if word.hasSuffix("."), !word.hasSuffix("..") {
        output += escaped(sentence) + "\n"
        sentence = ""
      }
    }
    return output + (sentence.isEmpty ? "" : escaped(sentence) + "\n")
  }

  /// Text without anything that mdoc would interpret.
  private func escaped(_ text: String) -> String {
    var output = ""
    for character in text {
      switch character {
      case "\\": output += "\\e"
      case "-": output += "\\-"
      default: output.append(character)
      }
    }
    return output.hasPrefix(".") || output.hasPrefix("'") ? "\\&" + output : output
  }
}
