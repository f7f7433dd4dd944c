/// What a process ends with: those of the book's machine, of commands that check something, and of a closed pipe.
enum ExitStatus: Int32 {
  case success = 0
  /// A test failed, a file is not laid out, or the linter found something.
  case failed = 1
  case usage = 64
  case compileError = 65
  case runtimeError = 70
  case fileError = 74
  /// What a shell reports of a program that wrote to a closed pipe.
  case outputClosed = 141
}
