import LoxBytecode
import LoxCompiler
import LoxRuntime
import LoxSemantics
import LoxSource
import LoxSyntax

/// A compiled script: immutable, and shared by any number of isolates on any threads.
public struct Program: Sendable {
  /// The language to read a source in.
  public enum Language: String, Sendable, CaseIterable {
    /// What the virtual machine of *Crafting Interpreters* accepts, its size limits included.
    case book
    /// The same without the size limits.
    case extended
  }

  /// How to compile.
  public struct Options: Sendable {
    /// The language to read the source in, if its first line does not say another.
    public var language = Language.extended
    /// Whether to fold constants and drop code that is never reached. What a script does is the same with and without.
    public var optimizes = true
    /// Whether a run results in the value of the expression statement that the script ends with.
    package var returnsValue = false
    /// Whether the program tells tools which code its statements and conditions have become.
    package var makesSourceMap = false

    /// The extended language, optimised.
    public init() {}
  }

  package let image: ProgramImage

  /// Compiles a source; `name` is what messages call it. A first line `// lox: extended` or `// lox: book` selects that language.
  ///
  /// Throws ``CompileErrors`` with all that is wrong. Nesting of more than 250,000 levels is wrong, too; up to that, no thread
  /// needs more than 128 KiB of stack.
  public init(_ text: String, name: String = "script", options: Options = Options()) throws {
    try self.init(bytes: Array(text.utf8), name: name, options: options)
  }

  /// Compiles a source of any bytes; those that are no UTF-8 may stand in strings and comments.
  ///
  /// Throws ``CompileErrors`` with all that is wrong.
  public init(bytes: [UInt8], name: String = "script", options: Options = Options()) throws {
    // The error's type is not part of the public signature: with it, Swift 6.3 warns of `catch let error as CompileErrors`, and
    // its compiler crashes in some functions that have that.
    self = try Program.compile(bytes, name: name, options: options)
  }

  private init(image: ProgramImage) { self.image = image }

  package static func compile(
    _ bytes: [UInt8], name: String, options: Options
  ) throws(CompileErrors) -> Program {
    let source = Source(name: name, bytes: bytes)
    let profile: LanguageProfile = options.language == .book ? .book : .extended
    do {
      return Program(
        image: try ProgramImage(
          try Compiler.compile(
            source, profile: profile, optimizes: options.optimizes, returnsValue: options.returnsValue,
            makesSourceMap: options.makesSourceMap)))
    } catch let error as CompileError {
      throw CompileErrors(source: source, profile: profile, errors: error.diagnostics)
    } catch {
      throw CompileErrors(source: source, profile: profile, internalError: "\(error)")
    }
  }
}

/// All that is wrong with a source.
public struct CompileErrors: Error, Sendable, CustomStringConvertible {
  package let source: Source
  /// The language that the source was read in, if its first line does not say another.
  let profile: LanguageProfile
  let errors: [CompilerMessage]
  /// What the verifier found in a program of our own compiler: a defect of it.
  let internalError: String?

  package init(source: Source, profile: LanguageProfile, errors: [CompilerMessage]) {
    self.source = source
    self.profile = profile
    self.errors = errors
    internalError = nil
  }

  init(source: Source, profile: LanguageProfile, internalError: String) {
    self.source = source
    self.profile = profile
    errors = []
    self.internalError = internalError
  }

  /// A line for each error, as clox writes them.
  public var description: String { String(decoding: plainBytes, as: UTF8.self) }

  /// The description with the bytes of the source as they are.
  package var plainBytes: [UInt8] {
    if let internalError { return Array("Internal error: \(internalError)\n".utf8) }
    var bytes: [UInt8] = []
    for error in errors {
      bytes += error.plainBytes(source)
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }
}
