import LoxBytecode
import LoxRuntime

/// The text of `--trace`: each instruction, with a heading wherever execution moves to another call.
struct InstructionTracer {
  private var disassembler: Disassembler?
  /// The source of the program that is disassembled.
  private var source: [UInt8] = []
  private var function = -1
  private var depth = 0

  mutating func text(of point: TracePoint) -> String {
    var text = ""
    // Programs with equal sources are equal. (Usually it is the same array, which is found out at once.)
    if disassembler == nil || point.program.source != source {
      disassembler = Disassembler(point.program)
      source = point.program.source
      function = -1
    }
    if point.functionIndex != function || point.depth != depth {
      (function, depth) = (point.functionIndex, point.depth)
      text += "\(name(of: point)), depth \(depth)\n"
    }
    return text + (disassembler?.instruction(at: point.pc, of: function) ?? "") + "\n"
  }

  private func name(of point: TracePoint) -> String {
    guard point.program.functions.indices.contains(point.functionIndex) else { return "" }
    let function = point.program.functions[point.functionIndex]
    if function.kind == .script { return "script" }
    return String(decoding: point.program.bytes(ofString: function.name), as: UTF8.self) + "()"
  }
}
