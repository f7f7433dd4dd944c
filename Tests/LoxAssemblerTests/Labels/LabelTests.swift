import Foundation
import LoxAssembler
import Testing

/// Random programs of jumps.
@Suite struct LabelTests {
  // Megabytes of code are slow in a debug build.
  #if DEBUG
    private static let scale = 1
  #else
    private static let scale = 6
  #endif

  // MARK: The forms that are chosen

  @Test(arguments: [false, true]) func x86FormsAreThoseOfTheModel(aligns: Bool) throws {
    var numbers = RandomNumbers(state: 1)
    for _ in 0..<40 * Self.scale {
      try compareWithModel(LabelProgram<X86.Assembler>.random(&numbers, aligns: aligns))
    }
  }

  @Test(arguments: [false, true]) func arm64FormsAreThoseOfTheModel(aligns: Bool) throws {
    var numbers = RandomNumbers(state: 2)
    for _ in 0..<5 * Self.scale {
      try compareWithModel(LabelProgram<ARM64.Assembler>.random(&numbers, aligns: aligns))
    }
  }

  private func compareWithModel<Assembler>(_ program: LabelProgram<Assembler>) throws {
    let result = try program.assemble()
    #expect(result.offsets == NaiveLayout(program).offsets)
    #expect(result.offsets.last == result.code.bytes.count)
    for (number, step) in program.steps.enumerated() {
      guard case .alignment(let alignment) = step else { continue }
      #expect(result.offsets[number + 1] % alignment == 0)
      #expect(result.code.alignment >= alignment)
    }
  }

  // MARK: Their bytes

  @Test(.enabled(if: ReferenceAssembler.x86 != nil)) func x86BytesAreThoseOfAnotherAssembler() throws {
    var numbers = RandomNumbers(state: 3)
    try compare(
      ReferenceAssembler.x86,
      (0..<25 * Self.scale).map { _ in .random(&numbers, aligns: true) } as [LabelProgram<X86.Assembler>])
  }

  @Test(.enabled(if: ReferenceAssembler.arm64 != nil)) func arm64BytesAreThoseOfAnotherAssembler() throws {
    var numbers = RandomNumbers(state: 4)
    try compare(
      ReferenceAssembler.arm64,
      (0..<5 * Self.scale).map { _ in .random(&numbers, aligns: true) } as [LabelProgram<ARM64.Assembler>])
  }

  private func compare<Assembler>(_ reference: ReferenceAssembler?, _ programs: [LabelProgram<Assembler>])
    throws
  {
    for program in programs {
      let result = try program.assemble()
      let expected = try #require(try reference?.assemble(program.text(result)))
      let isSame = Data(result.code.bytes) == Data(expected)
      #expect(isSame, "\(program.text(result))")
    }
  }

  // MARK: Limits of the short forms

  /// A jump of each kind over just as much as its short form reaches, and over one unit more; forwards and backwards.
  @Test func x86JumpsAreShortAsFarAsTheyReach() throws {
    for kind in [12, 20] {
      let reference = LabelProgram<X86.Assembler>.reference(kind, to: 0)
      try expectLimit(reference, filler: 127, unit: 1, isBack: false)
      try expectLimit(reference, filler: 126, unit: 1, isBack: true)
    }
  }

  @Test func arm64BranchesAreShortAsFarAsTheyReach() throws {
    for kind in Self.scale == 1 ? [0, 5, 9] : [0, 1, 2, 3, 4, 5, 6, 9] {
      let reference = LabelProgram<ARM64.Assembler>.reference(kind, to: 0)
      try expectLimit(reference, filler: reference.reach.upperBound - 4, unit: 4, isBack: false)
      try expectLimit(reference, filler: -reference.reach.lowerBound, unit: 4, isBack: true)
    }
  }

  private func expectLimit<Assembler>(
    _ reference: LabelProgram<Assembler>.Reference, filler: Int, unit: Int, isBack: Bool
  ) throws {
    for (count, size) in [(filler, reference.shortSize), (filler + unit, reference.longSize)] {
      var program = LabelProgram<Assembler>()
      program.labelCount = 1
      program.steps = [.reference(reference), .filler(count: count, byte: 0), .label(0)]
      if isBack { program.steps.reverse() }
      let result = try program.assemble()
      #expect(result.code.bytes.count == count + size)
    }
  }

  // MARK: Offsets

  @Test func offsetsOfLabels() throws {
    var assembler = X86.Assembler()
    let (outside, unused, end) = (assembler.makeLabel(), assembler.makeLabel(), assembler.makeLabel())
    assembler.bind(outside, outside: -1000)
    let start = assembler.bindLabel()
    assembler.call(outside)
    assembler.jmp(end)
    #expect(assembler.maximumSize == 10)
    assembler.bind(end)
    let code = try assembler.finish()
    #expect(code.bytes == [0xe8, 0x13, 0xfc, 0xff, 0xff, 0xeb, 0])
    #expect([start, end, outside, unused].map { code.offset(of: $0) } == [0, 7, nil, nil])
    #expect(try X86.Assembler().finish().offset(of: end) == nil)
  }

  // MARK: Large code

  /// Each jump is out of reach by what the next one takes less if it is short, so the passes end before the last has become short.
  @Test func chainsOfJumpsStayRight() throws {
    var program = LabelProgram<X86.Assembler>()
    program.labelCount = 1001
    for number in 0..<1000 {
      program.steps.append(.reference(LabelProgram<X86.Assembler>.reference(12, to: number)))
      program.steps.append(.filler(count: 62, byte: 0x90))
      if number > 0 { program.steps.append(.label(number - 1)) }
    }
    program.steps += [.label(999), .label(1000)]
    let result = try program.assemble()
    try expectTargets(program, result)
    let jumps = program.steps.indices.filter {
      if case .reference = program.steps[$0] { true } else { false }
    }
    let short = jumps.count { result.offsets[$0 + 1] - result.offsets[$0] == 2 }
    #expect(1..<1000 ~= short)
  }

  /// Follows each jump and call of `x86` code.
  private func expectTargets(
    _ program: LabelProgram<X86.Assembler>, _ result: LabelProgram<X86.Assembler>.Result
  ) throws {
    for (number, step) in program.steps.enumerated() {
      guard case .reference(let reference) = step else { continue }
      let (start, end) = (result.offsets[number], result.offsets[number + 1])
      let bytes = result.code.bytes[start..<end]
      let distance =
        bytes.count == 2
        ? Int(Int8(bitPattern: bytes[end - 1]))
        : Int(Int32(bitPattern: (1...4).reduce(0) { $0 << 8 | UInt32(bytes[end - $1]) }))
      #expect(end + distance == result.labels[reference.target])
    }
  }

  @Test func codeOfManyMegabytes() throws {
    var numbers = RandomNumbers(state: 5)
    var program = LabelProgram<X86.Assembler>()
    program.labelCount = 4000 * Self.scale
    for label in 0..<program.labelCount {
      program.steps.append(.label(label))
      let near = min(label + numbers.below(3), program.labelCount - 1)
      for target in [near, numbers.below(program.labelCount)] {
        program.steps.append(
          .reference(LabelProgram<X86.Assembler>.reference(12 + numbers.below(40), to: target)))
      }
      program.steps.append(.filler(count: numbers.below(1200), byte: 0x90))
    }
    let result = try program.assemble()
    #expect(result.code.bytes.count > Self.scale * 2 << 20)
    try expectTargets(program, result)
  }
}
