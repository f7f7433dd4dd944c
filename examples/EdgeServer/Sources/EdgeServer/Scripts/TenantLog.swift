import Synchronization

/// The last lines that a tenant's scripts have logged or printed, and the errors that ended them.
final class TenantLog: Sendable {
  static let lineCount = 100
  static let lineBytes = 1 << 10

  private let lines = Mutex<[String]>([])

  func append(_ line: String) {
    let line =
      line.utf8.count <= Self.lineBytes
      ? line : String(decoding: line.utf8.prefix(Self.lineBytes), as: UTF8.self) + "…"
    lines.withLock { lines in
      if lines.count >= Self.lineCount { lines.removeFirst() }
      lines.append(line)
    }
  }

  /// The oldest line comes first.
  var all: [String] { lines.withLock { $0 } }
}
