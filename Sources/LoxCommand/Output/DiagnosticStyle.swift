import Lox
import LoxDiagnostics

/// How a command writes what is wrong with a script.
enum DiagnosticStyle: String, CaseIterable, Sendable {
  case plain, rich, json

  /// The style asked for; else the rich one for users who watch, and the plain one for programs.
  static func format(_ style: DiagnosticStyle?) -> DiagnosticFormat {
    switch style ?? (Descriptor.error.isTerminal ? .rich : .plain) {
    case .plain: .plain
    case .rich: .rich(color: hasColor(.error))
    case .json: .json
    }
  }

  /// Whether an output shows colors, and the user does not mind (see no-color.org).
  static func hasColor(_ output: Descriptor) -> Bool {
    output.isTerminal && Process.variable("NO_COLOR") == nil && Process.variable("TERM") != "dumb"
  }
}

extension FileError {
  /// The message, as an object if that's how other errors are written.
  func message(_ format: DiagnosticFormat) -> [UInt8] {
    guard format == .json else { return message }
    let text = message.dropLast()
    let diagnostic = Diagnostic(
      phase: .read, message: String(decoding: text, as: UTF8.self), at: nil, plainText: Array(text))
    return diagnostic.bytes(format)
  }
}
