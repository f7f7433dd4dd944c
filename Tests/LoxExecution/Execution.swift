import Foundation
import LoxAssembler

/// Runs code on data, as a process of its own.
package enum Execution {
  /// The process has ended with an error or a signal.
  package struct Failure: Error {
    package let status: Int32
  }

  package static func canRun(_ architecture: ExecutableImage.Architecture) -> Bool {
    isHost(architecture) || emulator(architecture) != nil
  }

  package static let canRunX86 = canRun(.x86)
  package static let canRunARM64 = canRun(.arm64)

  private static func isHost(_ architecture: ExecutableImage.Architecture) -> Bool {
    #if os(Linux) && arch(x86_64)
      architecture == .x86
    #elseif os(Linux) && arch(arm64)
      architecture == .arm64
    #else
      false
    #endif
  }

  private static func emulator(_ architecture: ExecutableImage.Architecture) -> Tool? {
    switch architecture {
    case .x86: Tool("qemu-x86_64", "qemu-x86_64-static")
    case .arm64: Tool("qemu-aarch64", "qemu-aarch64-static")
    }
  }

  /// The size of the data of the functions below that take words.
  private static let dataSize = 4096

  /// The words that the data has when the code of `body` ends. Its address is in `rbx`.
  package static func x86(
    _ words: [UInt64] = [], _ body: (inout X86.Assembler) throws -> Void
  ) throws -> [UInt64] {
    var assembler = X86.Assembler()
    assembler.mov(.rbx, ExecutableImage.dataAddress)
    try body(&assembler)
    end(&assembler, dataSize: dataSize)
    return try run(.x86, assembler.finish().bytes, words)
  }

  /// The words that the data has when the code of `body` ends. Its address is in `x19`.
  package static func arm64(
    _ words: [UInt64] = [], _ body: (inout ARM64.Assembler) throws -> Void
  ) throws -> [UInt64] {
    var assembler = ARM64.Assembler()
    assembler.mov(.x19, ExecutableImage.dataAddress)
    try body(&assembler)
    end(&assembler, dataSize: dataSize)
    return try run(.arm64, assembler.finish().bytes, words)
  }

  private static func run(
    _ architecture: ExecutableImage.Architecture, _ code: [UInt8], _ words: [UInt64]
  ) throws -> [UInt64] {
    let bytes = words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) } }
    let output = try run(
      architecture, code: code, data: bytes + Array(repeating: 0, count: dataSize - bytes.count))
    return stride(from: 0, to: output.count, by: 8).map { start in
      (0..<8).reduce(0) { $0 | UInt64(output[start + $1]) << UInt64(8 * $1) }
    }
  }

  // MARK: - Ends

  /// Writes the data to the standard output and ends the process.
  package static func end(_ assembler: inout X86.Assembler, dataSize: Int) {
    let systemCall: [UInt8] = [0x0f, 0x05]
    assembler.mov(.rax, 1)
    assembler.mov(.rdi, 1)
    assembler.mov(.rsi, ExecutableImage.dataAddress)
    assembler.mov(.rdx, UInt64(dataSize))
    assembler.data(systemCall)
    assembler.mov(.rax, 60)
    assembler.mov(.rdi, 0)
    assembler.data(systemCall)
  }

  /// Writes the data to the standard output and ends the process.
  package static func end(_ assembler: inout ARM64.Assembler, dataSize: Int) {
    // svc #0
    let systemCall: [UInt8] = [1, 0, 0, 0xd4]
    assembler.mov(.x0, 1)
    assembler.mov(.x1, ExecutableImage.dataAddress)
    assembler.mov(.x2, UInt64(dataSize))
    assembler.mov(.x8, 64)
    assembler.data(systemCall)
    assembler.mov(.x0, 0)
    assembler.mov(.x8, 93)
    assembler.data(systemCall)
  }

  // MARK: - Processes

  /// The data after the code, which must write it and end the process.
  package static func run(
    _ architecture: ExecutableImage.Architecture, code: [UInt8], data: [UInt8]
  ) throws -> [UInt8] {
    let image = ExecutableImage(architecture, code: code, data: data)
    return try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("program")
      try Data(image.bytes).write(to: file)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
      let emulator = isHost(architecture) ? nil : emulator(architecture)
      let outcome = try retrying {
        try (emulator ?? Tool(path: file.path)).run(emulator == nil ? [] : [file.path], in: folder)
      }
      guard outcome.status == 0, outcome.output.count == data.count else {
        throw Failure(status: outcome.status)
      }
      return outcome.output
    }
  }

  /// A process that another thread is just making has the file still open, for a moment: until then, the file is busy.
  private static func retrying<Result>(_ body: () throws -> Result) throws -> Result {
    for _ in 0..<100 {
      do {
        return try body()
      } catch let error as CocoaError {
        let cause = unsafe error.userInfo[NSUnderlyingErrorKey] as? NSError
        guard cause?.code == Int(POSIXErrorCode.ETXTBSY.rawValue) else { throw error }
        Thread.sleep(forTimeInterval: 0.01)
      }
    }
    return try body()
  }
}
