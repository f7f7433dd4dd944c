extension ARM64 {
  /// What is written when all labels are known.
  enum Part: Fragment {
    /// `b` or `bl`.
    case branch(isCall: Bool, Label)
    /// A conditional branch: its encoding without distance, and where that goes. Beyond its reach, it becomes the opposite branch over
    /// an unconditional one.
    case conditional(Conditional, UInt32, Label)
    /// `adr`; beyond its reach, with an addition.
    case address(UInt32, Label)
    /// A load of data in the code: its encoding without distance, and the register. If that is a general one, it may first take the
    /// address.
    case load(UInt32, isGeneral: Bool, Label)
    case padding(Int)

    /// The kinds of conditional branches, which differ in how they are inverted and how far they reach.
    enum Conditional {
      /// `b.cond`
      case flags
      /// `cbz` and `cbnz`
      case register
      /// `tbz` and `tbnz`
      case bit

      /// How many bits the distance has, in words.
      var bits: Int { self == .bit ? 14 : 19 }
      /// What makes the opposite of the branch.
      var inversion: UInt32 { self == .flags ? 1 : 1 << 24 }
    }

    var target: Label? {
      switch self {
      case .branch(_, let label), .conditional(_, _, let label), .address(_, let label),
        .load(_, _, let label):
        label
      case .padding: nil
      }
    }

    var longSize: Int {
      switch self {
      case .branch: 4
      case .conditional, .address: 8
      case .load(_, let isGeneral, _): isGeneral ? 12 : 4
      case .padding: 0
      }
    }

    var shortSize: Int { target == nil ? 0 : 4 }

    var shortReach: ClosedRange<Int> {
      switch self {
      case .conditional(let kind, _, _): -(2 << kind.bits)...(2 << kind.bits) - 4
      case .address, .load: -(1 << 20)...(1 << 20) - 4
      case .branch, .padding: 0...0
      }
    }

    static var unit: Int { 4 }

    var alignment: Int {
      if case .padding(let alignment) = self { alignment } else { 1 }
    }

    static func pad(_ count: Int, to bytes: inout CodeBytes) {
      for _ in 0..<count / 4 { append(0xd503_201f, to: &bytes) }
    }

    static func append(_ word: UInt32, to bytes: inout CodeBytes) {
      bytes.append(UInt64(word), count: 4)
    }
  }
}
