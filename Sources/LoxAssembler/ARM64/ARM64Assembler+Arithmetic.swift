// Arm ARM, tables "Add/subtract (immediate)", "(shifted register)" and "(extended register)".
extension ARM64.Assembler {
  package mutating func add(
    _ destination: ARM64.Register, _ first: ARM64.Register, _ second: ARM64.Register,
    _ modifier: ARM64.Modifier = .none, _ width: ARM64.Width = .x
  ) {
    sum(0, destination, first, second, modifier, width)
  }

  package mutating func sub(
    _ destination: ARM64.Register, _ first: ARM64.Register, _ second: ARM64.Register,
    _ modifier: ARM64.Modifier = .none, _ width: ARM64.Width = .x
  ) {
    sum(Self.subtraction, destination, first, second, modifier, width)
  }

  /// Adds and sets the flags.
  package mutating func adds(
    _ destination: ARM64.Register, _ first: ARM64.Register, _ second: ARM64.Register,
    _ modifier: ARM64.Modifier = .none, _ width: ARM64.Width = .x
  ) {
    sum(Self.flags, destination, first, second, modifier, width)
  }

  /// Subtracts and sets the flags.
  package mutating func subs(
    _ destination: ARM64.Register, _ first: ARM64.Register, _ second: ARM64.Register,
    _ modifier: ARM64.Modifier = .none, _ width: ARM64.Width = .x
  ) {
    sum(Self.subtraction | Self.flags, destination, first, second, modifier, width)
  }

  package mutating func cmp(
    _ first: ARM64.Register, _ second: ARM64.Register, _ modifier: ARM64.Modifier = .none,
    _ width: ARM64.Width = .x
  ) {
    subs(.zr, first, second, modifier, width)
  }

  /// Compares the first with the negated second.
  package mutating func cmn(
    _ first: ARM64.Register, _ second: ARM64.Register, _ modifier: ARM64.Modifier = .none,
    _ width: ARM64.Width = .x
  ) {
    adds(.zr, first, second, modifier, width)
  }

  package mutating func neg(
    _ destination: ARM64.Register, _ source: ARM64.Register, _ modifier: ARM64.Modifier = .none,
    _ width: ARM64.Width = .x
  ) {
    sub(destination, .zr, source, modifier, width)
  }

  // MARK: Constants

  /// Adds a constant of up to 24 bits, in two steps if need be.
  package mutating func add(
    _ destination: ARM64.Register, _ first: ARM64.Register, _ value: Int, _ width: ARM64.Width = .x
  ) {
    let operation = value < 0 ? Self.subtraction : 0
    let size = value.magnitude
    if size < 1 << 24, size & 0xfff != 0, size >= 1 << 12 {
      let high = UInt32(truncatingIfNeeded: size >> 12), low = UInt32(truncatingIfNeeded: size & 0xfff)
      sum(operation, destination, first, high, isShifted: true, width)
      sum(operation, destination, destination, low, isShifted: false, width)
    } else {
      sum(operation, destination, first, value, width)
    }
  }

  /// Subtracts a constant of up to 24 bits, in two steps if need be.
  package mutating func sub(
    _ destination: ARM64.Register, _ first: ARM64.Register, _ value: Int, _ width: ARM64.Width = .x
  ) {
    add(destination, first, 0 &- value, width)
  }

  /// Adds and sets the flags. The constant has 12 bits, or 24 of which the low 12 are zero; see `hasRoom(for:)`.
  package mutating func adds(
    _ destination: ARM64.Register, _ first: ARM64.Register, _ value: Int, _ width: ARM64.Width = .x
  ) {
    sum(Self.flags | (value < 0 ? Self.subtraction : 0), destination, first, value, width)
  }

  /// Subtracts and sets the flags. The constant has 12 bits, or 24 of which the low 12 are zero; see `hasRoom(for:)`.
  package mutating func subs(
    _ destination: ARM64.Register, _ first: ARM64.Register, _ value: Int, _ width: ARM64.Width = .x
  ) {
    sum(Self.flags | (value < 0 ? 0 : Self.subtraction), destination, first, value, width)
  }

  package mutating func cmp(_ first: ARM64.Register, _ value: Int, _ width: ARM64.Width = .x) {
    subs(.zr, first, value, width)
  }

  /// Whether `adds`, `subs` and `cmp` have room for a constant.
  package static func hasRoom(for value: Int) -> Bool {
    value.magnitude < 1 << 12 || value.magnitude < 1 << 24 && value.magnitude & 0xfff == 0
  }

  // MARK: Encoding

  private static let subtraction: UInt32 = 1 << 30
  private static let flags: UInt32 = 1 << 29

  /// With the magnitude of a constant; the operation knows its sign.
  private mutating func sum(
    _ operation: UInt32, _ destination: ARM64.Register, _ first: ARM64.Register, _ value: Int,
    _ width: ARM64.Width
  ) {
    if !Self.hasRoom(for: value) { buffer.fail(.immediate(value)) }
    let size = value.magnitude
    let isShifted = size >= 1 << 12
    sum(
      operation, destination, first, UInt32(truncatingIfNeeded: isShifted ? size >> 12 : size),
      isShifted: isShifted,
      width)
  }

  private mutating func sum(
    _ operation: UInt32, _ destination: ARM64.Register, _ first: ARM64.Register, _ value: UInt32,
    isShifted: Bool, _ width: ARM64.Width
  ) {
    let result = operation & Self.flags == 0 ? stack(destination) : zero(destination)
    word(
      0x1100_0000 | width.flag | operation | (isShifted ? 1 << 22 : 0) | (value & 0xfff) << 10 | stack(first)
        << 5
        | result)
  }

  private mutating func sum(
    _ operation: UInt32, _ destination: ARM64.Register, _ first: ARM64.Register, _ second: ARM64.Register,
    _ modifier: ARM64.Modifier,
    _ width: ARM64.Width
  ) {
    let registers = zero(second) << 16 | first.number << 5 | destination.number
    if let (kind, amount) = modifier.shift, destination != .sp, first != .sp {
      if kind == 3 { buffer.fail(.modifier) }
      return word(
        0x0b00_0000 | width.flag | operation | kind << 22 | registers | field(amount, below: width.bits) << 10
      )
    }
    guard let (kind, amount) = modifier.extended(to: width), 0...4 ~= amount else {
      return buffer.fail(.modifier)
    }
    // Here, 31 means `sp`, but for a result beside which there are flags.
    if first == .zr || destination == (operation & Self.flags == 0 ? .zr : .sp) { buffer.fail(.register) }
    word(
      0x0b20_0000 | width.flag | operation | registers | kind << 13 | UInt32(truncatingIfNeeded: amount) << 10
    )
  }
}
