import Foundation
import LoxExecution

/// GNU as for one of the architectures, and the program that takes the bytes from its output.
struct ReferenceAssembler {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let assembler: Tool
  private let copier: Tool
  private let prologue: String

  /// Nil if this host does not have it.
  static let x86: ReferenceAssembler? = make(
    ["x86_64-linux-gnu-as", "as"], ["x86_64-linux-gnu-objcopy", "objcopy"], ".intel_syntax noprefix\n",
    "push r15")
  static let arm64: ReferenceAssembler? = make(
    ["aarch64-linux-gnu-as", "as"], ["aarch64-linux-gnu-objcopy", "objcopy"], ".arch armv8-a\n",
    "ldp x29, x30, [sp]")

  /// Programs by the same names, of other systems, may be for another architecture or not GNU's: tries the assembler.
  private static func make(
    _ assemblers: [String], _ copiers: [String], _ prologue: String, _ trial: String
  ) -> ReferenceAssembler? {
    for (assembler, copier) in zip(assemblers, copiers) {
      guard let assembler = Tool(assembler), let copier = Tool(copier) else { continue }
      let result = ReferenceAssembler(assembler: assembler, copier: copier, prologue: prologue)
      if let bytes = try? result.assemble(trial), !bytes.isEmpty { return result }
    }
    return nil
  }

  /// The bytes of the section of code.
  func assemble(_ text: String) throws -> [UInt8] {
    try withTemporaryFolder { folder in
      try (prologue + text + "\n").write(
        to: folder.appendingPathComponent("code.s"), atomically: true, encoding: .utf8)
      let assembled = try assembler.run(["code.s", "-o", "code.o"], in: folder)
      guard assembled.status == 0 else { throw Failure(description: assembled.text) }
      let copied = try copier.run(["-O", "binary", "-j", ".text", "code.o", "code"], in: folder)
      guard copied.status == 0 else { throw Failure(description: copied.text) }
      return [UInt8](try Data(contentsOf: folder.appendingPathComponent("code")))
    }
  }

  /// How many bytes there are for each line: no instruction or sequence is longer.
  private static var slot: Int { 16 }
  private static var filler: UInt8 { 0xcc }

  /// What each line comes to, of all lines at once.
  func assembleEach(_ lines: [String]) throws -> [[UInt8]] {
    let bytes = try assemble(lines.map { "\($0)\n.p2align 4, 0xcc" }.joined(separator: "\n"))
    guard bytes.count == lines.count * Self.slot else {
      throw Failure(description: "a line exceeds its slot")
    }
    return lines.indices.map { Array(bytes[$0 * Self.slot..<($0 + 1) * Self.slot]) }
  }

  /// Compares what ours encodes with what the reference does.
  func check(_ groups: [FormGroup]) throws {
    let forms = groups.flatMap(\.forms)
    let expected = try assembleEach(forms.map(\.text))
    var problems: [String] = []
    for (form, expected) in zip(forms, expected) {
      let bytes = form.bytes ?? []
      let filled = bytes + Array(repeating: Self.filler, count: max(0, Self.slot - bytes.count))
      if filled != expected {
        problems.append("\(form.text): \(hexadecimal(bytes)), but as says \(hexadecimal(expected))")
      }
    }
    report(problems)
  }
}

func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
