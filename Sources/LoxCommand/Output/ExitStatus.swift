/// The exit status of a process: the same as the book's machine in the cases that it has.
///
/// The larger, the worse: if several things were wrong, the largest is used.
enum ExitStatus: Int32, Comparable {
  case success = 0
  /// A test failed, a script is not formatted, or the linter found something.
  case failed = 1
  /// The command line is wrong. The argument parser takes this number from the system.
  case usage = 64
  case compileError = 65
  case runtimeError = 70
  /// A file can't be read or written, or a folder has no scripts.
  case fileError = 74
  /// What a shell reports for a program that Control-C has ended.
  case interrupted = 130
  /// What a shell reports for a program that wrote to a closed pipe.
  case outputClosed = 141

  static func < (a: ExitStatus, b: ExitStatus) -> Bool { a.rawValue < b.rawValue }
}
