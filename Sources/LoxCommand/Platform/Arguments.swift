#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The arguments of the process as the system passed them.
enum Arguments {
  /// The number of arguments, without the name of the command.
  static var count: Int { max(0, Int(CommandLine.argc) - 1) }

  static var first: Path? { self[0] }

  /// An argument, from 0.
  static subscript(index: Int) -> Path? {
    guard index >= 0, index < count else { return nil }
    // SAFETY: the system passes this many strings, each with a terminating zero, which stay until the end of
    // the process.
    return unsafe CommandLine.unsafeArgv[index + 1].map { string in
      Path(bytes: unsafe Array(UnsafeRawBufferPointer(start: string, count: strlen(string))))
    }
  }
}
