/// Why a file can't be read or written, in the words of the book's machine where it has a message for this.
enum FileError: Error {
  case notOpened(Path)
  case notRead(Path)
  case tooLarge(Path)
  case notWritten(Path)
  /// A folder that should contain scripts.
  case noScripts(Path)

  /// A line for standard error.
  var message: [UInt8] {
    switch self {
    case .notOpened(let path): line("Could not open file", path)
    case .notRead(let path): line("Could not read file", path)
    case .tooLarge(let path): line("Not enough memory to read", path)
    case .notWritten(let path): line("Could not write file", path)
    case .noScripts(let path): line("There is no file named *.lox in", path)
    }
  }

  private func line(_ text: String, _ path: Path) -> [UInt8] {
    Array("\(text) \"\(path.shown)\".\n".utf8)
  }
}

extension File {
  /// The bytes of a file; if it can't be read, the process reports that and ends.
  static func read(_ path: Path, _ diagnostics: DiagnosticStyle?, or console: Console) -> [UInt8] {
    do {
      return try read(path)
    } catch {
      console.writeError(error.message(DiagnosticStyle.format(diagnostics))[...])
      console.exit(.fileError)
    }
  }
}
