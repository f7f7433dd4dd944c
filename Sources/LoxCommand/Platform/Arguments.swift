#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The arguments of the process as the system has them.
enum Arguments {
  /// All but the name of the command.
  static var all: [Path] {
    // SAFETY: the system hands over so many strings, which stay to the end of the process.
    let count = Int(CommandLine.argc)
    return (1..<max(1, count)).compactMap { index in
      unsafe CommandLine.unsafeArgv[index].map { unsafe Path(bytes: bytes(of: $0)) }
    }
  }

  /// The bytes of a string that a zero ends.
  private static func bytes(of string: UnsafePointer<CChar>) -> [UInt8] {
    // SAFETY: the zero is there.
    let count = unsafe strlen(string)
    return unsafe UnsafeRawBufferPointer(start: string, count: count).map { $0 }
  }
}
