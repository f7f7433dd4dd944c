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

  /// The script of the argument parser. For a command that has subcommands it completes only these, and for `help` nothing, so that
  /// is added: files to run come first.
  private var script: String {
    let script = CompletedCommand.completionScript(for: CompletionShell(rawValue: shell.rawValue) ?? .bash)
    return switch shell {
    case .bash:
      script.replacing(
        "# Offer subcommand completions\n",
        with: #"""
          # Offer options after a script, otherwise scripts and then subcommands
                  if [[ "${#unparsed_words[@]}" -gt 0 ]]; then
                      [[ "${cur}" = -* ]] && COMPREPLY+=($(compgen \
                          -W "${non_repeating_flags[*]} ${non_repeating_options[*]}" -- "${cur}"))
                      return
                  fi
                  [[ -z "${cur}" ]] && COMPREPLY=()
                  compopt -o nosort 2>/dev/null
                  __lox_add_completions -o plusdirs -fX '!*.@(lox)'

          """#
      )
      .replacing(
        "__lox_offer_flags_options -1\n}\n\ncomplete ",
        with: """
          __lox_offer_flags_options -1
              COMPREPLY+=($(compgen -W '\(topics)' -- "${cur}"))
          }

          complete\u{20}
          """)
    case .zsh:
      script.replacing(
        "_describe -V subcommand subcommands && ret=0",
        with: """
          _files -g '*.lox' && ret=0
                  _describe -V subcommand subcommands && ret=0
          """
      )
      .replacing("'*:subcommands:'", with: "'*:subcommands:(\(topics))'")
    case .fish:
      script + #"""

        complete -c lox -n '__lox_should_offer_completions_for_positional "lox help" -ge 1' -fa '\#(topics)'
        complete -c lox -n '__lox_should_offer_completions_for_positional "lox" -eq 1' -fka '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.lox;printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'

        """#
    }
  }

  /// What there is help for.
  private var topics: String { LoxCommand.subcommandNames.filter { $0 != "help" }.joined(separator: " ") }
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
