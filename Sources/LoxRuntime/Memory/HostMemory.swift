#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import Synchronization

/// Memory from the system, or nil if there is none: Swift's own allocation would end the process. `freeMemory` gives it back.
func makeMemory(_ size: Int, alignment: Int) -> UnsafeMutableRawPointer? {
  var pointer: UnsafeMutableRawPointer?
  // SAFETY: the pointer is valid if the call says so.
  guard !HostMemory.fails(), unsafe posix_memalign(&pointer, alignment, max(size, 1)) == 0 else { return nil }
  return unsafe pointer
}

func freeMemory(_ pointer: UnsafeMutableRawPointer?) { unsafe free(pointer) }

/// For tests of what happens when the system has no memory for what does not belong to a heap.
package enum HostMemory {
  /// The allocation at which the present task has counted down to zero fails, and so do all after it.
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
