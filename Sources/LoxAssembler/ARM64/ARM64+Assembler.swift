extension ARM64 {
  /// Appends instructions, in the manual's order of operands: the destination first, but for stores.
  ///
  /// Nothing that it is given stops the process: an operand that cannot be encoded is noted, and `finish` throws it.
  package struct Assembler: Sendable {
    var buffer = CodeBuffer<Part>()
    /// Which memory operands may occur; see `init(admitting:)`.
    private let admits: @Sendable (Memory) -> Bool

    package init() {
      admits = { _ in true }
    }

    /// An assembler that makes no code if any memory operand is not one that `rule` accepts.
    package init(admitting rule: @escaping @Sendable (Memory) -> Bool) {
      admits = rule
    }

    /// The finished code, in which each branch has the shortest form that reaches its target.
    package func finish() throws(AssemblyError) -> Code { try buffer.finish() }

    /// The size of the code so far in bytes, or more, if branches get shorter.
    package var maximumSize: Int { buffer.maximumSize }

    // MARK: Labels

    package mutating func makeLabel() -> Label { buffer.makeLabel() }

    /// Says that the label is here.
    package mutating func bind(_ label: Label) { buffer.bind(label) }

    /// A new label, which is here.
    package mutating func bindLabel() -> Label {
      let label = buffer.makeLabel()
      buffer.bind(label)
      return label
    }

    /// Says that the label is in other code, which is this far from the first byte of this code.
    package mutating func bind(_ label: Label, outside offset: Int) { buffer.bind(label, outside: offset) }

    // MARK: Sections

    /// Goes on in the next section of the code, until `moveBack`. Each section follows the one before it when the code is finished.
    package mutating func moveOut() { buffer.moveOut() }
    package mutating func moveBack() { buffer.moveBack() }

    // MARK: Data and padding

    /// Pads with instructions that do nothing. The alignment is a power of two up to 4096.
    package mutating func align(to alignment: Int) {
      // All that is appended is whole words.
      if ![1, 2, 4].contains(alignment) { buffer.align(to: alignment, .padding(alignment)) }
    }

    package mutating func data(_ value: UInt64) { buffer.append(value, count: 8) }

    /// Appends bytes, and zeros up to the next whole word.
    package mutating func data(_ bytes: some Sequence<UInt8>) {
      buffer.bytes.append(contentsOf: bytes)
      while buffer.bytes.count & 3 != 0 { buffer.bytes.append(0) }
    }

    // MARK: Encoding

    mutating func word(_ word: UInt32) { Part.append(word, to: &buffer.bytes) }

    mutating func check(_ memory: Memory) {
      if !admits(memory) { buffer.fail(.forbiddenOperand) }
    }

    /// The number of a register where 31 means `zr`.
    mutating func zero(_ register: Register) -> UInt32 {
      if register == .sp { buffer.fail(.register) }
      return register.number
    }

    /// The number of a register where 31 means `sp`.
    mutating func stack(_ register: Register) -> UInt32 {
      if register == .zr { buffer.fail(.register) }
      return register.number
    }

    /// A number below a limit.
    mutating func field(_ value: Int, below limit: Int) -> UInt32 {
      if !(0..<limit ~= value) { buffer.fail(.immediate(value)) }
      return UInt32(truncatingIfNeeded: value) & UInt32(truncatingIfNeeded: limit - 1)
    }
  }
}
