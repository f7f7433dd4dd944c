import LoxAssembler

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
