import ArgumentParser

/// `lox completions SHELL`.
struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions",
    abstract: "Print a script that lets a shell complete commands, options and files.",
    discussion: """
      'Scripts/install' installs these scripts where the shells look for them. To try one out in the current shell:

        source <(lox completions bash)
        source <(lox completions zsh)
        lox completions fish | source
      """)

  enum Shell: String, CaseIterable, ExpressibleByArgument {
    case bash, zsh, fish
  }

  @Argument(help: "The shell.")
  var shell: Shell

  func run() {
    let console = Console()
    console.write(script)
    console.exit(.success)
  }

  /// The script of the argument parser. For a command that has subcommands it completes only these, so a line is added that
  /// completes the files to run.
  private var script: String {
    let script = CompletedCommand.completionScript(for: CompletionShell(rawValue: shell.rawValue) ?? .bash)
    return switch shell {
    case .bash:
      script.replacing(
        "# Offer subcommand completions\n",
        with: #"""
          # Offer scripts and subcommand completions, and options after a script
                  __lox_add_completions -o plusdirs -fX '!*.@(lox)'
                  [[ -n "${subcommand}" && "${cur}" = -* ]] && COMPREPLY+=($(compgen \
                      -W "${non_repeating_flags[*]} ${non_repeating_options[*]}" -- "${cur}"))

          """#)
    case .zsh:
      script.replacing(
        "_describe -V subcommand subcommands && ret=0",
        with: """
          _describe -V subcommand subcommands && ret=0
                  _files -g '*.lox' && ret=0
          """)
    case .fish:
      script + """

        complete -c lox -n '__lox_should_offer_completions_for_positional "lox" -eq 1' -ka '(__fish_complete_suffix .lox)'

        """
    }
  }
}

/// `lox` as a shell should see it: with the options of its default command as its own. (The file is not an argument here,
/// since the name of a subcommand would then be taken for a file.)
private struct CompletedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lox", version: LoxCommand.configuration.version,
    subcommands: LoxCommand.configuration.subcommands)

  @OptionGroup var options: RunOptions
}

extension String {
  /// The text with each occurrence of a part replaced.
  fileprivate func replacing(_ part: String, with other: String) -> String {
    var text = ""
    var rest = self[...]
    while let first = part.first, let place = rest.firstIndex(of: first) {
      text += rest[..<place]
      rest = rest[place...]
      if rest.hasPrefix(part) {
        text += other
        rest = rest.dropFirst(part.count)
      } else {
        text.append(first)
        rest = rest.dropFirst()
      }
    }
    return text + rest
  }
}
