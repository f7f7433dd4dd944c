// Arm ARM, tables "Bitfield" and "Data-processing (2 source)".
extension ARM64.Assembler {
  // MARK: Shifts

  package mutating func lsl(
    _ destination: ARM64.Register, _ source: ARM64.Register, _ count: Int, _ width: ARM64.Width = .x
  ) {
    let count = field(count, below: width.bits), top = UInt32(width.bits - 1)
    bitfield(2, destination, source, (0 &- count) & top, top - count, width)
  }

  /// Shifts to the right and fills with zeros.
  package mutating func lsr(
    _ destination: ARM64.Register, _ source: ARM64.Register, _ count: Int, _ width: ARM64.Width = .x
  ) {
    bitfield(2, destination, source, field(count, below: width.bits), UInt32(width.bits - 1), width)
  }

  /// Shifts to the right and fills with the sign.
  package mutating func asr(
    _ destination: ARM64.Register, _ source: ARM64.Register, _ count: Int, _ width: ARM64.Width = .x
  ) {
    bitfield(0, destination, source, field(count, below: width.bits), UInt32(width.bits - 1), width)
  }

  /// Shifts by a register, modulo the number of bits.
  package mutating func lsl(
    _ destination: ARM64.Register, _ source: ARM64.Register, _ count: ARM64.Register,
    _ width: ARM64.Width = .x
  ) {
    binary(0x1ac0_2000 | width.flag, destination, source, count)
  }

  /// Shifts by a register, modulo the number of bits, and fills with zeros.
  package mutating func lsr(
    _ destination: ARM64.Register, _ source: ARM64.Register, _ count: ARM64.Register,
    _ width: ARM64.Width = .x
  ) {
    binary(0x1ac0_2400 | width.flag, destination, source, count)
  }

  /// Shifts by a register, modulo the number of bits, and fills with the sign.
  package mutating func asr(
    _ destination: ARM64.Register, _ source: ARM64.Register, _ count: ARM64.Register,
    _ width: ARM64.Width = .x
  ) {
    binary(0x1ac0_2800 | width.flag, destination, source, count)
  }

  // MARK: Runs of bits

  /// Takes `count` bits from the bit `start` on, and fills with zeros.
  package mutating func ubfx(
    _ destination: ARM64.Register, _ source: ARM64.Register, from start: Int, count: Int,
    _ width: ARM64.Width = .x
  ) {
    extract(2, destination, source, start, count, width)
  }

  /// Takes `count` bits from the bit `start` on, and fills with their sign.
  package mutating func sbfx(
    _ destination: ARM64.Register, _ source: ARM64.Register, from start: Int, count: Int,
    _ width: ARM64.Width = .x
  ) {
    extract(0, destination, source, start, count, width)
  }

  /// Puts the low `count` bits to the bit `start`, and fills with zeros.
  package mutating func ubfiz(
    _ destination: ARM64.Register, _ source: ARM64.Register, to start: Int, count: Int,
    _ width: ARM64.Width = .x
  ) {
    insert(2, destination, source, start, count, width)
  }

  /// Puts the low `count` bits to the bit `start`, and leaves the others.
  package mutating func bfi(
    _ destination: ARM64.Register, _ source: ARM64.Register, to start: Int, count: Int,
    _ width: ARM64.Width = .x
  ) {
    insert(1, destination, source, start, count, width)
  }

  /// Copies the low 32 bits and extends them with their sign.
  package mutating func sxtw(_ destination: ARM64.Register, _ source: ARM64.Register) {
    sbfx(destination, source, from: 0, count: 32)
  }

  private mutating func extract(
    _ operation: UInt32, _ destination: ARM64.Register, _ source: ARM64.Register, _ start: Int, _ count: Int,
    _ width: ARM64.Width
  ) {
    guard let range = range(start, count, width) else { return }
    bitfield(operation, destination, source, range.start, range.start + range.count - 1, width)
  }

  private mutating func insert(
    _ operation: UInt32, _ destination: ARM64.Register, _ source: ARM64.Register, _ start: Int, _ count: Int,
    _ width: ARM64.Width
  ) {
    guard let range = range(start, count, width) else { return }
    bitfield(
      operation, destination, source, (0 &- range.start) & UInt32(width.bits - 1), range.count - 1, width)
  }

  /// The bits, if a register has them.
  private mutating func range(
    _ start: Int, _ count: Int, _ width: ARM64.Width
  ) -> (start: UInt32, count: UInt32)? {
    guard 0..<width.bits ~= start, 1...width.bits - start ~= count else {
      buffer.fail(.immediate(start))
      return nil
    }
    return (UInt32(start), UInt32(count))
  }

  private mutating func bitfield(
    _ operation: UInt32, _ destination: ARM64.Register, _ source: ARM64.Register, _ rotation: UInt32,
    _ top: UInt32,
    _ width: ARM64.Width
  ) {
    // The bit `N` is that of the width.
    word(
      0x1300_0000 | width.flag | width.flag >> 9 | operation << 29 | rotation << 16 | top << 10 | zero(source)
        << 5
        | zero(destination))
  }
}
