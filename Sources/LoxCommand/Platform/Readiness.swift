#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What can be done with descriptors without waiting.
struct Readiness {
  /// Whether there is input, or the end of it.
  private(set) var canRead = false
  /// Whether `writableCount` bytes can be written, or there is an error to report.
  private(set) var canWrite = false

  /// This many bytes can be written at once to any pipe that is ready.
  static let writableCount = 512

  /// Looks at descriptors, and optionally waits until one of them is ready.
  init(reading input: Descriptor?, writing output: Descriptor?, waits: Bool) {
    // A negative descriptor is ignored.
    var requests = [
      pollfd(fd: input?.number ?? -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: output?.number ?? -1, events: Int16(POLLOUT), revents: 0),
    ]
    // SAFETY: the system reads and writes the elements of the array.
    let count = unsafe requests.withUnsafeMutableBufferPointer { buffer in
      unsafe poll(buffer.baseAddress, nfds_t(buffer.count), waits ? -1 : 0)
    }
    guard count > 0 else { return }
    canRead = requests[0].revents != 0
    canWrite = requests[1].revents != 0
  }
}
