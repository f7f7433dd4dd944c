import LoxDiagnostics
import LoxSource
import LoxSyntax

extension CompileErrors {
  /// So many diagnostics are made of the errors of a source: more would help nobody.
  public static let maximumDiagnosticCount = 100

  /// What is wrong, in the order of clox's messages, with what is known of the causes: of more than
  /// ``maximumDiagnosticCount`` errors, so many.
  public var diagnostics: [Diagnostic] {
    if let internalError {
      return [Diagnostic(phase: .compile, message: "Internal error: \(internalError)", at: nil)]
    }
    return Diagnostic.all(
      errors.prefix(CompileErrors.maximumDiagnosticCount), in: source, profile: profile)
  }

  /// How many errors there are beyond those that ``diagnostics`` has.
  public var omittedCount: Int { max(0, errors.count - CompileErrors.maximumDiagnosticCount) }

  /// What is wrong, as text that ends with a line feed. In the plain format these are all errors, in the others the
  /// diagnostics, and how many more errors there are.
  public func formatted(_ format: DiagnosticFormat) -> String {
    String(decoding: bytes(format), as: UTF8.self)
  }

  /// The same as bytes: in the plain format, those of the source stay as they are.
  public func bytes(_ format: DiagnosticFormat) -> [UInt8] {
    if format == .plain { return plainBytes }
    let bytes = diagnostics.bytes(format)
    return omittedCount == 0 ? bytes : bytes + omission(format)
  }

  /// How many errors are not shown.
  private func omission(_ format: DiagnosticFormat) -> [UInt8] {
    let message = "... and \(omittedCount.grouped) more error\(omittedCount == 1 ? "" : "s")"
    if case .rich = format { return Array("\n\(message)\n".utf8) }
    return Diagnostic(phase: .compile, message: message, at: nil).bytes(format)
  }
}
