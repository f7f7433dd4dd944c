import Dispatch
import ServiceLifecycle

/// Refreshes a directory at intervals while the server runs.
struct ScriptWatcher: Service {
  let directory: TenantDirectory
  let interval: Duration
  /// Compiling takes time, and the threads of tasks are for connections.
  private let queue = DispatchQueue(label: "scripts")

  func run() async {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await refresh()
        do { try await Task.sleep(for: interval) } catch { return }
      }
    }
  }

  private func refresh() async {
    await withCheckedContinuation { continuation in
      queue.async {
        directory.refresh()
        continuation.resume()
      }
    }
  }

  init(directory: TenantDirectory, interval: Duration) {
    self.directory = directory
    self.interval = interval
  }
}
