#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The process itself.
enum Process {
  /// The value of an environment variable; nil if it is empty or not set.
  static func variable(_ name: String) -> String? {
    // SAFETY: the system's string is copied at once; nothing here changes the environment.
    unsafe getenv(name).map { unsafe String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  static func exit(_ status: ExitStatus) -> Never {
    #if canImport(Glibc)
      Glibc.exit(status.rawValue)
    #elseif canImport(Musl)
      Musl.exit(status.rawValue)
    #elseif canImport(Darwin)
      Darwin.exit(status.rawValue)
    #endif
  }

  /// Ends the process without doing anything else, on any thread.
  static func exitAtOnce(_ status: Int32) -> Never { _exit(status) }

  /// Waits, except for signals.
  static func sleep(milliseconds: UInt32) { _ = usleep(milliseconds * 1000) }

  /// Stops the process until somebody lets it continue, as Control-Z does.
  static func suspend() { _ = kill(getpid(), SIGTSTP) }
}
