import Foundation

/// Threads that run the requests of tenants, apart from those that serve connections.
///
/// A request runs in portions: it leaves its thread when it waits, or when it has computed for long, and comes back for the next
/// portion. Whose portion is next, a ``FairQueue`` decides.
final class FairPool: Sendable {
  /// Too many of the tenant's requests wait for their beginning.
  struct LineIsFull: Error {}

  private let queue: FairQueue

  /// - Parameters:
  ///   - share: How many portions of one tenant may run at once.
  ///   - begun: How many requests of one tenant may have begun, and not ended yet.
  ///   - waiting: How many may wait for their beginning.
  init(
    name: String, threads: Int, share: Int, begun: Int = .max, waiting: Int, isBackground: Bool = false
  ) {
    queue = FairQueue(share: max(1, share), begun: max(1, begun), waiting: waiting)
    for number in 0..<max(1, threads) {
      let thread = Thread { [queue] in
        if isBackground { lowerPriorityOfThisThread() }
        queue.work()
      }
      thread.name = "\(name) \(number)"
      thread.stackSize = 1 << 20
      thread.start()
    }
  }

  deinit { queue.close() }

  /// How many requests of all tenants wait for their beginning.
  var waitingCount: Int { queue.waitingCount }

  /// Runs `body` when it is the tenant's turn, on threads of the pool alone; it gets the meter of its processor time. Throws
  /// ``LineIsFull`` if too many of the tenant's requests wait.
  func run<Result: Sendable>(
    for tenant: String, _ body: @escaping @Sendable (RequestMeter) async -> Result
  ) async throws -> Result {
    guard queue.admit(tenant) else { throw LineIsFull() }
    let executor = RequestExecutor(tenant: tenant, queue: queue)
    defer { queue.end(tenant) }
    // A task of its own is on the executor from its beginning; with a preference for it, a task gets there only some time.
    let task = Task(executorPreference: executor) { await body(executor.meter) }
    return await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }
  }
}
