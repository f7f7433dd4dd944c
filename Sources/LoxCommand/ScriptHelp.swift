import LoxSource

/// The help of a script is the comment with which it begins: `lox help FILE`, `lox FILE --help`.
enum ScriptHelp {
  /// The script whose help a command line asks for; nil if it asks for anything else.
  static var scriptMeant: Path? {
    guard Arguments.count == 2, let first = Arguments[0], let second = Arguments[1] else { return nil }
    let file: Path
    if first.sourceName == "help" {
      file = second
    } else if ["--help", "-h"].contains(second.sourceName) {
      file = first
    } else {
      return nil
    }
    let isOther =
      file.bytes.first == UInt8(ascii: "-") || LoxCommand.subcommandNames.contains(file.sourceName)
    return isOther || !File.exists(file) || File.isFolder(file) ? nil : file
  }

  static func show(_ file: Path) -> Never {
    let console = Console()
    let comment = comment(File.read(file, nil, or: console))
    console.write(
      comment.isEmpty ? "\(file.shown) does not begin with a comment that says what it does.\n" : comment)
    console.write("\nRun it with 'lox \(file.shown)'. 'lox --help' shows the options of lox.\n")
    console.exit(.success)
  }

  /// The lines of the comment at the beginning of a script, without the line that names the language.
  private static func comment(_ source: [UInt8]) -> String {
    var text = ""
    for line in String(decoding: source, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    {
      guard line.hasPrefix("//") else {
        // Blank lines may come first.
        if text.isEmpty, line.allSatisfy(\.isWhitespace) { continue }
        break
      }
      if text.isEmpty, line.hasPrefix("// lox:") { continue }
      var words = line.drop { $0 == "/" }
      if words.first == " " { words.removeFirst() }
      text += words + "\n"
    }
    return text
  }
}
