#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The terminal on which the process was started: standard input and standard output.
public final class Terminal: Sendable {
  /// The terminal's mode when the process started.
  private let originalMode: termios
  /// A pipe that wakes a thread waiting for input: bytes written to one end arrive at the other.
  private let (wakeEnd, waitEnd): (Int32, Int32)

  private static let input: Int32 = 0
  private static let output: Int32 = 1

  /// Nil unless both input and output are a terminal.
  public init?() {
    guard isatty(Terminal.input) == 1, isatty(Terminal.output) == 1 else { return nil }
    // SAFETY: the calls write to the local variables only.
    var mode = termios()
    guard unsafe tcgetattr(Terminal.input, &mode) == 0 else { return nil }
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { return nil }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    originalMode = mode
    (waitEnd, wakeEnd) = (ends[0], ends[1])
  }

  deinit {
    _ = close(wakeEnd)
    _ = close(waitEnd)
  }

  // MARK: - Modes

  private static let bracketedPasteOn = "\u{1b}[?2004h"
  private static let bracketedPasteOff = "\u{1b}[?2004l"

  /// From now on, each key arrives at once and without echo, and pasted text is marked as such.
  public func enterRawMode() {
    var mode = originalMode
    mode.c_iflag &= ~tcflag_t(BRKINT | ICRNL | INPCK | ISTRIP | IXON | INLCR | IGNCR)
    mode.c_oflag &= ~tcflag_t(OPOST)
    mode.c_cflag |= tcflag_t(CS8)
    mode.c_lflag &= ~tcflag_t(ECHO | ICANON | IEXTEN | ISIG)
    set(mode)
    write(Terminal.bracketedPasteOn)
  }

  /// Restores the terminal's original mode.
  public func leaveRawMode() {
    write(Terminal.bracketedPasteOff)
    set(originalMode)
  }

  private func set(_ mode: termios) {
    var mode = mode
    // SAFETY: the call only reads the local variable.
    while unsafe tcsetattr(Terminal.input, TCSADRAIN, &mode) != 0, errno == EINTR {}
  }

  // MARK: - Size

  public struct Size: Equatable, Sendable {
    public var columns: Int
    public var rows: Int
  }

  public var size: Size { Terminal.outputSize }

  /// The size of the terminal that shows the output; an ordinary one if it is none.
  public static var outputSize: Size {
    var size = winsize()
    // SAFETY: the call writes to the local variable only.
    let result = unsafe ioctl(Terminal.output, UInt(TIOCGWINSZ), &size)
    guard result == 0, size.ws_col > 0, size.ws_row > 0 else { return Size(columns: 80, rows: 24) }
    return Size(columns: Int(size.ws_col), rows: Int(size.ws_row))
  }

  // MARK: - Input and output

  /// The event that ended a wait for input.
  public enum Input: Equatable, Sendable {
    case bytes([UInt8])
    /// Another thread has called `wake`.
    case woken
    case timedOut
    /// There will be no more input.
    case end
  }

  /// Waits for input, at most this many milliseconds.
  public func read(timeout milliseconds: Int? = nil) -> Input {
    var requests = [
      pollfd(fd: Terminal.input, events: Int16(POLLIN), revents: 0),
      pollfd(fd: waitEnd, events: Int16(POLLIN), revents: 0),
    ]
    let timeout = milliseconds.map { Int32(clamping: $0) } ?? -1
    // SAFETY: the array has as many elements as the call is told.
    let count = unsafe poll(&requests, nfds_t(requests.count), timeout)
    if count == 0 { return .timedOut }
    if count < 0 { return errno == EINTR ? .woken : .end }
    if requests[1].revents != 0 {
      _ = bytes(from: waitEnd)
      return .woken
    }
    guard let bytes = bytes(from: Terminal.input) else {
      return errno == EINTR || errno == EAGAIN ? .woken : .end
    }
    return bytes.isEmpty ? .end : .bytes(bytes)
  }

  /// The bytes that can be read at once; nil after an error.
  private func bytes(from descriptor: Int32) -> [UInt8]? {
    // SAFETY: the system writes into the buffer, and not beyond the count that it is given.
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << 14) { buffer in
      let count = unsafe posixRead(descriptor, buffer.baseAddress, buffer.count)
      return count < 0 ? nil : unsafe Array(buffer[..<count])
    }
  }

  /// Wakes the thread that is reading; may be called from any thread.
  public func wake() {
    let signal: [UInt8] = [0]
    _ = unsafe posixWrite(wakeEnd, signal, 1)
  }

  /// Writes to the screen. A failure is ignored, since there is nobody to report it to.
  public func write(_ text: String) {
    let bytes = Array(text.utf8)
    var start = 0
    while start < bytes.count {
      // SAFETY: the system reads what is left of the array.
      let count = unsafe bytes[start...].withUnsafeBytes {
        unsafe posixWrite(Terminal.output, $0.baseAddress, $0.count)
      }
      if count < 0 {
        guard errno == EINTR || errno == EAGAIN else { return }
        var request = pollfd(fd: Terminal.output, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&request, 1, 100)
      } else {
        start += count
      }
    }
  }
}

/// The system's functions under other names, since methods here are called `read` and `write`, too.
private func posixRead(_ number: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  unsafe read(number, buffer, count)
}

private func posixWrite(_ number: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(number, buffer, count)
}
