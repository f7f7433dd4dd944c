import LoxAssembler
import Testing

/// An instruction, as other assemblers read it and as ours encodes it.
struct Form {
  let text: String
  /// Nil if ours refuses it.
  let bytes: [UInt8]?

  static func x86(_ text: String, _ emit: (inout X86.Assembler) -> Void) -> Form {
    var assembler = X86.Assembler()
    emit(&assembler)
    return Form(text: text, bytes: try? assembler.finish().bytes)
  }

  static func arm64(_ text: String, _ emit: (inout ARM64.Assembler) -> Void) -> Form {
    var assembler = ARM64.Assembler()
    emit(&assembler)
    return Form(text: text, bytes: try? assembler.finish().bytes)
  }
}

/// Forms of one instruction and one kind of operands, with various registers, displacements and immediates.
struct FormGroup {
  let name: String
  let forms: [Form]

  init(_ name: String, _ forms: [Form]) {
    self.name = name
    self.forms = forms
  }
}

/// Records problems with forms, of which there may be thousands for one reason: the first of them, and how many there are.
func report(_ problems: [String]) {
  for problem in problems.prefix(20) { Issue.record("\(problem)") }
  if problems.count > 20 { Issue.record("\(problems.count) problems in all") }
}
