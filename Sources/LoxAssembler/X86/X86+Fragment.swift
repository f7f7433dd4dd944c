extension X86 {
  /// What is written when all labels are known.
  enum Part: Fragment {
    case jump(Condition?, Label)
    case call(Label)
    /// The displacement of a memory operand that is relative to the end of its instruction, which is `tail` bytes behind it.
    case displacement(Label, addend: Int32, tail: Int)
    case padding(Int)

    var target: Label? {
      switch self {
      case .jump(_, let label), .call(let label), .displacement(let label, _, _): label
      case .padding: nil
      }
    }

    var longSize: Int {
      switch self {
      case .jump(let condition, _): condition == nil ? 5 : 6
      case .call: 5
      case .displacement: 4
      case .padding: 0
      }
    }

    var shortSize: Int {
      if case .jump = self { 2 } else { longSize }
    }

    /// Eight signed bits from the end of the short form.
    var shortReach: ClosedRange<Int> { -126...129 }

    static var unit: Int { 1 }

    var alignment: Int {
      if case .padding(let alignment) = self { alignment } else { 1 }
    }

    func write(distance: Int, isShort: Bool, to bytes: inout CodeBytes) throws(AssemblyError) {
      switch self {
      case .jump(let condition, _) where isShort:
        guard let distance = Int8(exactly: distance - 2) else { throw .outOfReach(distance) }
        bytes.append(condition.map { 0x70 | $0.rawValue } ?? 0xeb)
        bytes.append(UInt8(bitPattern: distance))
      case .jump(let condition?, _):
        bytes.append(0x0f)
        bytes.append(0x80 | condition.rawValue)
        try Self.append(distance - longSize, to: &bytes)
      case .jump(nil, _):
        bytes.append(0xe9)
        try Self.append(distance - longSize, to: &bytes)
      case .call:
        bytes.append(0xe8)
        try Self.append(distance - longSize, to: &bytes)
      case .displacement(_, let addend, let tail):
        try Self.append(distance + Int(addend) - longSize - tail, to: &bytes)
      case .padding: break
      }
    }

    private static func append(_ distance: Int, to bytes: inout CodeBytes) throws(AssemblyError) {
      guard let distance = Int32(exactly: distance) else { throw .outOfReach(distance) }
      bytes.append(UInt64(UInt32(bitPattern: distance)), count: 4)
    }

    static func pad(_ count: Int, to bytes: inout CodeBytes) {
      var rest = count
      while rest > 0 {
        let size = min(rest, longestNop)
        bytes.append(contentsOf: nops[size - 1])
        rest -= size
      }
    }

    private static let longestNop = 9

    /// The recommended sequences of one byte and more (SDM volume 2, NOP).
    private static let nops: [[UInt8]] = [
      [0x90],
      [0x66, 0x90],
      [0x0f, 0x1f, 0x00],
      [0x0f, 0x1f, 0x40, 0x00],
      [0x0f, 0x1f, 0x44, 0x00, 0x00],
      [0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00],
      [0x0f, 0x1f, 0x80, 0x00, 0x00, 0x00, 0x00],
      [0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00],
      [0x66, 0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00],
    ]
  }
}
