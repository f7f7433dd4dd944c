import LoxBytecode
import LoxCompiler
import LoxSemantics
import LoxSource
import LoxSyntax
import Testing

/// The verified program of a source.
func compile(_ text: String, optimized: Bool = true) throws -> Program {
  try compile(Array(text.utf8), optimized: optimized)
}

/// The verified program of the bytes of a source.
func compile(
  _ bytes: [UInt8], profile: LanguageProfile = .extended, optimized: Bool = true
) throws -> Program {
  let source = Source(name: "test", bytes: bytes)
  var analyzed = FrontEnd.analyze(source: source, profile: profile)
  if let first = analyzed.diagnostics.first { throw Rejection(message: first.description) }
  if optimized { Optimizer.optimize(&analyzed.ast, &analyzed.resolution) }
  let program = try Compiler.compile(analyzed.ast, analyzed.resolution)
  try program.verify()
  return program
}

/// The source is not a program.
struct Rejection: Error {
  var message: String
}

/// What a source prints, and the error that ends it.
func run(_ text: String, optimized: Bool = true) throws -> [String] {
  let machine = CheckingMachine(try compile(text, optimized: optimized))
  let ended = try machine.run()
  #expect(ended, "runs too long")
  return machine.output + machine.errors
}

/// The instructions of a function, one per line. The script comes first, then the functions in the order of the source.
func code(_ text: String, of function: Int = 0, optimized: Bool = true) throws -> String {
  let program = try compile(text, optimized: optimized)
  return Listing(program: program, function: program.functions[function]).text
}

/// A plain listing of a function.
private struct Listing {
  let program: Program
  let function: Function

  var text: String {
    let words = program.code[function.code.range]
    var lines: [String] = []
    var pc = words.startIndex
    while pc < words.endIndex {
      let instruction = Instruction(word: words[pc])
      let layout = Opcode.layouts[Int(instruction.rawOpcode)]
      let word = layout.length == 2 ? words[pc + 1] : 0
      let line = ([layout.name] + operands(instruction, layout, word, at: pc - words.startIndex))
      lines.append("\(pc - words.startIndex): " + line.joined(separator: " "))
      pc += layout.length
    }
    return lines.joined(separator: "\n")
  }

  private func operands(
    _ instruction: Instruction, _ layout: InstructionLayout, _ word: UInt32, at pc: Int
  ) -> [String] {
    let values =
      layout.format == .abc ? [instruction.a, instruction.b, instruction.c] : [instruction.a, instruction.d]
    let fields = zip(layout.roles, values).compactMap { role, value in
      switch role {
      case .none: nil as String?
      case .read, .write, .highRead, .highWrite, .window: "r\(value)"
      case .constant: constant(value)
      case .capture: "c\(value)"
      case .checked: value == 0 ? nil : "checked"
      case .argumentCount, .literal, .variableCount, .typeRole: "\(value)"
      }
    }
    return switch layout.word {
    case .none: fields
    case .jump, .back: fields + ["-> \(pc + 2 + Int(Int32(bitPattern: word)))"]
    case .constant, .global: fields + [constant(Int(word))]
    case .function: fields + [string(program.functions[Int(word)].name)]
    case .classDescriptor: fields + [string(program.classes[Int(word)].name)]
    case .importIndex: fields + [string(program.imports[Int(word)].module)]
    case .cache: fields + name(ofCache: word)
    }
  }

  private func name(ofCache index: UInt32) -> [String] {
    let cache = program.caches[Int(function.caches.start + index)]
    return cache.kind == .call ? [] : [string(cache.name)]
  }

  private func constant(_ index: Int) -> String {
    switch program.constants[Int(function.constants.start) + index] {
    case .nil: "nil"
    case .boolean(let value): "\(value)"
    case .number(let bits): "\(Double(bitPattern: bits))"
    case .string(let index): "\"\(string(index))\""
    case .imported(let index, let name): "\(string(program.imports[Int(index)].module)).\(string(name))"
    case .global(let index): string(index)
    }
  }

  private func string(_ index: UInt32) -> String {
    String(decoding: program.bytes(ofString: index), as: UTF8.self)
  }
}
