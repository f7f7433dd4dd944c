#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@testable import LoxRuntime

/// Addresses that nobody may touch, with a hole into which the reservation of one isolate fits: an access
/// up to 64 GiB outside the isolate's memory ends the process. Must be made just before the isolate.
@safe struct DamageSurroundings {
  private let start: UnsafeMutableRawPointer

  private static let flank = 64 << 30
  /// A reservation, plus what the system may add to align it to large pages.
  private static let hole = Reservation.size + slack
  private static let slack = 4 << 20

  /// Nil if the system does not give that many addresses.
  init?() {
    #if canImport(Darwin)
      let flags = MAP_PRIVATE | MAP_ANON | MAP_NORESERVE
    #else
      let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    #endif
    let size = 2 * DamageSurroundings.flank + DamageSurroundings.hole
    guard let address = unsafe mmap(nil, size, PROT_NONE, flags, -1, 0), unsafe address != MAP_FAILED
    else { return nil }
    unsafe start = address
    _ = unsafe munmap(start + DamageSurroundings.flank, DamageSurroundings.hole)
  }

  /// Whether memory that has been reserved since is in the hole. The system takes the highest place that is large enough,
  /// which is the hole unless another test was faster.
  func surround(_ base: UInt) -> Bool {
    let hole = unsafe UInt(bitPattern: start + DamageSurroundings.flank)
    return base >= hole && base - hole <= DamageSurroundings.slack
  }

  func release() {
    // SAFETY: the two flanks are mapped by `init`; what lies between belongs to whoever has reserved it since.
    _ = unsafe munmap(start, DamageSurroundings.flank)
    _ = unsafe munmap(start + DamageSurroundings.flank + DamageSurroundings.hole, DamageSurroundings.flank)
  }
}
