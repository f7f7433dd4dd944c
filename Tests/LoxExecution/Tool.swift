import Foundation

/// A program of the host, such as an assembler, which need not be there.
package struct Tool {
  package let path: String

  /// The first of these programs that the search path has.
  package init?(_ names: String...) {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    for name in names {
      for folder in folders where FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)") {
        path = "\(folder)/\(name)"
        return
      }
    }
    return nil
  }

  package init(path: String) {
    self.path = path
  }

  /// What a program has written, and its exit code, or the negated number of the signal that ended it.
  package struct Outcome {
    package var output: [UInt8]
    package var status: Int32

    package var text: String { String(decoding: output, as: UTF8.self) }
  }

  package func run(_ arguments: [String], in folder: URL) throws -> Outcome {
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
    return Outcome(output: [UInt8](try Data(contentsOf: output)), status: status)
  }
}

/// A folder that is there while a test uses it.
package func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("assembler-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}
