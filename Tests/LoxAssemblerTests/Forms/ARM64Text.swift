import LoxAssembler

// Operands as GNU as reads them.

extension ARM64.Register {
  func text(_ width: ARM64.Width) -> String {
    switch self {
    case .sp: width == .x ? "sp" : "wsp"
    case .zr: width == .x ? "xzr" : "wzr"
    default: "\(width)\(rawValue)"
    }
  }
}

extension ARM64.Modifier {
  /// With a comma before it; nothing if nothing is done.
  var text: String {
    if self == .none { return "" }
    let (name, amount) = parts
    return ", \(name) #\(amount)"
  }

  /// The width that the register of an extension is written with.
  func width(_ width: ARM64.Width) -> ARM64.Width {
    switch self {
    case .uxtb, .uxth, .uxtw, .sxtb, .sxth, .sxtw: .w
    default: width
    }
  }

  private var parts: (String, Int) {
    switch self {
    case .lsl(let amount): ("lsl", amount)
    case .lsr(let amount): ("lsr", amount)
    case .asr(let amount): ("asr", amount)
    case .ror(let amount): ("ror", amount)
    case .uxtb(let amount): ("uxtb", amount)
    case .uxth(let amount): ("uxth", amount)
    case .uxtw(let amount): ("uxtw", amount)
    case .uxtx(let amount): ("uxtx", amount)
    case .sxtb(let amount): ("sxtb", amount)
    case .sxth(let amount): ("sxth", amount)
    case .sxtw(let amount): ("sxtw", amount)
    case .sxtx(let amount): ("sxtx", amount)
    }
  }
}

extension ARM64.Memory {
  /// For an access of this many bytes.
  func text(size: Int) -> String {
    guard case .register(let base) = base else { return "" }
    let name = base.text(.x)
    if let index {
      let register = index.register.text(index.extension == .lsl ? .x : .w)
      let amount = index.isScaled ? size.trailingZeroBitCount : 0
      // The bit that says that it is scaled is there for single bytes, too.
      if index.extension == .lsl {
        return "[\(name), \(register)" + (index.isScaled ? ", lsl #\(amount)]" : "]")
      }
      return "[\(name), \(register), \(index.extension)" + (index.isScaled ? " #\(amount)]" : "]")
    }
    return switch mode {
    case .offset: "[\(name), #\(displacement)]"
    case .preIndexed: "[\(name), #\(displacement)]!"
    case .postIndexed: "[\(name)], #\(displacement)"
    }
  }
}
