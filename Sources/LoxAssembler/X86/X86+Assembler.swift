extension X86 {
  /// Appends instructions, in Intel's order of operands: the destination first.
  ///
  /// Nothing that it is given stops the process: an operand that cannot be encoded is noted, and `finish` throws it.
  package struct Assembler: Sendable {
    var buffer = CodeBuffer<Part>()
    /// Which memory operands may occur; see `init(admitting:)`.
    private let admits: @Sendable (Memory) -> Bool

    package init() {
      admits = { _ in true }
    }

    /// An assembler that makes no code if any memory operand is not one that `rule` accepts. Addresses that `lea` computes count,
    /// too; those that `push`, `pop`, `call` and `ret` imply do not.
    package init(admitting rule: @escaping @Sendable (Memory) -> Bool) {
      admits = rule
    }

    /// The finished code, in which each jump has the shortest form that reaches its target.
    package func finish() throws(AssemblyError) -> Code { try buffer.finish() }

    /// The size of the code so far in bytes, or more, if jumps get shorter.
    package var maximumSize: Int { buffer.maximumSize }

    /// Makes room for so many bytes, labels and jumps, which may be more.
    package mutating func reserve(bytes: Int, labels: Int, jumps: Int) {
      buffer.reserve(bytes: bytes, labels: labels, fragments: jumps)
    }

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
    package mutating func align(to alignment: Int) { buffer.align(to: alignment, .padding(alignment)) }

    package mutating func data(_ value: UInt64) { buffer.append(value, count: 8) }

    package mutating func data(_ bytes: some Sequence<UInt8>) { buffer.bytes.append(contentsOf: bytes) }

    // MARK: Encoding

    mutating func check(_ memory: Memory) {
      if !admits(memory) { buffer.fail(.forbiddenOperand) }
    }

    mutating func byte(_ byte: UInt8) { buffer.bytes.append(byte) }
  }
}
