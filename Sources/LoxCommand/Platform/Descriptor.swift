#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// An open file, pipe or terminal.
struct Descriptor: Equatable {
  let number: Int32

  static let input = Descriptor(number: 0)
  static let output = Descriptor(number: 1)
  static let error = Descriptor(number: 2)

  var isTerminal: Bool { isatty(number) == 1 }

  func close() { _ = posixClose(number) }

  /// Appends what comes next; returns the number of bytes. Zero means the end, and a negative number an error.
  func read(into bytes: inout [UInt8]) -> Int {
    // SAFETY: the system writes into the buffer, and not beyond the count that it is given.
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << 14) { buffer in
      while true {
        let count = unsafe posixRead(number, buffer.baseAddress, buffer.count)
        if count >= 0 {
          unsafe bytes.append(contentsOf: buffer[..<count])
          return count
        }
        if !mayTryAgain(POLLIN) { return count }
      }
    }
  }

  /// Writes all of the bytes; returns the reason if that is impossible.
  func write(_ bytes: ArraySlice<UInt8>) -> WriteFailure? {
    // SAFETY: the system reads what is left of the buffer.
    unsafe bytes.withUnsafeBytes { buffer in
      var rest = unsafe buffer[...]
      while unsafe !rest.isEmpty {
        let count = unsafe posixWrite(number, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count >= 0 {
          unsafe rest = rest.dropFirst(count)
        } else if !mayTryAgain(POLLOUT) {
          return errno == EPIPE ? .closed : .other
        }
      }
      return nil
    }
  }

  /// Whether the last call was merely interrupted, or the descriptor was not ready (for which this waits).
  private func mayTryAgain(_ events: Int32) -> Bool {
    if errno == EINTR { return true }
    guard errno == EAGAIN else { return false }
    var request = pollfd(fd: number, events: Int16(events), revents: 0)
    return unsafe poll(&request, 1, -1) >= 0 || errno == EINTR
  }
}

/// Why bytes could not be written.
enum WriteFailure {
  /// Nobody reads them any more.
  case closed
  case other
}

/// The system's functions under other names, since methods here are also called `read` and `write`.
private func posixRead(_ number: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  unsafe read(number, buffer, count)
}

private func posixClose(_ number: Int32) -> Int32 { close(number) }

private func posixWrite(_ number: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(number, buffer, count)
}
