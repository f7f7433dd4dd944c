import LoxBytecode
import LoxGenerator
import LoxSource
import Testing

@Suite struct PositionTests {
  private func program(_ bytes: [UInt8]) -> (program: Program, function: Function) {
    var program = Program(sourceName: "test", source: [])
    program.positions = [1, 2, 3] + bytes
    var function = Function(kind: .script, name: 0, arity: 0)
    function.positions = Run(start: 3, count: bytes.count)
    return (program, function)
  }

  /// What is packed comes out again, whether the numbers are small or as large as they can be.
  @Test func packedAndUnpacked() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<1000 {
      let positions = (0..<8).map { index in
        Position(
          pc: UInt32(index) << UInt32.random(in: 0...28, using: &random), offset: random.word(),
          span: SourceSpan(start: random.word(), end: random.word()))
      }.sorted { $0.pc < $1.pc }
      var writer = PositionWriter()
      for position in positions { writer.append(position) }
      let (program, function) = program(writer.bytes)
      #expect(Array(program.positions(of: function)) == positions)
    }
  }

  @Test func usualPositionsAreSmall() {
    var writer = PositionWriter()
    for index in 0..<100 as Range<UInt32> {
      let offset = 10 + index * 9
      writer.append(
        Position(pc: index * 2, offset: offset, span: SourceSpan(start: offset - 8, end: offset + 1)))
    }
    #expect(writer.bytes.count == 300)
  }

  @Test func lookUp() {
    var writer = PositionWriter()
    for pc in [2, 5, 9] as [UInt32] {
      writer.append(Position(pc: pc, offset: pc * 10, span: SourceSpan(start: 0, end: 100)))
    }
    let (program, function) = program(writer.bytes)
    let offsets = (0..<12).map { program.knownPosition($0, in: function)?.offset }
    #expect(offsets == [nil, nil, 20, 20, 20, 50, 50, 50, 50, 90, 90, 90])
    #expect(program.position(0, in: function) == Position.unknown)
  }

  /// Any bytes mean something or nothing, and reading them ends.
  @Test func anyBytes() {
    var random = SplitMix64(seed: 4)
    for _ in 0..<1000 {
      let (program, function) = program((0..<40).map { _ in UInt8.random(in: 0...255, using: &random) })
      #expect(Array(program.positions(of: function)).count <= 13)
    }
  }
}
