import Foundation

/// The processor time that the calling thread has used.
func processorTimeOfThisThread() -> Duration {
  var time = timespec()
  // SAFETY: the call writes to `time` only, before it returns.
  guard unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0 else { return .zero }
  return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}
