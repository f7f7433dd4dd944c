import LoxBytecode
import LoxJIT
import LoxRuntime

/// The machine code of a program's functions as text, below the bytecode that it comes from.
struct NativeListing {
  private let program: Program
  private let processor: JIT.Processor?
  private let disassembler: Disassembler

  init(_ program: Program, for processor: JIT.Processor?) {
    self.program = program
    self.processor = processor
    disassembler = Disassembler(program)
  }

  var text: String { program.functions.indices.map(function).joined(separator: "\n") }

  private func function(_ index: Int) -> String {
    guard let compiled = VirtualMachine.machineCode(ofFunction: index, in: program, for: processor) else {
      return "\(program.displayName(of: index)): no machine code\n"
    }
    var text = "\(program.displayName(of: index)): \(compiled.code.count) bytes\n"
    let words = program.code[program.functions[index].code.range]
    var pc = 0
    while pc < words.count,
      let opcode = Opcode(rawValue: Instruction(word: words[words.startIndex + pc]).rawOpcode)
    {
      let next = pc + Opcode.layouts[Int(opcode.rawValue)].length
      let end = next < compiled.starts.count ? Int(compiled.starts[next]) : compiled.mainCount
      text += disassembler.instruction(at: pc, of: index) + "\n"
      text += bytes(compiled.code[Int(compiled.starts[pc])..<max(Int(compiled.starts[pc]), end)])
      pc = next
    }
    return text + "        rare cases\n" + bytes(compiled.code[compiled.mainCount...])
  }

  /// Sixteen on a line.
  private func bytes(_ code: ArraySlice<UInt8>) -> String {
    stride(from: code.startIndex, to: code.endIndex, by: 16).map { start in
      let line = code[start..<min(start + 16, code.endIndex)].map { byte in
        byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16)
      }
      return String(repeating: " ", count: 14) + line.joined(separator: " ") + "\n"
    }.joined()
  }
}
