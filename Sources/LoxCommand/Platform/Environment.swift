#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the user has said about the terminal.
enum Environment {
  /// Whether the terminal can move its cursor and the like.
  static var hasCapableTerminal: Bool {
    guard let name = variable("TERM") else { return false }
    return name != "dumb"
  }

  /// Whether output may be coloured: not if there is a variable NO_COLOR that is not empty.
  static var allowsColor: Bool { variable("NO_COLOR") == nil }

  /// Nil if there is no such variable, or if it is empty.
  private static func variable(_ name: String) -> String? {
    // SAFETY: the system's string is copied at once; nothing here changes the environment.
    unsafe getenv(name).map { unsafe String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }
}
