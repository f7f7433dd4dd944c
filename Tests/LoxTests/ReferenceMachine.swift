import Foundation

/// The program that `CLOX` names: clox, the book's virtual machine.
struct ReferenceMachine: Sendable {
  static let shared: ReferenceMachine? = ProcessInfo.processInfo.environment["CLOX"].map {
    ReferenceMachine(program: URL(filePath: $0))
  }

  let program: URL

  /// What it does with a script.
  func run(_ source: [UInt8]) throws -> Observation {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lox-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (script, output, errors) = (
      folder.appending(path: "script.lox"), folder.appending(path: "output"), folder.appending(path: "errors")
    )
    try Data(source).write(to: script)
    try Data().write(to: output)
    try Data().write(to: errors)

    let process = Process()
    process.executableURL = program
    process.arguments = [script.path(percentEncoded: false)]
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    return Observation(
      exitCode: process.terminationStatus, output: Array(try Data(contentsOf: output)),
      errors: Array(try Data(contentsOf: errors)))
  }
}
