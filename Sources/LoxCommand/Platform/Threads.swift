#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Threads that do the same work together.
enum Threads {
  /// How many threads can run at once on this machine.
  static var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// Runs `work` on this many threads, and waits for all of them.
  static func run(_ count: Int, _ work: @escaping @Sendable () -> Void) {
    let threads = (0..<count).compactMap { _ in Thread(work) }
    if threads.isEmpty { work() }
    for thread in threads { thread.join() }
  }
}

/// A thread that does one piece of work.
@safe struct Thread {
  private let handle: pthread_t

  /// Enough for any script, with much to spare.
  private static let stackSize = 8 << 20

  /// Nil if the system can't make another thread.
  init?(_ work: @escaping @Sendable () -> Void) {
    var attributes = pthread_attr_t()
    guard unsafe pthread_attr_init(&attributes) == 0 else { return nil }
    defer { _ = unsafe pthread_attr_destroy(&attributes) }
    _ = unsafe pthread_attr_setstacksize(&attributes, Thread.stackSize)
    // SAFETY: the thread takes over the reference to its work; if it isn't started, that is given back here.
    let task = unsafe Unmanaged.passRetained(Task(work))
    #if canImport(Glibc)
      var started = pthread_t()
    #else
      var started: pthread_t?
    #endif
    let result = unsafe pthread_create(&started, &attributes, { unsafe Task.run($0) }, task.toOpaque())
    guard result == 0 else {
      unsafe task.release()
      return nil
    }
    #if canImport(Glibc)
      handle = started
    #else
      guard let thread = unsafe started else { return nil }
      unsafe handle = thread
    #endif
  }

  /// Waits until the work is done.
  func join() {
    #if canImport(Glibc)
      pthread_join(handle, nil)
    #else
      _ = unsafe pthread_join(handle, nil)
    #endif
  }

  /// The work as an object that the system can carry.
  private final class Task {
    private let work: @Sendable () -> Void

    init(_ work: @escaping @Sendable () -> Void) { self.work = work }

    static func run(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
      // SAFETY: the pointer is what `init` retained, and each is run once.
      if let pointer = unsafe pointer {
        unsafe Unmanaged<Task>.fromOpaque(pointer).takeRetainedValue().work()
      }
      return nil
    }
  }
}
