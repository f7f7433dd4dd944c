import Foundation

/// Where and on what the figures were made.
struct Machine {
  let processor: String
  let cores: Int
  let system: String
  let date: String
  let commit: String

  /// This machine, and the commit of the repository at `root`.
  init(root: URL) {
    processor = Self.processorName()
    cores = ProcessInfo.processInfo.activeProcessorCount
    system = ProcessInfo.processInfo.operatingSystemVersionString
    date = Date.now.formatted(.iso8601.year().month().day())
    commit = Self.commit(of: root)
  }

  private static func processorName() -> String {
    #if canImport(Darwin)
      return output("/usr/sbin/sysctl", ["-n", "machdep.cpu.brand_string"]) ?? "unknown processor"
    #else
      let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
      let line = information.split(separator: "\n").first { $0.hasPrefix("model name") }
      let name = line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
      return name ?? "unknown processor"
    #endif
  }

  private static func commit(of root: URL) -> String {
    let git = ["git", "-C", root.path]
    guard let commit = output("/usr/bin/env", git + ["rev-parse", "--short", "HEAD"]) else { return "none" }
    let changes = output("/usr/bin/env", git + ["status", "--porcelain", "--untracked-files=no"])
    return changes == "" ? commit : "\(commit) with changes"
  }

  /// What a command prints, or nil if it fails.
  private static func output(_ executable: String, _ arguments: [String]) -> String? {
    guard let run = try? ProcessRun.run(executable, arguments), run.succeeded else { return nil }
    return run.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
