import Foundation
import LoxAssembler

/// Runs code on 4096 bytes of data, as a process of its own.
enum Execution {
  struct Failure: Error {
    let status: Int32
  }

  static let canRunX86 = hostRunsX86 || Tool("qemu-x86_64", "qemu-x86_64-static") != nil
  static let canRunARM64 = hostRunsARM64 || Tool("qemu-aarch64", "qemu-aarch64-static") != nil

  #if os(Linux) && arch(x86_64)
    private static let hostRunsX86 = true
  #else
    private static let hostRunsX86 = false
  #endif
  #if os(Linux) && arch(arm64)
    private static let hostRunsARM64 = true
  #else
    private static let hostRunsARM64 = false
  #endif

  /// The words that the data has when the code of `body` ends. Its address is in `rbx`.
  static func x86(
    _ words: [UInt64] = [], _ body: (inout X86.Assembler) throws -> Void
  ) throws -> [UInt64] {
    var assembler = X86.Assembler()
    assembler.mov(.rbx, ExecutableImage.dataAddress)
    try body(&assembler)
    assembler.mov(.rax, 1)
    assembler.mov(.rdi, 1)
    assembler.mov(.rsi, ExecutableImage.dataAddress)
    assembler.mov(.rdx, UInt64(ExecutableImage.dataSize))
    assembler.data([0x0f, 0x05])
    assembler.mov(.rax, 60)
    assembler.mov(.rdi, 0)
    assembler.data([0x0f, 0x05])
    let emulator = hostRunsX86 ? nil : Tool("qemu-x86_64", "qemu-x86_64-static")
    return try run(.x86, assembler.finish().bytes, words, emulator)
  }

  /// The words that the data has when the code of `body` ends. Its address is in `x19`.
  static func arm64(
    _ words: [UInt64] = [], _ body: (inout ARM64.Assembler) throws -> Void
  ) throws -> [UInt64] {
    // svc #0
    let systemCall: [UInt8] = [1, 0, 0, 0xd4]
    var assembler = ARM64.Assembler()
    assembler.mov(.x19, ExecutableImage.dataAddress)
    try body(&assembler)
    assembler.mov(.x0, 1)
    assembler.mov(.x1, ExecutableImage.dataAddress)
    assembler.mov(.x2, UInt64(ExecutableImage.dataSize))
    assembler.mov(.x8, 64)
    assembler.data(systemCall)
    assembler.mov(.x0, 0)
    assembler.mov(.x8, 93)
    assembler.data(systemCall)
    let emulator = hostRunsARM64 ? nil : Tool("qemu-aarch64", "qemu-aarch64-static")
    return try run(.arm64, assembler.finish().bytes, words, emulator)
  }

  private static func run(
    _ architecture: ExecutableImage.Architecture, _ code: [UInt8], _ words: [UInt64], _ emulator: Tool?
  ) throws -> [UInt64] {
    let data = words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) } }
    let image = ExecutableImage(architecture, code: code, data: data)
    return try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("program")
      try Data(image.bytes).write(to: file)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
      let outcome = try (emulator ?? Tool(path: file.path)).run(
        emulator == nil ? [] : [file.path], in: folder)
      guard outcome.status == 0, outcome.output.count == ExecutableImage.dataSize else {
        throw Failure(status: outcome.status)
      }
      return stride(from: 0, to: outcome.output.count, by: 8).map { start in
        (0..<8).reduce(0) { $0 | UInt64(outcome.output[start + $1]) << UInt64(8 * $1) }
      }
    }
  }
}
