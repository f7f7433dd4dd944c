/// What a process ends with: as the book's machine where that has a case for it.
///
/// The larger, the worse: if several things were wrong, the process ends with the largest.
enum ExitStatus: Int32, Comparable {
  case success = 0
  /// A test failed, a script is laid out otherwise, or the linter found something.
  case failed = 1
  /// The command line is wrong. The parser of arguments has this from the system.
  case usage = 64
  case compileError = 65
  case runtimeError = 70
  /// A file can't be read or written, or a folder has no scripts.
  case fileError = 74
  /// What a shell reports of a program that wrote to a closed pipe.
  case outputClosed = 141

  static func < (a: ExitStatus, b: ExitStatus) -> Bool { a.rawValue < b.rawValue }
}
