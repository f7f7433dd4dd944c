import LoxAssembler
import LoxExecution
import Testing

/// What arm64 code does.
@Suite(.enabled(if: Execution.canRunARM64)) struct ARM64ExecutionTests {
  typealias Memory = ARM64.Memory

  @Test func loop() throws {
    let words = try Execution.arm64([1000]) { a in
      let done = a.makeLabel()
      a.ldr(.x1, Memory(.x19))
      a.mov(.x0, 0)
      let loop = a.bindLabel()
      a.cbz(.x1, done)
      a.add(.x0, .x0, .x1)
      a.sub(.x1, .x1, 1)
      a.b(loop)
      a.bind(done)
      a.str(.x0, Memory(.x19, 8))
    }
    #expect(words[1] == 500_500)
  }

  /// What a template for an addition does: adds two registers of the window, and takes another way if the sum is not a number.
  @Test func doubles() throws {
    let values = [3.75, 0.5, -2.5, 9]
    let words = try Execution.arm64(values.map(\.bitPattern)) { a in
      let (slow, done) = (a.makeLabel(), a.makeLabel())
      a.ldp(.d0, .d1, Memory(.x19))
      a.fadd(.d2, .d0, .d1)
      a.fcmp(.d2, .d2)
      a.b(.vs, slow)
      a.str(.d2, Memory(.x19, 32))
      a.ldr(.d3, Memory(.x19, 16))
      for (number, function) in [
        ARM64.DoubleFunction.frintn, .frintm, .frintp, .frintz, .frinta, .fneg, .fabs,
      ].enumerated() {
        a.double(function, .d31, .d3)
        a.str(.d31, Memory(.x19, 40 + 8 * number))
      }
      a.ldr(.d4, Memory(.x19, 24))
      a.fsqrt(.d4, .d4)
      a.fcvtzs(.x5, .d4)
      a.str(.x5, Memory(.x19, 96))
      a.mov(.x6, UInt64(bitPattern: -7))
      a.scvtf(.d5, .x6)
      a.fmov(.x7, .d5)
      a.str(.x7, Memory(.x19, 104))
      a.fmov(.d6, .zr)
      a.fdiv(.d6, .d6, .d6)
      a.fcmp(.d6, .d6)
      a.b(.vc, done)
      a.bind(slow)
      a.mov(.x9, 99)
      a.str(.x9, Memory(.x19, 112))
      a.bind(done)
    }
    #expect(words[4...11].map(Double.init(bitPattern:)) == [4.25, -2, -3, -2, -2, -3, 2.5, 2.5])
    #expect(words[12] == 3)
    #expect(Double(bitPattern: words[13]) == -7)
    #expect(words[14] == 99)
  }

  /// All kinds of branches over more than they reach, taken and not taken.
  @Test func branchesOutOfReach() throws {
    let words = try Execution.arm64 { a in
      let (start, taken) = (a.makeLabel(), a.makeLabel())
      a.mov(.x0, 0)
      a.mov(.x1, 5)
      a.b(start)
      a.bind(taken)
      a.add(.x0, .x0, 1)
      a.ret(.x2)
      a.data([UInt8](repeating: 0, count: 2 << 20))
      a.bind(start)
      let branches: [(inout ARM64.Assembler) -> Void] = [
        { $0.cbz(.x1, taken) }, { $0.cbnz(.x1, taken) }, { $0.tbz(.x1, bit: 0, taken) },
        { $0.tbnz(.x1, bit: 0, taken) },
        { $0.tbz(.x1, bit: 40, taken) }, { $0.b(.eq, taken) }, { $0.b(.ne, taken) }, { $0.b(.hi, taken) },
      ]
      for (number, branch) in branches.enumerated() {
        let next = a.makeLabel()
        a.mov(.x0, 0)
        a.adr(.x2, next)
        a.cmp(.x1, 5)
        branch(&a)
        a.bind(next)
        a.str(.x0, Memory(.x19, 8 * number))
      }
    }
    #expect(Array(words.prefix(8)) == [0, 1, 0, 1, 1, 1, 0, 0])
  }

  /// Constants of the code, near and far, before and after the instruction.
  @Test func addressesOfLabels() throws {
    let words = try Execution.arm64 { a in
      let (before, near, far, start, end) = (
        a.makeLabel(), a.makeLabel(), a.makeLabel(), a.makeLabel(), a.makeLabel()
      )
      a.b(start)
      a.bind(before)
      a.data(0x8111_2222_3333_4444)
      a.data([UInt8](repeating: 0, count: 5 << 20))
      a.bind(start)
      for (number, label) in [before, near, far].enumerated() {
        a.adr(.x1, label)
        a.ldr(.x2, Memory(.x1))
        a.ldr(.x3, Memory(label))
        a.ldr(.x4, Memory(label), .w)
        a.stp(.x2, .x3, Memory(.x19, 24 * number))
        a.str(.x4, Memory(.x19, 24 * number + 16))
      }
      a.ldr(.d1, Memory(near))
      a.str(.d1, Memory(.x19, 72))
      a.b(end)
      a.bind(near)
      a.data(0x0123_4567_89ab_cdef)
      a.data([UInt8](repeating: 0, count: 3 << 20))
      a.bind(far)
      a.data(0x5555_6666_f777_8888)
      a.bind(end)
    }
    let (before, near, far): (UInt64, UInt64, UInt64) = (
      0x8111_2222_3333_4444, 0x0123_4567_89ab_cdef, 0x5555_6666_f777_8888
    )
    #expect(
      Array(words.prefix(10)) == [
        before, before, 0x3333_4444, near, near, 0x89ab_cdef, far, far, 0xf777_8888, near,
      ])
  }

  @Test func constants() throws {
    let constants = ConstantSamples.all
    let words = try Execution.arm64 { a in
      for (number, constant) in constants.enumerated() {
        a.mov(.x10, constant)
        a.str(.x10, Memory(.x19, 8 * number))
      }
    }
    #expect(Array(words.prefix(constants.count)) == constants)
  }

  @Test func memory() throws {
    let words = try Execution.arm64([0xffff_fffd_8000_0001, 0x1234]) { a in
      a.mov(.x9, 0xffff_ffff_0000_0008)
      a.ldr(.x0, Memory(.x19, .x9, .uxtw))
      a.ldrsw(.x1, Memory(.x19))
      a.ldrb(.x2, Memory(.x19, 7))
      a.ldrsh(.x3, Memory(.x19, 6))
      a.ldrsb(.x4, Memory(.x19, 3), .w)
      a.mov(.x10, .x19)
      a.ldr(.x5, Memory(.x10, 8, .preIndexed))
      a.ldr(.x6, Memory(.x10, -8, .postIndexed))
      a.sub(.x7, .x10, .x19)
      a.mov(.x11, 1)
      a.ldr(.x8, Memory(.x19, .x11, .lsl, isScaled: true))
      a.sub(.sp, .sp, 32)
      a.stp(.x0, .x1, Memory(.sp, -16, .preIndexed))
      a.ldp(.x12, .x13, Memory(.sp, 16, .postIndexed))
      let results: [ARM64.Register] = [.x0, .x1, .x2, .x3, .x4, .x5, .x6, .x7, .x8, .x12, .x13]
      for (number, register) in results.enumerated() { a.str(register, Memory(.x19, 16 + 8 * number)) }
    }
    let loaded: [UInt64] = [
      0x1234, 0xffff_ffff_8000_0001, 0xff, .max, 0xffff_ff80, 0x1234, 0x1234, 0, 0x1234, 0x1234,
      0xffff_ffff_8000_0001,
    ]
    #expect(Array(words[2...12]) == loaded)
  }

  @Test func integers() throws {
    let words = try Execution.arm64 { a in
      a.mov(.x1, 1000)
      a.mov(.x2, UInt64(bitPattern: -7))
      a.sdiv(.x3, .x1, .x2)
      a.msub(.x4, .x3, .x2, from: .x1)
      a.mul(.x5, .x1, .x2)
      a.ubfx(.x6, .x2, from: 4, count: 8)
      a.sbfx(.x7, .x1, from: 3, count: 3)
      a.bfi(.x1, .x2, to: 32, count: 4)
      a.cmp(.x1, 4095)
      a.cset(.x8, .hi)
      a.csel(.x9, .x6, .x7, .lt)
      a.add(.x10, .x19, 0x12_3456)
      a.sub(.x10, .x10, .x19)
      a.and(.x11, .x1, 0xff)
      a.lsl(.x12, .x2, 60)
      a.asr(.x13, .x2, 1)
      a.add(.x14, .x6, .x2, .uxtw(2))
      let results: [ARM64.Register] = [.x1, .x3, .x4, .x5, .x6, .x7, .x8, .x9, .x10, .x11, .x12, .x13, .x14]
      for (number, register) in results.enumerated() { a.str(register, Memory(.x19, 8 * number)) }
    }
    let expected: [Int64] = [
      0x9_0000_03e8, -142, 6, -7000, 0xff, -3, 1, -3, 0x12_3456, 0xe8, -0x7000_0000_0000_0000, -4,
      0xff + 4 * 0xffff_fff9,
    ]
    #expect(words.prefix(13).map(Int64.init(bitPattern:)) == expected)
  }
}
