#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the system tells a process with a signal.
enum Signal: Sendable {
  /// Control-C.
  case interrupt
  /// The size of the terminal has changed.
  case resize
  /// The process should end with this status.
  case end(Int32)
}

/// Signals as ordinary calls: all threads block them, and one thread takes them one by one. So there is no signal handler,
/// and nothing has to be safe in one.
enum Signals {
  /// From now on, writing to a closed pipe fails instead of ending the process.
  static func ignoreClosedPipes() { _ = signal(SIGPIPE, SIG_IGN) }

  /// From now on, signals reach the handler, on a thread of its own. Must be called before there are other threads.
  static func watch(_ handler: @escaping @Sendable (Signal) -> Void) {
    var set = sigset_t()
    // SAFETY: the calls write to the local variable only.
    _ = unsafe sigemptyset(&set)
    for signal in [SIGINT, SIGWINCH, SIGTERM, SIGHUP] { _ = unsafe sigaddset(&set, signal) }
    // If a signal is ignored by default, blocking it is not enough to receive it.
    _ = signal(SIGWINCH) { _ in }
    _ = unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    let watched = set
    _ = Thread {
      var set = watched
      var number: Int32 = 0
      while unsafe sigwait(&set, &number) == 0 {
        switch number {
        case SIGINT: handler(.interrupt)
        case SIGWINCH: handler(.resize)
        default: handler(.end(128 + number))
        }
      }
    }
  }
}
