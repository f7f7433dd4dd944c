extension ARM64 {
  /// What is done to the last register of an instruction before it is used: a shift, or an extension and a shift to the left.
  package enum Modifier: Hashable, Sendable {
    case lsl(Int), lsr(Int), asr(Int), ror(Int)
    case uxtb(Int), uxth(Int), uxtw(Int), uxtx(Int)
    case sxtb(Int), sxth(Int), sxtw(Int), sxtx(Int)

    /// Nothing is done.
    package static var none: Modifier { .lsl(0) }

    /// The number in the field `shift`, and how far; nil if it is an extension.
    var shift: (kind: UInt32, amount: Int)? {
      switch self {
      case .lsl(let amount): (0, amount)
      case .lsr(let amount): (1, amount)
      case .asr(let amount): (2, amount)
      case .ror(let amount): (3, amount)
      default: nil
      }
    }

    /// The number in the field `option`, and how far; nil if it is a shift to the right.
    func extended(to width: Width) -> (kind: UInt32, amount: Int)? {
      switch self {
      case .uxtb(let amount): (0, amount)
      case .uxth(let amount): (1, amount)
      case .uxtw(let amount): (2, amount)
      case .uxtx(let amount): (3, amount)
      case .sxtb(let amount): (4, amount)
      case .sxth(let amount): (5, amount)
      case .sxtw(let amount): (6, amount)
      case .sxtx(let amount): (7, amount)
      case .lsl(let amount): (width == .w ? 2 : 3, amount)
      case .lsr, .asr, .ror: nil
      }
    }
  }
}
