import Lox

/// Waits until a script changes, appears or disappears.
struct ScriptWatcher {
  private let paths: [Path]
  /// Modules, which may be elsewhere.
  private var modules: Set<Path> = []
  private let cancellation: CancellationToken
  /// When each file was changed last, as far as that was looked at.
  private var stamps: [Path: Int]

  /// Short enough that nobody waits, and long enough to cost nothing.
  private static let interval: UInt32 = 300

  /// Watches from now on.
  init(_ paths: [Path], _ cancellation: CancellationToken) {
    (self.paths, self.cancellation) = (paths, cancellation)
    stamps = ScriptWatcher.stamps(of: paths)
  }

  /// Watches more files.
  mutating func watchAlso(_ modules: Set<Path>) {
    for module in modules.subtracting(self.modules) { stamps[module] = File.stamp(module) }
    self.modules.formUnion(modules)
  }

  /// A file that has changed; nil if all was cancelled.
  mutating func waitForChange() -> Path? {
    while !cancellation.isCancelled {
      var new = ScriptWatcher.stamps(of: paths)
      for module in modules { new[module] = File.stamp(module) }
      let changed = new.filter { stamps[$0.key] != $0.value }.map(\.key)
      let gone = stamps.keys.filter { new[$0] == nil }
      stamps = new
      if let first = (changed + gone).min() { return first }
      Process.sleep(milliseconds: ScriptWatcher.interval)
    }
    return nil
  }

  private static func stamps(of paths: [Path]) -> [Path: Int] {
    var stamps: [Path: Int] = [:]
    for file in ScriptFinder(paths, skipsFoldersForOthers: true).files { stamps[file] = File.stamp(file) }
    return stamps
  }
}
