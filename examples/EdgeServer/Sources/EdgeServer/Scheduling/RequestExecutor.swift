import Synchronization

/// Where the task of one request runs: each of its portions waits in the line of its tenant.
final class RequestExecutor: TaskExecutor {
  let meter = RequestMeter()
  private let tenant: String
  private let queue: FairQueue
  private let hasBegun = Atomic(false)

  init(tenant: String, queue: FairQueue) {
    self.tenant = tenant
    self.queue = queue
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let isFirst = !hasBegun.exchange(true, ordering: .relaxed)
    queue.add(tenant, isFirst: isFirst) { [self] in
      // SAFETY: the job is the one that was enqueued here, and runs once.
      meter.measure { unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
  }
}

/// The processor time that a request uses, on whatever threads.
final class RequestMeter: Sendable {
  private struct State {
    var used = Duration.zero
    /// How many portions have begun.
    var portions = 0
    /// When the one began that runs now, in the time of its thread.
    var start: Duration?
  }

  private let state = Mutex(State())

  /// What the request has used so far. Only the request itself may ask.
  var used: Duration {
    state.withLock { state in state.used + (state.start.map { processorTimeOfThisThread() - $0 } ?? .zero) }
  }

  fileprivate func measure(_ portion: () -> Void) {
    let start = processorTimeOfThisThread()
    let number = state.withLock { state in
      state.portions += 1
      state.start = start
      return state.portions
    }
    portion()
    let end = processorTimeOfThisThread()
    state.withLock { state in
      state.used += end - start
      // The next portion may have begun already, on another thread.
      if state.portions == number { state.start = nil }
    }
  }
}
