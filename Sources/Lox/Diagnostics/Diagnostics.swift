import LoxDiagnostics

/// Something wrong with a script: what, where, the likely cause, and possible fixes.
public typealias Diagnostic = LoxDiagnostics.Diagnostic
/// How diagnostics are written.
public typealias DiagnosticFormat = LoxDiagnostics.DiagnosticFormat
/// A change of a source that may fix a problem.
public typealias Fix = LoxDiagnostics.Fix
/// A part of a source.
public typealias SourceLocation = LoxDiagnostics.SourceLocation
/// A script's source, with its line table.
public typealias SourceText = LoxDiagnostics.SourceText
