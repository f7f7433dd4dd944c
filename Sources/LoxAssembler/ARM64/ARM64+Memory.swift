extension ARM64 {
  /// A memory operand. What its address is relative to is part of its type, so that a rule about addresses can be a function of it.
  package struct Memory: Hashable, Sendable {
    package enum Base: Hashable, Sendable {
      /// A general register or `sp`.
      case register(Register)
      /// Data in the code itself; the address is relative to the instruction.
      case label(Label)
    }

    package struct Index: Hashable, Sendable {
      package var register: Register
      package var `extension`: Extension
      /// Whether it is multiplied by the size of what is there.
      package var isScaled: Bool
    }

    /// What is taken of an index.
    package enum Extension: UInt8, Hashable, CaseIterable, Sendable {
      /// Its low 32 bits, as an unsigned number.
      case uxtw = 2
      /// All of it.
      case lsl = 3
      /// Its low 32 bits, as a signed number.
      case sxtw = 6
    }

    /// Whether the base changes.
    package enum Mode: Hashable, Sendable {
      case offset
      /// The sum is the address, and becomes the base.
      case preIndexed
      /// The base is the address, and then becomes the sum.
      case postIndexed
    }

    package private(set) var base: Base
    package private(set) var index: Index?
    package private(set) var displacement: Int
    package private(set) var mode = Mode.offset

    /// `[base, displacement]`; with another mode, the base takes the sum.
    package init(_ base: Register, _ displacement: Int = 0, _ mode: Mode = .offset) {
      self.base = .register(base)
      self.displacement = displacement
      self.mode = mode
    }

    /// `[base, index, extension]`
    package init(_ base: Register, _ index: Register, _ extension: Extension, isScaled: Bool = false) {
      self.base = .register(base)
      self.index = Index(register: index, extension: `extension`, isScaled: isScaled)
      displacement = 0
    }

    /// Where the label is: for `ldr` only.
    package init(_ label: Label) {
      base = .label(label)
      displacement = 0
    }

    /// Whether a load or store of this many bytes has room for the displacement.
    package static func hasRoom(for displacement: Int, size: Int) -> Bool {
      isUnscaled(displacement) || isScaled(displacement, size: size)
    }

    /// Whether the displacement is one of 12 bits, in units of the size.
    static func isScaled(_ displacement: Int, size: Int) -> Bool {
      0..<4096 * size ~= displacement && displacement & (size - 1) == 0
    }

    /// Whether the displacement is one of 9 bits.
    static func isUnscaled(_ displacement: Int) -> Bool { -256..<256 ~= displacement }
  }
}
