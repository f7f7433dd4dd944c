#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A TCP port of this machine that only programs on it reach.
struct Listener {
  private let descriptor: Int32
  /// The port that it has.
  let port: UInt16

  /// Listens on a port, or on any that is free if it is 0; nil if that is impossible. So many connections may wait to be accepted.
  init?(port: UInt16, backlog: Int32 = 1) {
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    descriptor = socket(AF_INET, kind, 0)
    guard descriptor >= 0 else { return nil }
    var (yes, size): (Int32, socklen_t) = (1, socklen_t(MemoryLayout<sockaddr_in>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let number = descriptor
    // SAFETY: the system is given the local variables with their sizes.
    let isListening = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        _ = unsafe setsockopt(number, SOL_SOCKET, SO_REUSEADDR, &yes, 4)
        return unsafe bind(number, pointer, size) == 0 && listen(number, backlog) == 0
          && getsockname(number, pointer, &size) == 0
      }
    }
    guard isListening else {
      _ = close(descriptor)
      return nil
    }
    self.port = UInt16(bigEndian: address.sin_port)
  }

  /// Waits for the next connection; nil if there is an error.
  func accept() -> Descriptor? {
    let number = posixAccept(descriptor, nil, nil)
    return number >= 0 ? Descriptor(number: number) : nil
  }
}

private func posixAccept(
  _ number: Int32, _ address: UnsafeMutablePointer<sockaddr>?, _ size: UnsafeMutablePointer<socklen_t>?
) -> Int32 {
  unsafe accept(number, address, size)
}
