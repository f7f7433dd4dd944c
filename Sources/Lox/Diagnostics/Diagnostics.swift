import LoxDiagnostics

/// Something wrong with a script: what, where, what is known of the cause, and what may put it right.
public typealias Diagnostic = LoxDiagnostics.Diagnostic
/// How diagnostics are written.
public typealias DiagnosticFormat = LoxDiagnostics.DiagnosticFormat
/// A change of a source that may put something right.
public typealias Fix = LoxDiagnostics.Fix
/// A part of a source.
public typealias SourceLocation = LoxDiagnostics.SourceLocation
/// A script's source, ready to tell where things are.
public typealias SourceText = LoxDiagnostics.SourceText
