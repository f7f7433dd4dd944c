import GeneratedFiles

/// The files that are generated from the table of opcodes.
func generatedFiles() -> [GeneratedFile] {
  [
    GeneratedFile(path: "Sources/LoxBytecode/Generated/Opcode.swift", text: opcodeSource()),
    GeneratedFile(
      path: "Sources/LoxRuntime/Interpreter/Generated/Dispatch.swift", text: dispatchSource()),
    GeneratedFile(path: "Documentation/Bytecode.md", text: referencePage()),
  ]
}
