import LoxDiagnostics
import LoxSource
import LoxSyntax

extension CompileErrors {
  /// The greatest number of diagnostics made from the errors of a source: more would help nobody.
  public static let maximumDiagnosticCount = 100

  /// The errors in the order of clox's messages, with likely causes: at most ``maximumDiagnosticCount``.
  public var diagnostics: [Diagnostic] {
    if let internalError {
      return [Diagnostic(phase: .compile, message: "Internal error: \(internalError)", at: nil)]
    }
    return Diagnostic.all(
      errors.prefix(CompileErrors.maximumDiagnosticCount), in: source, profile: profile)
  }

  /// The number of errors beyond those in ``diagnostics``.
  public var omittedCount: Int { max(0, errors.count - CompileErrors.maximumDiagnosticCount) }

  /// The errors as text that ends with a line feed. The plain format has all errors; the others have the
  /// diagnostics and the number of further errors.
  public func formatted(_ format: DiagnosticFormat) -> String {
    String(decoding: bytes(format), as: UTF8.self)
  }

  /// The same as bytes: in the plain format, the bytes of the source are unchanged.
  public func bytes(_ format: DiagnosticFormat) -> [UInt8] {
    if format == .plain { return plainBytes }
    let bytes = diagnostics.bytes(format)
    return omittedCount == 0 ? bytes : bytes + omission(format)
  }

  /// The number of errors not shown.
  private func omission(_ format: DiagnosticFormat) -> [UInt8] {
    let message = "... and \(omittedCount.grouped) more error\(omittedCount == 1 ? "" : "s")"
    if case .rich = format { return Array("\n\(message)\n".utf8) }
    return Diagnostic(phase: .compile, message: message, at: nil).bytes(format)
  }
}
