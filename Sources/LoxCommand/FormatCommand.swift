import Lox
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
    let standardInput = Path(bytes: [UInt8(ascii: "-")])
    let found = ScriptFinder(paths.filter { $0 != standardInput })
    let isAlone = paths.count == 1 && found.files.count <= 1
    if paths.contains(standardInput) { command.formatInput() }
    for file in found.files { command.format(file, isAlone: isAlone) }
    for error in found.errors { command.report(error) }
    command.console.exit(command.status)
  }

  private init(mode: Mode) { self.mode = mode }

  private mutating func formatInput() {
    var bytes: [UInt8] = []
    while Descriptor.input.read(into: &bytes) > 0 {}
    guard let result = layout(Source(name: "standard input", bytes: bytes), isAlone: true) else { return }
    switch mode {
    case .rewrite: console.write(result[...])
    case .check, .showDifferences: if result != bytes { report("standard input", bytes, result) }
    }
  }

  private mutating func format(_ file: Path, isAlone: Bool) {
    do {
      let bytes = try File.read(file)
      let source = Source(name: file.text, bytes: bytes)
      guard let result = layout(source, isAlone: isAlone), result != bytes else { return }
      guard case .rewrite = mode else {
        report(file.text, bytes, result)
        return
      }
      try File.replace(file, with: result)
      console.write("formatted \(file.text)\n")
    } catch {
      report(error)
    }
  }

  /// The layout of a source; nil if it has errors, of which the user is told.
  private mutating func layout(_ source: Source, isAlone: Bool) -> [UInt8]? {
    do {
      return try Formatter().format(source)
    } catch {
      let errors = CompileErrors(source: source, errors: error.diagnostics)
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
  private mutating func report(_ name: String, _ old: [UInt8], _ new: [UInt8]) {
    if case .showDifferences = mode {
      console.write(LayoutDifference(old, new).text(name: name)[...])
    } else {
      console.write("would format \(name)\n")
    }
    if status == .success { status = .failed }
  }
}
