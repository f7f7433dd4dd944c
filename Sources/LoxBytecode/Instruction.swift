/// One word of code.
///
///      31      24 23      16 15       8 7        0
///     +----------+----------+----------+----------+
///     |    C     |    B     |    A     |  opcode  |   three operands of 8 bits
///     |          D          |    A     |  opcode  |   a register and 16 bits
///     |          W          |    A     |  opcode  |   a call: argument count and window
///     +----------+----------+----------+----------+
///     |  second word: jump distance or an index   |   where the opcode has one
///     +-------------------------------------------+
@frozen public struct Instruction: Hashable, Sendable {
  public var word: UInt32

  @inlinable @inline(__always) public init(word: UInt32) { self.word = word }

  /// Operands of 8 bits.
  @inlinable public init(_ opcode: Opcode, a: UInt8 = 0, b: UInt8 = 0, c: UInt8 = 0) {
    word = UInt32(opcode.rawValue) | UInt32(a) << 8 | UInt32(b) << 16 | UInt32(c) << 24
  }

  /// A register and 16 bits.
  @inlinable public init(_ opcode: Opcode, a: UInt8, d: UInt16) {
    word = UInt32(opcode.rawValue) | UInt32(a) << 8 | UInt32(d) << 16
  }

  /// A call.
  @inlinable public init(_ opcode: Opcode, argumentCount: UInt8, window: UInt16) {
    word = UInt32(opcode.rawValue) | UInt32(argumentCount) << 8 | UInt32(window) << 16
  }

  @inlinable @inline(__always) public var rawOpcode: UInt8 { UInt8(truncatingIfNeeded: word) }
  @inlinable @inline(__always) public var a: Int { Int((word >> 8) & 0xff) }
  @inlinable @inline(__always) public var b: Int { Int((word >> 16) & 0xff) }
  @inlinable @inline(__always) public var c: Int { Int(word >> 24) }
  @inlinable @inline(__always) public var d: Int { Int(word >> 16) }
  @inlinable @inline(__always) public var argumentCount: Int { Int((word >> 8) & 0xff) }
  @inlinable @inline(__always) public var window: Int { Int(word >> 16) }
}
