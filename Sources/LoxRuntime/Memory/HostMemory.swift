#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import Synchronization

/// Memory from the system, or nil if it has none: Swift's own allocation ends the process then. `freeMemory` gives it back.
func makeMemory(_ size: Int, alignment: Int) -> UnsafeMutableRawPointer? {
  var pointer: UnsafeMutableRawPointer?
  // SAFETY: the pointer is valid if the call says so.
  guard !HostMemory.fails(), unsafe posix_memalign(&pointer, alignment, max(size, 1)) == 0 else { return nil }
  return unsafe pointer
}

func freeMemory(_ pointer: UnsafeMutableRawPointer?) { unsafe free(pointer) }

/// For tests of what happens when the system has no memory for what belongs to no heap.
package enum HostMemory {
  /// The allocation of this number, counted down on the present task, fails, and all after it.
  @TaskLocal package static var failure: Countdown?

  package final class Countdown: Sendable {
    private let rest: Mutex<Int>
    package init(_ count: Int) { rest = Mutex(count) }

    fileprivate func passes() -> Bool {
      rest.withLock { rest in
        rest -= 1
        return rest >= 0
      }
    }
  }

  fileprivate static func fails() -> Bool { failure.map { !$0.passes() } ?? false }
}
