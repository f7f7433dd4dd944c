import Foundation

/// A program of the host, such as an assembler, which need not be there.
struct Tool {
  let path: String

  /// The first of these programs that the search path has.
  init?(_ names: String...) {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    for name in names {
      for folder in folders where FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)") {
        path = "\(folder)/\(name)"
        return
      }
    }
    return nil
  }

  /// Runs the program; its standard output and its exit code, or the negated number of a signal.
  @discardableResult
  func run(_ arguments: [String], in folder: URL) throws -> (output: String, status: Int32) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let output = folder.appendingPathComponent("output-\(UUID().uuidString)")
    try Data().write(to: output)
    let handle = try FileHandle(forWritingTo: output)
    process.standardOutput = handle
    process.standardError = handle
    try process.run()
    process.waitUntilExit()
    try handle.close()
    let status = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    return (String(decoding: try Data(contentsOf: output), as: UTF8.self), status)
  }
}

/// A folder that is there while a test uses it.
func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("assembler-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}
