import ArgumentParser
import Lox
import LoxSource
import LoxSyntax
import LoxTooling

/// `lox fmt PATH...`: lays out scripts.
struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt",
    abstract: "Format scripts in one style.",
    discussion: """
      Rewrites and lists the scripts that are laid out differently; for '-', writes the result to standard output. Comments \
      stay, and what scripts do stays the same. A script with a syntax error is left as it is.

      The exit status is 65 if scripts have errors, and 1 if --check or --diff finds something to change.
      """)

  @OptionGroup var scripts: ScriptPaths

  @Flag(help: "Rewrite nothing; list the scripts that would be rewritten.")
  var check = false

  @Flag(help: "Rewrite nothing; show the lines that would change.")
  var diff = false

  func run() {
    let pass = ScriptPass(scripts.paths)
    pass.forEach { file, bytes throws(FileError) in
      guard let result = layout(of: bytes, file, pass) else { return }
      if file == .standardInput, !check, !diff {
        pass.console.write(result[...])
      } else if result != bytes {
        try use(result, inPlaceOf: bytes, file, pass)
      }
    }
    pass.end()
  }

  /// The formatted script; nil if it has errors, which are reported.
  private func layout(of bytes: [UInt8], _ file: Path, _ pass: ScriptPass) -> [UInt8]? {
    let source = Source(name: file.sourceName, bytes: bytes)
    do {
      return try Formatter().format(source)
    } catch {
      pass.report(CompileErrors(source: source, profile: .extended, errors: error.diagnostics))
      return nil
    }
  }

  /// Does what was requested with a script that changes.
  private func use(
    _ result: [UInt8], inPlaceOf bytes: [UInt8], _ file: Path, _ pass: ScriptPass
  ) throws(FileError) {
    guard check || diff else {
      try File.replace(file, with: result)
      pass.console.write("formatted \(file.shown)\n")
      return
    }
    pass.note(.failed)
    guard diff else {
      pass.console.write("would format \(file.shown)\n")
      return
    }
    let text = LayoutDifference(bytes, result).text(name: file.nameInDifferences)
    // For programs such as `patch`, the lines are written as they are.
    if Descriptor.output.isTerminal {
      pass.console.write(ShownText.lines(String(decoding: text, as: UTF8.self)))
    } else {
      pass.console.write(text[...])
    }
  }
}

extension Path {
  /// The name as `diff` and `patch` write it: in quotes if it is not plain.
  fileprivate var nameInDifferences: String {
    let isPlain = bytes.allSatisfy {
      $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    if isPlain { return sourceName }
    var text = "\""
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += "\\\(Unicode.Scalar(byte))"
      case 0x20..<0x7F: text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 8)
        text += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      }
    }
    return text + "\""
  }
}
