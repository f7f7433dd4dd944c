import Foundation

/// A nameless temporary file that takes what a process writes. Unlike a pipe, it never makes the process wait.
final class CaptureFile: Sendable {
  private let handle: FileHandle

  var descriptor: Int32 { handle.fileDescriptor }

  init() throws {
    let files = FileManager.default
    let url = files.temporaryDirectory.appendingPathComponent("benchmark-\(UUID().uuidString)")
    try Data().write(to: url)
    defer { try? files.removeItem(at: url) }
    handle = try FileHandle(forUpdating: url)
  }

  /// Everything written so far.
  func contents() -> String {
    guard (try? handle.seek(toOffset: 0)) != nil, let data = try? handle.readToEnd() else { return "" }
    return String(decoding: data, as: UTF8.self)
  }
}
