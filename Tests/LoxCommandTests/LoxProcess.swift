import Foundation
import Testing

/// A run of the command `lox`, which is built next to the tests.
struct LoxProcess {
  let output: String
  let errors: String
  let status: Int32
  /// Whether it was ended by a signal; then the status is the signal's number.
  let wasKilled: Bool

  /// The command, or nil if it isn't built.
  static let executable: URL? = {
    let places = [CommandLine.arguments[0], Bundle.main.bundlePath] + Bundle.allBundles.map(\.bundlePath)
    for place in places {
      // In a bundle, the tests are in a deeper folder.
      var folder = URL(fileURLWithPath: place)
      for _ in 0..<4 {
        folder.deleteLastPathComponent()
        let candidate = folder.appendingPathComponent("lox")
        if let values = try? candidate.resourceValues(forKeys: [.isRegularFileKey]),
          values.isRegularFile == true
        {
          return candidate
        }
      }
    }
    return nil
  }()

  /// The command, ready to be started in a folder.
  static func prepare(_ arguments: [String], in folder: ScriptFolder) throws -> Process {
    let executable: URL = try #require(LoxProcess.executable)
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    return process
  }

  /// Runs the command to its end.
  init(_ arguments: [String], input: Data, in folder: ScriptFolder) throws {
    try self.init(LoxProcess.prepare(arguments, in: folder), input: input, in: folder)
  }

  /// Runs a shell command, in which `lox` is the command.
  init(shell command: String, in folder: ScriptFolder) throws {
    let process = try LoxProcess.prepare([], in: folder)
    let lox = process.executableURL?.path ?? ""
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "lox() { '\(lox)' \"$@\"; }; \(command)"]
    try self.init(process, input: Data(), in: folder)
  }

  private init(_ process: Process, input: Data, in folder: ScriptFolder) throws {
    // Files rather than pipes, so that neither side can wait for the other.
    let names = ["input", "output", "errors"].map { folder.url.appendingPathComponent(".\($0)-\(UUID())") }
    try input.write(to: names[0])
    for name in names[1...] { try Data().write(to: name) }
    defer { for name in names { try? FileManager.default.removeItem(at: name) } }
    process.standardInput = try FileHandle(forReadingFrom: names[0])
    process.standardOutput = try FileHandle(forWritingTo: names[1])
    process.standardError = try FileHandle(forWritingTo: names[2])
    try process.run()
    process.waitUntilExit()
    output = String(decoding: try Data(contentsOf: names[1]), as: UTF8.self)
    errors = String(decoding: try Data(contentsOf: names[2]), as: UTF8.self)
    status = process.terminationStatus
    wasKilled = process.terminationReason == .uncaughtSignal
  }
}

/// A temporary folder with scripts, removed with the last reference to it.
final class ScriptFolder {
  let url: URL

  init(_ files: [String: String] = [:]) throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("lox-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for (name, text) in files { try add(name, Data(text.utf8)) }
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Adds a file, and the folders in its path.
  func add(_ name: String, _ bytes: Data) throws {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try bytes.write(to: file)
  }

  /// Runs the command in this folder.
  func lox(_ arguments: String..., input: String = "") throws -> LoxProcess {
    try LoxProcess(arguments, input: Data(input.utf8), in: self)
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips tests where the command isn't built.
  static var needsLox: Self {
    .enabled("lox is not built beside the tests; build the whole package first") {
      LoxProcess.executable != nil
    }
  }
}
