extension X86 {
  /// A memory operand. What its address is relative to is part of its type, so that a rule about addresses can be a function of it.
  package struct Memory: Hashable, Sendable {
    package enum Base: Hashable, Sendable {
      case register(Register)
      /// Data in the code itself; the address is relative to `rip`.
      case label(Label)
    }

    package struct Index: Hashable, Sendable {
      package var register: Register
      package var scale: Scale
    }

    /// What an index is multiplied by.
    package enum Scale: UInt8, Hashable, CaseIterable, Sendable {
      case one, two, four, eight
    }

    package var base: Base
    /// Any register but `rsp`; all of its 64 bits are added. Nil if the base is a label.
    package private(set) var index: Index?
    package var displacement: Int

    /// `[base + displacement]`
    package init(_ base: Register, _ displacement: Int = 0) {
      self.base = .register(base)
      self.displacement = displacement
    }

    /// `[base + index * scale + displacement]`
    package init(_ base: Register, _ index: Register, _ scale: Scale = .one, _ displacement: Int = 0) {
      self.base = .register(base)
      self.index = Index(register: index, scale: scale)
      self.displacement = displacement
    }

    /// `[base + index + displacement]`
    package init(_ base: Register, _ index: Register, _ displacement: Int) {
      self.init(base, index, .one, displacement)
    }

    /// `[rip + label + displacement]`
    package init(_ label: Label, _ displacement: Int = 0) {
      base = .label(label)
      self.displacement = displacement
    }
  }
}
