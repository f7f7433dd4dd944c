import Lox
import LoxDiagnostics

/// How a command writes the errors of a script.
enum DiagnosticStyle: String, CaseIterable, Sendable {
  case plain, rich, json

  /// The requested style; otherwise rich on a terminal, and plain for programs.
  static func format(_ style: DiagnosticStyle?) -> DiagnosticFormat {
    switch style ?? (Descriptor.error.isTerminal ? .rich : .plain) {
    case .plain: .plain
    case .rich: .rich(color: hasColor(.error))
    case .json: .json
    }
  }

  /// Whether an output shows colors, and the user has no objection (see no-color.org).
  static func hasColor(_ output: Descriptor) -> Bool {
    output.isTerminal && Process.variable("NO_COLOR") == nil && Process.variable("TERM") != "dumb"
  }
}

extension FileError {
  /// The message, as an object if other errors are written that way.
  func message(_ format: DiagnosticFormat) -> [UInt8] {
    guard format == .json else { return message }
    let text = message.dropLast()
    let diagnostic = Diagnostic(
      phase: .read, message: String(decoding: text, as: UTF8.self), at: nil, plainText: Array(text))
    return diagnostic.bytes(format)
  }
}
