extension X86 {
  /// The bytes that say which instruction it is (SDM volume 2, section 2.1.2).
  struct Opcode {
    enum Map: UInt8 {
      case one
      /// After `0F`.
      case two
      /// After `0F 3A`.
      case three
    }

    var map: Map
    var byte: UInt8
    /// A mandatory prefix, part of the opcode.
    var prefix: UInt8?

    static func one(_ byte: UInt8) -> Opcode { Opcode(map: .one, byte: byte) }
    static func two(_ byte: UInt8, prefix: UInt8? = nil) -> Opcode {
      Opcode(map: .two, byte: byte, prefix: prefix)
    }
    static func three(_ byte: UInt8, prefix: UInt8) -> Opcode {
      Opcode(map: .three, byte: byte, prefix: prefix)
    }
  }

  /// What the `r/m` field of an instruction says: a register of either kind, or memory.
  enum Operand {
    case register(UInt8)
    case memory(Memory)
  }
}
