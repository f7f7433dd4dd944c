import LoxBytecode
import LoxCompiler
import LoxRuntime
import LoxSemantics
import LoxSource
import LoxSyntax

/// A compiled script. It is immutable, and any number of isolates on any threads can share it.
public struct Program: Sendable {
  /// The language of a source.
  public enum Language: String, Sendable, CaseIterable {
    /// What the virtual machine of *Crafting Interpreters* accepts, including its size limits.
    case book
    /// The same without the size limits.
    case extended
  }

  /// How to compile.
  public struct Options: Sendable {
    /// The language of the source, unless its first line says otherwise.
    public var language = Language.extended
    /// Whether to fold constants and drop unreachable code. A script does the same with and without.
    public var optimizes = true
    /// Whether a debugger can stop in it, see the library `LoxDebugger`. Then it isn't optimised.
    public var isDebuggable = false
    /// Whether a run returns the value of the expression statement at the end of the script.
    package var returnsValue = false
    /// Whether the semicolon at the end of the source may be left out.
    package var endsWithoutSemicolon = false
    /// Whether the program has a source map for tools.
    package var makesSourceMap = false

    /// The extended language, optimised.
    public init() {}
  }

  package let image: ProgramImage
  /// The names that are free in it, if it is an expression.
  let expressionNames: [FreeName]?

  /// Compiles a source; `name` is its name in messages. A first line `// lox: extended` or `// lox: book`
  /// selects that language.
  ///
  /// Throws ``CompileErrors`` with all errors. Nesting of more than 250,000 levels is an error, too; up to
  /// that, no thread needs more than 128 KiB of stack.
  public init(_ text: String, name: String = "script", options: Options = Options()) throws {
    try self.init(bytes: Array(text.utf8), name: name, options: options)
  }

  /// Compiles a source with any bytes; invalid UTF-8 is allowed in strings and comments.
  ///
  /// Throws ``CompileErrors`` with all errors.
  public init(bytes: [UInt8], name: String = "script", options: Options = Options()) throws {
    // The error's type is not part of the public signature: with it, Swift 6.3 warns about
    // `catch let error as CompileErrors`, and its compiler crashes in some functions that contain that.
    self = try Program.compile(bytes, name: name, options: options)
  }

  private init(image: ProgramImage, expressionNames: [FreeName]? = nil) {
    self.image = image
    self.expressionNames = expressionNames
  }

  /// The names of the modules that it imports, each once, in source order. So a host knows what a script may reach before it runs.
  public var imports: [String] {
    var names: [String] = []
    var seen: Set<String> = []
    for declaration in image.program.imports {
      let name = String(decoding: image.program.bytes(ofString: declaration.module), as: UTF8.self)
      if seen.insert(name).inserted { names.append(name) }
    }
    return names
  }

  /// The global names that it uses or assigns, but neither declares nor imports, without those of the core library: what it needs of
  /// the host, or of scripts that run before.
  public var freeNames: [String] {
    let isExtended = image.program.isExtended
    let names = expressionNames?.map(\.name) ?? image.undeclaredNames
    return names.filter { !isExtended || VirtualMachine.coreName($0) == nil }
  }

  /// Compiles a source that is one expression, such as `order.total > 100`, to be evaluated any number of times with values for the names
  /// in it: see ``Isolate/evaluate(_:_:as:)-4rh52``. It can't assign to those names.
  ///
  /// Throws ``CompileErrors`` with all errors.
  public init(expression text: String, name: String = "expression", options: Options = Options()) throws {
    let source = Source(name: name, bytes: Array(text.utf8))
    self = try Program.compile(source, options) { profile throws(CompileError) in
      let compiled = try Compiler.compileExpression(
        source, profile: profile, optimizes: options.optimizes)
      return (compiled.program, compiled.freeNames.map(FreeName.init))
    }
  }

  /// An expression that a debugger evaluates in a call: it may assign the names in it, and `this` is one of them. The result says which of
  /// the names it assigns; if there are any, its value is a list: the value itself, and theirs afterwards.
  package static func expressionInCall(_ text: String) throws(CompileErrors) -> (
    program: Program, names: [String], assigned: [String]
  ) {
    let source = Source(name: "expression", bytes: Array(text.utf8))
    var assigned: [String] = []
    let program = try Program.compile(source, Options()) { profile throws(CompileError) in
      let compiled = try Compiler.compileExpressionInCall(source, profile: profile)
      assigned = compiled.assigned
      return (compiled.program, compiled.freeNames.map(FreeName.init))
    }
    return (program, program.expressionNames?.map(\.name) ?? [], assigned)
  }

  package static func compile(
    _ bytes: [UInt8], name: String, options: Options
  ) throws(CompileErrors) -> Program {
    let source = Source(name: name, bytes: bytes)
    return try compile(source, options) { profile throws(CompileError) in
      var frontEnd = FrontEnd.Options()
      frontEnd.parser.endsWithoutSemicolon = options.endsWithoutSemicolon
      let program = try Compiler.compile(
        source, profile: profile, options: frontEnd, optimizes: options.optimizes && !options.isDebuggable,
        returnsValue: options.returnsValue,
        makesSourceMap: options.makesSourceMap || options.isDebuggable)
      return (program, nil)
    }
  }

  private static func compile(
    _ source: Source, _ options: Options,
    _ body: (LanguageProfile) throws(CompileError) -> (LoxBytecode.Program, [FreeName]?)
  ) throws(CompileErrors) -> Program {
    let profile: LanguageProfile = options.language == .book ? .book : .extended
    do {
      let (program, freeNames) = try body(profile)
      return Program(image: try ProgramImage(program), expressionNames: freeNames)
    } catch let error as CompileError {
      throw CompileErrors(source: source, profile: profile, errors: error.diagnostics)
    } catch {
      throw CompileErrors(source: source, profile: profile, internalError: "\(error)")
    }
  }
}

/// All errors in a source.
public struct CompileErrors: Error, Sendable, CustomStringConvertible {
  package let source: Source
  /// The language of the source, unless its first line says otherwise.
  let profile: LanguageProfile
  let errors: [CompilerMessage]
  /// The verifier's finding about a program of our own compiler, which is a defect of the compiler.
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

  /// The description with the bytes of the source unchanged.
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
