import Foundation

/// The largest resident set of a child, in bytes.
///
/// macOS reports it after the end of the child. On Linux that report includes the peak of the process that
/// started the child, so it says nothing about a small one, whose own record must be read while it lives.
enum PeakMemory {
  /// Reads the record of `process` again and again until `hasEnded` says so. Misses memory that the
  /// process takes in the last millisecond of its life.
  static func sample(_ process: pid_t, until hasEnded: () -> Bool) -> Int {
    var peak = 0
    #if os(Linux)
      while !hasEnded() {
        peak = max(peak, record(of: "\(process)"))
        usleep(1000)
      }
    #endif
    return peak
  }

  /// What the system reported in `usage`, or 0 if that may be the peak of this process.
  static func reported(by usage: rusage) -> Int {
    #if os(Linux)
      let bytes = usage.ru_maxrss * 1024
      return bytes > record(of: "self") ? bytes : 0
    #else
      return usage.ru_maxrss
    #endif
  }

  #if os(Linux)
    /// The peak so far, as the system shows it in its folder for `process`.
    private static func record(of process: String) -> Int {
      let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
      guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }) else {
        return 0
      }
      let words = line.split(whereSeparator: \.isWhitespace)
      return words.count > 1 ? (Int(words[1]) ?? 0) * 1024 : 0
    }
  #endif
}
