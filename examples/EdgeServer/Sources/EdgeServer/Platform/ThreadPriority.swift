#if canImport(Glibc)
  import Glibc
#endif

/// Lets all other threads go first, where the system has priorities of threads.
func lowerPriorityOfThisThread() {
  #if canImport(Glibc)
    // On Linux, 0 is the calling thread.
    _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
  #endif
}
