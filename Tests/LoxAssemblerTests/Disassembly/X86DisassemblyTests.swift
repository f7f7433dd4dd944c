import LoxAssembler
import LoxDisassembler
import Testing

/// What the disassembler says of all forms is what their text says.
@Suite struct X86DisassemblyTests {
  @Test func forms() throws {
    var problems: [String] = []
    for group in X86Forms.all where group.name != "nop" {
      for form in group.forms {
        let bytes = form.bytes ?? []
        guard let instruction = X86Instruction(at: 0, in: bytes), instruction.length == bytes.count else {
          problems.append("\(form.text): \(hexadecimal(bytes)) is not read")
          continue
        }
        let address = form.text.firstIndex(of: "[").map {
          String(form.text[$0...].prefix { $0 != "]" }) + "]"
        }
        if instruction.address.map(text) != address || instruction.accesses == form.text.hasPrefix("lea") {
          problems.append("\(form.text): \(instruction)")
        }
        let results = instruction.results.map { $0.register.text($0.width) }
        if results != expectedResults(form.text) { problems.append("\(form.text): \(instruction)") }
        if !isExpected(instruction.origin, form.text) || !isExpected(instruction.flow, form.text) {
          problems.append("\(form.text): \(instruction)")
        }
      }
    }
    report(problems)
  }

  private func text(_ address: X86Instruction.Address) -> String {
    if case .memory(let memory) = address { memory.text } else { "" }
  }

  /// The general registers that an instruction writes, by its text.
  private func expectedResults(_ text: String) -> [String] {
    let words = text.split(separator: " ", maxSplits: 1)
    guard words.count == 2, let first = words[1].split(separator: ",").first.map(String.init) else {
      return []
    }
    if ["cmp", "test", "ucomisd", "bt", "push", "jmp", "call"].contains(words[0]) { return [] }
    if words[0] == "div" {
      let width = X86.Width.allCases.first { width in
        X86.Register.allCases.contains { $0.text(width) == first }
      }
      return width.map { [X86.Register.rax.text($0), X86.Register.rdx.text($0)] } ?? []
    }
    return first.contains("[") || first.hasPrefix("xmm") ? [] : [first]
  }

  private func isExpected(_ flow: X86Instruction.Flow, _ text: String) -> Bool {
    switch text.split(separator: " ").first {
    case "jmp": flow == .jumpToAddress
    case "call": flow == .callOfAddress
    case "ret": flow == .return
    case "ud2", "int3": flow == .trap
    default: flow == .next
    }
  }

  private func isExpected(_ origin: X86Instruction.Origin, _ text: String) -> Bool {
    let words = text.split(separator: " ", maxSplits: 1)
    guard words[0] == "mov" || words[0] == "movabs", let source = words[1].split(separator: ",").last else {
      return origin == .calculation
    }
    switch origin {
    case .memory: return source.contains("[")
    case .constant: return Int(source.dropFirst()) != nil || UInt64(source.dropFirst()) != nil
    case .register(let register):
      return X86.Width.allCases.contains { register.text($0) == source.dropFirst() }
    // A byte leaves the rest of its register as it was.
    case .calculation:
      return X86.Register.allCases.contains { $0.text(.byte) == words[1].split(separator: ",").first ?? "" }
    }
  }

  @Test func padding() {
    for count in 0..<30 {
      var assembler = X86.Assembler()
      assembler.nop(count)
      let bytes = (try? assembler.finish().bytes) ?? []
      let instructions = X86Instruction.all(in: bytes)
      #expect(instructions?.allSatisfy { $0.instruction.address == nil || !$0.instruction.accesses } == true)
      #expect(instructions?.count == (count + 8) / 9)
    }
  }

  /// The instructions of random programs are where they are, and go where they go.
  @Test func programs() throws {
    var numbers = RandomNumbers(state: 7)
    for _ in 0..<100 {
      let program = LabelProgram<X86.Assembler>.random(&numbers, aligns: true)
      let result = try program.assemble()
      let instructions = try #require(X86Instruction.all(in: result.code.bytes))
      let byOffset = Dictionary(uniqueKeysWithValues: instructions.map { ($0.offset, $0.instruction) })
      for (number, step) in program.steps.enumerated() {
        guard case .reference(let reference) = step else { continue }
        let instruction = try #require(byOffset[result.offsets[number]])
        #expect(result.offsets[number] + instruction.length == result.offsets[number + 1])
        let target = result.labels[reference.target]
        switch instruction.flow {
        case .jump(let place), .branch(let place), .call(let place): #expect(place == target)
        case .next, .jumpToAddress:
          guard case .code(let place)? = instruction.address else {
            Issue.record("\(instruction)")
            continue
          }
          // Some have a displacement.
          #expect([0, 8, -4].contains(place - target))
        default: Issue.record("\(instruction)")
        }
      }
    }
  }

  /// Bytes that the assembler never makes are no instructions: absolute addresses, `ah`, `bt` with memory and a register, and others.
  @Test func others() {
    let others: [[UInt8]] = [
      [], [0x48], [0x0f], [0x88, 0xe0], [0x8b, 0x04, 0x25, 0, 0, 0, 0], [0x48, 0x0f, 0xa3, 0x08],
      [0x64, 0x8b, 0x00],
      [0xf3, 0xa4], [0x41, 0x90], [0xff, 0x28], [0x0f, 0x05], [0xe9, 0, 0], [0xcd, 0x80], [0x8b],
      [0x8b, 0x84],
    ]
    for bytes in others { #expect(X86Instruction(at: 0, in: bytes) == nil, "\(hexadecimal(bytes))") }
  }
}
