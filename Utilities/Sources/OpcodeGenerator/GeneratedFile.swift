import Foundation

/// A file of the package that is generated from the table of opcodes.
struct GeneratedFile {
  /// Relative to the package's root.
  var path: String
  var text: String

  static let all = [
    GeneratedFile(path: "Sources/LoxBytecode/Generated/Opcode.swift", text: opcodeSource()),
    GeneratedFile(
      path: "Sources/LoxRuntime/Interpreter/Generated/Dispatch.swift", text: dispatchSource()),
    GeneratedFile(path: "Documentation/Bytecode.md", text: referencePage()),
  ]

  /// Whether the file on disk is up to date.
  var isCurrent: Bool {
    FileManager.default.contents(atPath: path) == Data(text.utf8)
  }

  func write() throws {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }
}
