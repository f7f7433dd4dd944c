import Dispatch
import Foundation

/// One run of a program in a process of its own: what it took, printed and ended with.
struct ProcessRun: Sendable {
  /// How a process ended.
  enum End: Equatable, Sendable {
    case exit(code: Int32)
    case signal(Int32)
    case timeout
  }

  /// A process that could not be started at all.
  struct LaunchError: Error, CustomStringConvertible {
    let executable: String
    let code: Int32

    var description: String {
      "cannot run \(executable): \(unsafe String(cString: strerror(code)))"
    }
  }

  /// The time from before the launch until after the end.
  let seconds: Double
  /// The time that it has computed outside of the system.
  let userSeconds: Double
  /// The largest resident set, if it was measured and the process lived long enough for that.
  let peakBytes: Int?
  let end: End
  let output: String
  let errorOutput: String

  var succeeded: Bool { end == .exit(code: 0) }

  /// How long a process may run before it is killed.
  static let timeout = 120.0

  /// Runs `executable`, with nothing to read, and waits for it. Measuring its memory costs it some time.
  static func run(
    _ executable: String, _ arguments: [String], watchingMemory: Bool = false
  ) throws -> ProcessRun {
    let output = try CaptureFile()
    let errorOutput = try CaptureFile()
    let start = ContinuousClock.now
    let child = try spawn(executable, arguments, output: output, errorOutput: errorOutput)
    let usage = waitForEnd(of: child, watchingMemory: watchingMemory)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    return ProcessRun(
      seconds: seconds,
      userSeconds: usage.userSeconds,
      peakBytes: usage.peakBytes,
      end: usage.end == .signal(SIGKILL) && seconds >= timeout ? .timeout : usage.end,
      output: output.contents(),
      errorOutput: errorOutput.contents()
    )
  }

  private static func spawn(
    _ executable: String, _ arguments: [String], output: CaptureFile, errorOutput: CaptureFile
  ) throws -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t? = nil
    #else
      var actions = unsafe posix_spawn_file_actions_t()
    #endif
    // SAFETY: the actions are initialised before and destroyed after their only use, and the C strings
    // outlive the call that reads them.
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, output.descriptor, STDOUT_FILENO)
    unsafe posix_spawn_file_actions_adddup2(&actions, errorOutput.descriptor, STDERR_FILENO)

    var child: pid_t = 0
    let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
    let code = unsafe withCStrings([executable] + arguments) { argumentPointers in
      unsafe withCStrings(environment) { environmentPointers in
        unsafe posix_spawn(&child, executable, &actions, nil, argumentPointers, environmentPointers)
      }
    }
    guard code == 0 else { throw LaunchError(executable: executable, code: code) }
    return child
  }

  /// Waits for the end of `child`, which is killed when its time is up.
  private static func waitForEnd(
    of child: pid_t, watchingMemory: Bool
  ) -> (end: End, userSeconds: Double, peakBytes: Int?) {
    let watchdog = DispatchQueue(label: "watchdog")
    let killing = DispatchWorkItem { kill(child, SIGKILL) }
    watchdog.asyncAfter(deadline: .now() + timeout, execute: killing)

    let sampledPeak = watchingMemory ? PeakMemory.sample(child) { hasEnded(child, waiting: false) } : nil

    // The child is first awaited and only then reaped: until the watchdog has been called off, its
    // process id must not be given to another process.
    _ = hasEnded(child, waiting: true)
    watchdog.sync { killing.cancel() }

    var status: Int32 = 0
    var usage = rusage()
    // SAFETY: the system fills the two structures, which are values of this frame.
    while unsafe wait4(child, &status, 0, &usage) == -1, errno == EINTR {}
    let signal = status & 0x7f
    return (
      signal == 0 ? .exit(code: (status >> 8) & 0xff) : .signal(signal),
      Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) / 1e6,
      sampledPeak.map { max($0, PeakMemory.reported(by: usage)) }.flatMap { $0 > 0 ? $0 : nil }
    )
  }

  /// Whether `child` has ended; it remains to be reaped. Waits for the end if asked to.
  private static func hasEnded(_ child: pid_t, waiting: Bool) -> Bool {
    // SAFETY: the system fills the structure, which is a value of this frame.
    var information = unsafe siginfo_t()
    let options = WEXITED | WNOWAIT | (waiting ? 0 : WNOHANG)
    while unsafe waitid(P_PID, id_t(child), &information, options) == -1 {
      if errno != EINTR { return true }
    }
    return unsafe information.si_signo == SIGCHLD
  }

  /// Calls `body` with a null-terminated array of C strings.
  private static func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    // SAFETY: every copy is freed after `body`, and `body` does not let the array escape.
    var pointers = unsafe strings.map { unsafe strdup($0) } + [nil]
    defer { for index in unsafe pointers.indices { unsafe free(pointers[index]) } }
    return unsafe body(&pointers)
  }
}
