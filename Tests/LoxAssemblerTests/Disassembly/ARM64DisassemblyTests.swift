import LoxAssembler
import LoxDisassembler
import Testing

/// What the disassembler says of all forms is what their text says.
@Suite struct ARM64DisassemblyTests {
  @Test func forms() throws {
    var problems: [String] = []
    for form in ARM64Forms.all.flatMap(\.forms) {
      let lines = form.text.split(separator: ";").map { String($0.drop { $0 == " " }) }
      guard let instructions = ARM64Instruction.all(in: form.bytes ?? []), instructions.count == lines.count
      else {
        problems.append("\(form.text): \(hexadecimal(form.bytes ?? [])) is not read")
        continue
      }
      for (line, instruction) in zip(lines, instructions) {
        let address = line.firstIndex(of: "[").map { String(line[$0...]) }
        let results = instruction.results.map { $0.register.text($0.width) }
        if text(instruction) != address || results != expectedResults(line)
          || !isExpected(instruction.flow, line) || !isExpected(instruction.origin, line)
        {
          problems.append("\(line): \(instruction)")
        }
      }
    }
    report(problems)
  }

  private func text(_ instruction: ARM64Instruction) -> String? {
    guard case .memory(let memory) = instruction.address else { return nil }
    return memory.text(size: instruction.size)
  }

  /// The general registers that an instruction writes, by its text: those before its other operands, and a base that changes.
  private func expectedResults(_ line: String) -> [String] {
    let words = line.split(separator: " ", maxSplits: 1)
    let name = words[0]
    if name == "blr" { return ["x30"] }
    guard words.count == 2, !["cmp", "cmn", "tst", "fcmp", "br", "ret", "brk"].contains(name) else {
      return []
    }
    let operands = words[1].split(separator: ",").map { $0.drop { $0 == " " } }
    var results = name.hasPrefix("st") ? [] : operands.prefix(name == "ldp" ? 2 : 1).map(String.init)
    results.removeAll { $0.hasPrefix("d") || $0.hasSuffix("zr") }
    if line.hasSuffix("!") || line.contains("],"), let start = line.firstIndex(of: "[") {
      results.append(String(line[start...].dropFirst().prefix { $0 != "," && $0 != "]" }))
    }
    return results
  }

  private func isExpected(_ flow: ARM64Instruction.Flow, _ line: String) -> Bool {
    switch line.split(separator: " ").first {
    case "br": flow == .jumpToAddress
    case "blr": flow == .callOfAddress
    case "ret": flow == .return
    case "brk": flow == .trap
    default: flow == .next
    }
  }

  private func isExpected(_ origin: ARM64Instruction.Origin, _ line: String) -> Bool {
    let words = line.split(separator: " ", maxSplits: 1)
    if words[0].hasPrefix("ld") || words[0].hasPrefix("st") { return origin == .memory }
    guard case .register(let register) = origin else {
      return words[0] != "mov" || line.contains("sp") || line.contains("#")
    }
    let source = words[1].split(separator: " ").last
    // A copy is what `orr` and `zr` come to.
    return source == Substring(register.text(.x)) || source == Substring(register.text(.w))
  }

  /// The instructions of random programs go where they go, near and far.
  @Test func programs() throws {
    var numbers = RandomNumbers(state: 8)
    for _ in 0..<30 {
      let program = LabelProgram<ARM64.Assembler>.random(&numbers, aligns: true)
      let result = try program.assemble()
      for (number, step) in program.steps.enumerated() {
        guard case .reference(let reference) = step else { continue }
        let target = result.labels[reference.target]
        let (start, end) = (result.offsets[number], result.offsets[number + 1])
        let first = try #require(ARM64Instruction(at: start, in: result.code.bytes))
        let last = try #require(ARM64Instruction(at: end - 4, in: result.code.bytes))
        switch (first.flow, last.flow, end - start) {
        case (.branch(let place), _, 4), (.jump(let place), _, 4), (.call(let place), _, 4):
          #expect(place == target)
        case (.branch(let over), .jump(let place), 8): #expect(over == end && place == target)
        case (.next, .next, 4): #expect(first.address == .code(target))
        case (.next, .next, _): #expect(first.address == .code(start + (target - start) & 0xfff))
        default: Issue.record("\(first), \(last)")
        }
      }
    }
  }

  /// Words that the assembler never makes are no instructions: system calls, barriers, exclusive and atomic accesses, vectors, and others.
  @Test func others() {
    let others: [UInt32] = [
      0, 0xd400_0001, 0xd503_3b9f, 0xc85f_7c00, 0xf820_0000, 0x4c40_7000, 0xd51b_4200, 0x3dc0_0000,
      0xf980_0000,
      0x9800_0000, 0xd61f_0801, 0x2900_0000 | 1 << 30, 0x5ac0_0000 | 1 << 29,
    ]
    for word in others {
      let bytes = (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(8 * $0)) }
      let instruction = ARM64Instruction(at: 0, in: bytes)
      #expect(instruction == nil, "\(String(word, radix: 16))")
    }
    #expect(ARM64Instruction(at: 0, in: [0x1f, 0x20, 0x03]) == nil)
  }
}
