import Lox
import LoxSource
import LoxSyntax
import LoxTooling

/// `lox fmt PATH...`: lays out scripts.
struct FormatCommand {
  /// What is done with a script whose layout is another.
  enum Mode { case rewrite, check, showDifferences }

  private let mode: Mode
  private let console = Console()
  private var status = ExitStatus.success

  static func run(_ paths: [Path], _ mode: Mode) -> Never {
    var command = FormatCommand(mode: mode)
    let found = ScriptFinder(paths)
    let isAlone = paths.count == 1 && found.files.count <= 1
    for file in found.files { command.format(file, isAlone: isAlone) }
    for error in found.errors { command.report(error) }
    command.console.exit(command.status)
  }

  private init(mode: Mode) { self.mode = mode }

  private mutating func format(_ file: Path, isAlone: Bool) {
    do {
      let bytes = try File.read(file)
      let source = Source(name: file.sourceName, bytes: bytes)
      let isInput = file == .standardInput
      guard let result = layout(source, isAlone: isAlone || isInput) else { return }
      if case .rewrite = mode, isInput {
        console.write(result[...])
        return
      }
      if result == bytes { return }
      guard case .rewrite = mode else {
        report(file, bytes, result)
        return
      }
      try File.replace(file, with: result)
      console.write("formatted \(file.shown)\n")
    } catch {
      report(error)
    }
  }

  /// The layout of a source; nil if it has errors, of which the user is told.
  private mutating func layout(_ source: Source, isAlone: Bool) -> [UInt8]? {
    do {
      return try Formatter().format(source)
    } catch {
      let errors = CompileErrors(source: source, profile: .extended, errors: error.diagnostics)
      console.writeError(errors.message(isAlone: isAlone, DiagnosticStyle.format(nil))[...])
      if status != .fileError { status = .compileError }
      return nil
    }
  }

  private mutating func report(_ error: FileError) {
    console.writeError(error.message[...])
    status = .fileError
  }

  /// Tells of a script which would change.
  private mutating func report(_ file: Path, _ old: [UInt8], _ new: [UInt8]) {
    if case .showDifferences = mode {
      let text = LayoutDifference(old, new).text(name: file.nameInDifferences)
      // For programs, such as `patch`, the lines stay what they are.
      if Descriptor.output.isTerminal {
        console.write(ShownText.lines(String(decoding: text, as: UTF8.self)))
      } else {
        console.write(text[...])
      }
    } else {
      console.write("would format \(file.shown)\n")
    }
    if status == .success { status = .failed }
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
