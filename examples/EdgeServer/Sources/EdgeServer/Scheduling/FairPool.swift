import Dispatch
import Foundation
import Synchronization

/// Threads that run the work of tenants, apart from those that serve connections.
///
/// Each tenant has a queue of its own, of bounded length. The next piece of work is from the waiting tenant that has used the
/// least processor time, so one that asks for much waits for those that ask for little, and not the other way round (start-time
/// fair queueing, after Goyal, Vin and Cheng 1996).
final class FairPool: Sendable {
  /// The tenant's queue is full.
  struct LineIsFull: Error {}

  private let core: Core

  /// - Parameters:
  ///   - share: How many pieces of one tenant's work may run at once.
  ///   - waiting: How many may wait.
  init(name: String, threads: Int, share: Int, waiting: Int, isBackground: Bool = false) {
    core = Core(share: max(1, share), waiting: waiting)
    for number in 0..<max(1, threads) {
      let thread = Thread { [core] in
        if isBackground { lowerPriorityOfThisThread() }
        core.work()
      }
      thread.name = "\(name) \(number)"
      thread.stackSize = 1 << 20
      thread.start()
    }
  }

  deinit { core.close() }

  /// How many pieces of work of all tenants are waiting.
  var waitingCount: Int { core.waitingCount }

  /// Runs `body` when it is the tenant's turn. Throws ``LineIsFull`` if too much of the tenant's work waits.
  func run<Result: Sendable>(for tenant: String, _ body: @escaping @Sendable () -> Result) async throws
    -> Result
  {
    try await withCheckedThrowingContinuation { continuation in
      if !core.add(tenant, { continuation.resume(returning: body()) }) {
        continuation.resume(throwing: LineIsFull())
      }
    }
  }
}

/// What the threads of a pool share; it outlives the pool until the last of them ends.
private final class Core: Sendable {
  private struct Line {
    var waiting: [@Sendable () -> Void] = []
    var running = 0
    /// What the tenant has used, plus what others had used when it came.
    var used = Duration.zero
  }

  private struct State {
    var lines: [String: Line] = [:]
    /// What the tenant whose work began last had used by then. A tenant that comes back after a pause starts from here.
    var now = Duration.zero
    var isClosed = false
  }

  private let state = Mutex(State())
  private let signals = DispatchSemaphore(value: 0)
  private let share: Int
  private let waiting: Int

  init(share: Int, waiting: Int) {
    self.share = share
    self.waiting = waiting
  }

  func add(_ tenant: String, _ job: @escaping @Sendable () -> Void) -> Bool {
    let isAdded = state.withLock { state in
      var line = state.lines[tenant] ?? Line()
      guard line.waiting.count < waiting else { return false }
      if line.waiting.isEmpty, line.running == 0 { line.used = max(line.used, state.now) }
      line.waiting.append(job)
      state.lines[tenant] = line
      return true
    }
    if isAdded { signals.signal() }
    return isAdded
  }

  var waitingCount: Int { state.withLock { $0.lines.values.reduce(0) { $0 + $1.waiting.count } } }

  func close() {
    state.withLock { $0.isClosed = true }
    signals.signal()
  }

  /// What each thread does.
  func work() {
    while true {
      signals.wait()
      // Work that could not begin because its tenant's share was in use begins afterwards without another signal.
      while let (tenant, job) = next() {
        let start = processorTimeOfThisThread()
        job()
        finish(tenant, after: processorTimeOfThisThread() - start)
      }
      if state.withLock({ $0.isClosed }) {
        signals.signal()
        return
      }
    }
  }

  private func next() -> (tenant: String, job: @Sendable () -> Void)? {
    state.withLock { state in
      var best: (tenant: String, used: Duration)?
      for (tenant, line) in state.lines where !line.waiting.isEmpty && line.running < share {
        if best.map({ line.used < $0.used }) ?? true { best = (tenant, line.used) }
      }
      guard let best, var line = state.lines[best.tenant] else { return nil }
      let job = line.waiting.removeFirst()
      line.running += 1
      state.lines[best.tenant] = line
      state.now = max(state.now, best.used)
      return (best.tenant, job)
    }
  }

  private func finish(_ tenant: String, after duration: Duration) {
    state.withLock { state in
      guard var line = state.lines[tenant] else { return }
      line.running -= 1
      line.used += duration
      state.lines[tenant] = line
      // A tenant without work is remembered only while it has a debt.
      if state.lines.count > 64 {
        let now = state.now
        state.lines = state.lines.filter { !$1.waiting.isEmpty || $1.running > 0 || $1.used > now }
      }
    }
  }
}
