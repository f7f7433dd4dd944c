import LoxAssembler

// Operands in Intel's syntax, as GNU as reads it.

extension X86.Register {
  func text(_ width: X86.Width) -> String {
    let name = "\(self)"
    if rawValue >= 8 {
      return switch width {
      case .byte: name + "b"
      case .word: name + "w"
      case .dword: name + "d"
      case .qword: name
      }
    }
    let stem = String(name.dropFirst())
    return switch width {
    case .byte: rawValue < 4 ? "\(stem.first ?? " ")l" : stem + "l"
    case .word: stem
    case .dword: "e" + stem
    case .qword: name
    }
  }
}

extension X86.Memory {
  /// Without the size of what is there.
  var text: String {
    var result = ""
    if case .register(let base) = base { result = "[\(base)" }
    if let index { result += " + \(index.register) * \(1 << index.scale.rawValue)" }
    return result + (displacement < 0 ? " - \(-displacement)]" : " + \(displacement)]")
  }

  func text(_ width: X86.Width) -> String { "\(width) ptr \(text)" }
}
